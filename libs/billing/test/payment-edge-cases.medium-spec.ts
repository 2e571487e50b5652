import { NANO_PER_USD, Role, type Principal } from '@app/kernel';
import { EpayGateway } from '../../../test/harness/epay-gateway';
import { PaymentsApp } from '../../../test/harness/payments-app';
import { ENGINES } from '../../../test/harness/test-database';
import { CallbackIntake } from '../src/payment/callback-intake';
import { OrderAdministration } from '../src/payment/order-administration';
import { PaymentProviders } from '../src/payment/payment-providers';
import { TopUpOrders, type StartedOrder } from '../src/payment/top-up-orders';
import type { PaymentOrderEntity } from '../src/persistence/payment-order.entity';
import { PaymentOrderRepository } from '../src/persistence/payment-order.repository';

const USER: Principal = {
  ...{ userId: 7, username: 'u7', role: Role.Common, group: 'default' },
  ...{ via: 'session', mustChangePassword: false },
};
const ADMIN = { userId: 1, ip: '192.0.2.1' };

describe.each(ENGINES)(
  'payments that go another way than usual, on %s (real: database, HTTP to the gateway; simulated: epay gateway, clock)',
  (engine) => {
    let app: PaymentsApp;
    let gateway: EpayGateway;

    beforeEach(async () => {
      app = await PaymentsApp.start(engine);
      gateway = await EpayGateway.start();
      await app.addUser(1);
      await app.addUser(7);
      await app.setOption('PayAddress', gateway.url);
      await app.setOption('EpayId', gateway.pid);
      await app.setOption('EpayKey', gateway.key);
      await app.setOption('TopupRatio', { '30': 7.3 });
    });

    afterEach(async () => {
      await app.remove();
      await gateway.stop();
    });

    const begin = async (method = 'zfb'): Promise<StartedOrder> => {
      const started = await app.get(TopUpOrders).begin(USER, { amount: 10, validity: '30' }, method);
      if (started.start.kind === 'form') gateway.submit({ ...started.start.fields });
      return started;
    };
    const notify = ({ order }: StartedOrder) =>
      app.get(CallbackIntake).receive(app.get(PaymentProviders).find('epay')!, {
        ...{ method: 'GET', headers: {}, body: Buffer.alloc(0), receivedAtSeconds: app.clock.seconds() },
        path: `/api/user/epay/notify?${gateway.resultText(order.tradeNo)}`,
      });
    const orderOf = async ({ order }: StartedOrder): Promise<PaymentOrderEntity> =>
      (await app.get(PaymentOrderRepository).find(order.id))!;

    it('credits the order of a user who was deleted meanwhile, so that it can be refunded', async () => {
      const started = await begin();
      await app.database.execute('UPDATE users SET deleted_at = 1764000000 WHERE id = 7');
      expect(await notify(started)).toMatchObject({ body: 'success', result: 'credited' });
      expect(await app.balance(7)).toBe(10n * NANO_PER_USD);
      gateway.pay(started.order.tradeNo);
      expect(await app.get(OrderAdministration).refund(ADMIN, started.order.id, 'account closed', false)).toBe('done');
      expect(await app.balance(7)).toBe(0n);
      expect((await orderOf(started)).state).toBe('refunded');
      expect(await app.ledger.verify()).toEqual([]);
    });
  },
);
