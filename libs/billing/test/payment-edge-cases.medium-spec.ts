import { Logger } from '@nestjs/common';
import { NANO_PER_USD, Role, type Principal } from '@app/kernel';
import { EpayGateway } from '../../../test/harness/epay-gateway';
import { PaymentsApp } from '../../../test/harness/payments-app';
import { ENGINES } from '../../../test/harness/test-database';
import { waitFor } from '../../../test/harness/wait-for';
import { CallbackIntake } from '../src/payment/callback-intake';
import { OrderAdministration } from '../src/payment/order-administration';
import { PaymentProviders } from '../src/payment/payment-providers';
import { PaymentReports } from '../src/payment/payment-reports';
import { TopUpOrders, type StartedOrder } from '../src/payment/top-up-orders';
import type { PaymentOrderEntity } from '../src/persistence/payment-order.entity';
import { PaymentOrderRepository } from '../src/persistence/payment-order.repository';
import { PaymentTimeline } from '../src/persistence/payment-timeline';
import { UserRows } from '../src/persistence/user-rows';
import { CreditRewards } from '../src/rewards/credit-rewards';

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

    it('asks the payment service once when several refund one order at once, also while it answers slowly', async () => {
      const started = await begin();
      gateway.pay(started.order.tradeNo);
      await notify(started);
      const asked: (() => void)[] = [];
      gateway.answerApi = (form, response) => {
        if (form.get('act') !== 'refund') return false;
        asked.push(() => response.end(JSON.stringify({ code: 1, msg: 'ok' })));
        return true;
      };
      const administration = app.get(OrderAdministration);
      const refund = () => administration.refund(ADMIN, started.order.id, 'asked for', false);
      const first = refund();
      const answer = await waitFor(() => asked[0], 'the first request to pay back');
      await expect(refund()).rejects.toMatchObject({ code: 'payment.refund_running', status: 409 });
      answer();
      expect(await first).toBe('done');
      expect(asked).toHaveLength(1);
      expect((await orderOf(started)).state).toBe('refunded');
    });

    it('lets a refund be repeated at once after the payment service refused it or could not be reached', async () => {
      const started = await begin();
      await notify(started);
      const refund = () => app.get(OrderAdministration).refund(ADMIN, started.order.id, 'asked for', false);
      await expect(refund()).rejects.toMatchObject({ code: 'payment.refund_refused' });
      gateway.answerApi = (_form, response) => {
        response.destroy();
        return true;
      };
      await expect(refund()).rejects.toMatchObject({ code: 'payment.provider_failed' });
      gateway.answerApi = undefined;
      gateway.pay(started.order.tradeNo);
      expect(await refund()).toBe('done');
    });

    it('confirms a manual transfer that came after its order was closed', async () => {
      await app.setOption('ManualPaymentText', 'Account 123');
      const started = await begin('manual');
      app.clock.pass(8 * 86_400);
      await app.runQueryJob();
      expect((await orderOf(started)).state).toBe('expired');
      await app.get(OrderAdministration).confirm(ADMIN, started.order.id, '73.00', 'bank 1');
      expect(await app.balance(7)).toBe(10n * NANO_PER_USD);
    });

    it('bounds the orders that one user leaves unpaid, also when he makes them all at once', async () => {
      const results = await Promise.allSettled(Array.from({ length: 40 }, () => begin()));
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(30);
    });

    it('takes the inviter’s rebate back with a refund, by parts, and no more of it than he still has', async () => {
      await app.addUser(8);
      await app.database.execute('UPDATE users SET inviter_id = 8 WHERE id = 7');
      await app.setOption('ProporTions', '10');
      const started = await begin();
      const epay = app.get(PaymentProviders).find('epay')!;
      const refunded = (minor: bigint) =>
        app.get(PaymentReports).apply(
          epay,
          {
            tradeNo: started.order.tradeNo,
            reference: undefined,
            state: 'refunded',
            amount: { minor, currency: 'CNY' },
          },
          { evidence: 'test', callbackId: null },
        );
      const reward = async () => (await app.get(UserRows).find(8))!.reward;
      await notify(started);
      expect(await reward()).toBe(NANO_PER_USD);
      await refunded(730n);
      await refunded(730n);
      expect(await reward()).toBe((9n * NANO_PER_USD) / 10n);
      const spent = { userId: 8, operation: 'transfer', key: 'k', amount: (8n * NANO_PER_USD) / 10n } as const;
      expect(await app.ledger.post(spent)).toBe('posted');
      await refunded(7300n);
      expect([await reward(), await app.balance(7)]).toEqual([0n, 0n]);
      expect(await app.ledger.verify()).toEqual([]);
    });

    it('credits and takes back what was refunded before the payment itself was heard of, in whichever order it is told', async () => {
      const whole = await begin();
      const part = await begin();
      const yuan = (minor: bigint) => ({ minor, currency: 'CNY' });
      const epay = app.get(PaymentProviders).find('epay')!;
      const report = async ({ order }: StartedOrder, amount: bigint, paid?: bigint) => {
        const told = { tradeNo: order.tradeNo, reference: undefined, state: 'refunded', amount: yuan(amount) } as const;
        const more = paid === undefined ? {} : { paid: yuan(paid) };
        const source = { evidence: 'test', callbackId: null };
        return (await app.get(PaymentReports).apply(epay, { ...told, ...more }, source)).result;
      };
      expect(await report(whole, 7300n)).toBe('mismatch');
      expect(await report(whole, 7300n, 1n)).toBe('mismatch');
      expect(await app.balance(7)).toBe(0n);
      expect(await report(whole, 7300n, 7300n)).toBe('noted');
      expect(await notify(whole)).toMatchObject({ result: 'repeated' });
      expect([(await orderOf(whole)).state, await app.balance(7)]).toEqual(['refunded', 0n]);
      expect(await report(part, 730n, 7300n)).toBe('noted');
      expect(await notify(part)).toMatchObject({ result: 'repeated' });
      expect([(await orderOf(part)).state, await app.balance(7)]).toEqual(['paid', 9n * NANO_PER_USD]);
      expect(await app.ledger.verify()).toEqual([]);
    });

    it('D19: tells nobody of unsigned callbacks to providers that are not set up', async () => {
      const raw = { method: 'POST', path: '/', headers: {}, body: Buffer.from('a=b'), receivedAtSeconds: 0 } as const;
      for (const provider of app.get(PaymentProviders).all) {
        expect(await app.get(CallbackIntake).receive(provider, raw)).toMatchObject({ result: 'invalid' });
      }
      expect(app.notices).toEqual([]);
    });

    it('tells the operator of a callback that could not be processed', async () => {
      const started = await begin();
      jest.spyOn(app.get(CreditRewards), 'afterCredit').mockRejectedValueOnce(new Error('disk full'));
      const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
      expect(await notify(started)).toMatchObject({ body: 'fail', result: 'error' });
      logged.mockRestore();
      expect(app.notices).toEqual([expect.stringContaining('payment_callback_failed:epay')]);
    });

    it('shows staff why a payment service could not be asked', async () => {
      const started = await begin();
      gateway.answerApi = (_form, response) => {
        response.statusCode = 503;
        response.end('overloaded');
        return true;
      };
      await app.get(OrderAdministration).query(started.order.id);
      const lines = await app.get(PaymentTimeline).of([started.order.id]);
      expect(lines.at(-1)).toMatchObject({ kind: 'query', text: 'failed: epay: answered HTTP 503 without JSON' });
    });

    it('tells operators in their own language of a payment', async () => {
      const notices = app.collect('operator.noticed');
      await notify(await begin());
      expect(notices.map(({ text }) => text)).toEqual([
        {
          zh: '充值成功通知: 用户「7」充值：＄10.00 额度，支付金额：73.00',
          en: 'Payment received: user 7 bought 10 USD for 73.00 CNY',
        },
      ]);
    });

    it('tells operators of a refund that did not reach its payer; of other providers orders it tells nothing', async () => {
      const { order } = await begin();
      const failed = { tradeNo: order.tradeNo, reason: 'refund re_1: failed' };
      const tell = (provider: string) =>
        app.get(PaymentReports).refundFailed(app.get(PaymentProviders).find(provider)!, failed);
      expect(await tell('stripe')).toEqual({ result: 'ignored', orderId: null, detail: failed.reason });
      expect(app.notices).not.toContain(`payment_refund_failed:${order.tradeNo}`);
      expect(await tell('epay')).toEqual({ result: 'noted', orderId: order.id, detail: failed.reason });
      expect(app.notices).toContain(`payment_refund_failed:${order.tradeNo}`);
    });

    it('waits for nothing after the clock was set back a day: neither with notices nor with refunds', async () => {
      const started = await begin();
      gateway.pay(started.order.tradeNo);
      await notify(started);
      await app.get(PaymentOrderRepository).change(started.order.id, { refundRequestedAt: app.clock.seconds() });
      const forged = {
        method: 'GET',
        headers: {},
        body: Buffer.alloc(0),
        receivedAtSeconds: 0,
        path: '/?sign=x',
      } as const;
      const receive = () => app.get(CallbackIntake).receive(app.get(PaymentProviders).find('epay')!, forged);
      const failures = () => app.notices.filter((code) => code.startsWith('payment_callback_failed')).length;
      await receive();
      app.clock.pass(-86_400);
      await receive();
      expect(failures()).toBe(2);
      expect(await app.get(OrderAdministration).refund(ADMIN, started.order.id, 'asked for', false)).toBe('done');
    });
  },
);
