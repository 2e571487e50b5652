import { Logger } from '@nestjs/common';
import { NANO_PER_USD, Role, type Principal } from '@app/kernel';
import { EpayGateway, type NotifyOptions } from '../../../test/harness/epay-gateway';
import { PaymentsApp } from '../../../test/harness/payments-app';
import { ENGINES } from '../../../test/harness/test-database';
import { BalanceLots } from '../src/balance-lots.contract';
import { CallbackIntake } from '../src/payment/callback-intake';
import { OrderAdministration } from '../src/payment/order-administration';
import type { PaymentReport, RawCallback } from '../src/payment/payment-provider';
import { PaymentProviders } from '../src/payment/payment-providers';
import { PaymentReports } from '../src/payment/payment-reports';
import { TopUpOrders, type StartedOrder } from '../src/payment/top-up-orders';
import { PaymentCallbackRepository } from '../src/persistence/payment-callback.repository';
import type { PaymentOrderEntity } from '../src/persistence/payment-order.entity';
import { PaymentOrderRepository } from '../src/persistence/payment-order.repository';
import { PaymentTimeline } from '../src/persistence/payment-timeline';
import { CreditRewards } from '../src/rewards/credit-rewards';
import { UsageMeter } from '../src/usage-meter.contract';

const USER: Principal = {
  ...{ userId: 7, username: 'u7', role: Role.Common, group: 'vip' },
  ...{ via: 'session', mustChangePassword: false },
};
const ADMIN = { userId: 1, ip: '192.0.2.1' };
const HOUR = 3_600;

describe.each(ENGINES)(
  'payments on %s (real: database, HTTP to the gateway; simulated: epay gateway, clock)',
  (engine) => {
    let app: PaymentsApp;
    let gateway: EpayGateway;

    beforeEach(async () => {
      app = await PaymentsApp.start(engine);
      gateway = await EpayGateway.start();
      await app.addUser(1);
      await app.addUser(7);
      await app.setOption('PayAddress', `${gateway.url}/some/path/`);
      await app.setOption('EpayId', gateway.pid);
      await app.setOption('EpayKey', gateway.key);
      await app.setOption('TopupRatio', { '30': 7.3, '-1': 8 });
      await app.setOption('TopupGroupRatio', { vip: 0.5 });
    });

    afterEach(async () => {
      await app.remove();
      await gateway.stop();
    });

    const begin = async (amount = 10, validity = '30', method = 'zfb'): Promise<StartedOrder> => {
      const started = await app.get(TopUpOrders).begin(USER, { amount, validity }, method);
      if (started.start.kind === 'form') gateway.submit({ ...started.start.fields });
      return started;
    };
    const orderOf = async ({ order }: StartedOrder): Promise<PaymentOrderEntity> =>
      (await app.get(PaymentOrderRepository).find(order.id))!;
    const timelineOf = async ({ order }: StartedOrder): Promise<string[]> =>
      (await app.get(PaymentTimeline).of([order.id])).map(({ kind }) => kind);
    const rawOf = (tradeNo: string, options: NotifyOptions = {}): RawCallback => ({
      method: 'GET',
      path: `/api/user/epay/notify?${gateway.resultText(tradeNo, options)}`,
      headers: {},
      body: Buffer.alloc(0),
      receivedAtSeconds: app.clock.seconds(),
    });
    const call = async (raw: RawCallback) =>
      app.get(CallbackIntake).receive(app.get(PaymentProviders).find('epay')!, raw);
    const notify = async ({ order }: StartedOrder, options: NotifyOptions = {}) => call(rawOf(order.tradeNo, options));
    const logTexts = async (): Promise<string[]> =>
      (await app.database.query('SELECT multiplier FROM logs WHERE type = 1')).map((row) => String(row['multiplier']));

    it('acceptance 6, D33: 50 parallel callbacks credit once, in one transaction with order, ledger, log row and rewards', async () => {
      const rewarded = jest.spyOn(app.get(CreditRewards), 'afterCredit');
      const started = await begin();
      const answers = await Promise.all(Array.from({ length: 50 }, () => notify(started)));
      expect(answers.map(({ body }) => body)).toEqual(Array(50).fill('success'));
      expect(answers.filter(({ result }) => result === 'credited')).toHaveLength(1);
      expect(await app.balance(7)).toBe(10n * NANO_PER_USD);
      expect(await app.ledger.verify()).toEqual([]);
      expect(await logTexts()).toEqual(['在线充值成功，充值: ＄10.00 额度，支付金额：36.50']);
      expect(rewarded.mock.calls).toEqual([
        [{ userId: 7, amount: 10n * NANO_PER_USD, operation: 'top-up', key: started.order.tradeNo }],
      ]);
      expect(await orderOf(started)).toMatchObject({ state: 'paid', reference: 'G1', paidAt: app.clock.seconds() });
      expect(app.notices).toEqual([`payment_received:${started.order.tradeNo}`]);
      const [count] = await app.database.query(
        "SELECT COUNT(*) AS n FROM payment_callbacks WHERE result <> 'received'",
      );
      expect(Number(count!['n'])).toBe(50);
    });

    it('D34: answers fail and leaves everything as it was when one step of the credit fails; the repeat credits', async () => {
      const started = await begin();
      const failing = jest.spyOn(app.get(CreditRewards), 'afterCredit').mockRejectedValueOnce(new Error('no inviter'));
      const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
      expect(await notify(started)).toMatchObject({ body: 'fail', result: 'error' });
      expect(logged).toHaveBeenCalledTimes(1);
      logged.mockRestore();
      expect(await app.balance(7)).toBe(0n);
      expect(await logTexts()).toEqual([]);
      expect(await orderOf(started)).toMatchObject({ state: 'pending', paidAt: null });
      expect(app.notices).toEqual([expect.stringContaining('payment_callback_failed:epay')]);
      failing.mockRestore();
      expect(await notify(started)).toMatchObject({ body: 'success', result: 'credited' });
      expect(await app.balance(7)).toBe(10n * NANO_PER_USD);
    });

    it('gives the credit a lot that ends with its validity, or never', async () => {
      const post = jest.spyOn(app.ledger, 'post');
      await notify(await begin(1, '30'));
      await notify(await begin(2, '-1'));
      const lots = await app.get(BalanceLots).list(7);
      expect(lots.map(({ remaining }) => remaining)).toEqual([NANO_PER_USD, 2n * NANO_PER_USD]);
      expect(post.mock.calls.map(([{ amount, lot }]) => [amount, lot])).toEqual([
        [NANO_PER_USD, { endsAt: app.clock.seconds() + 30 * 86_400 }],
        [2n * NANO_PER_USD, { endsAt: null }],
      ]);
    });

    it.each([
      ['the amount', { signed: { money: '0.01' } }, 'mismatch', ['created', 'begun', 'mismatch']],
      ['an amount that is no number', { signed: { money: '1e9' } }, 'mismatch', ['created', 'begun', 'mismatch']],
      ['the merchant', { signed: { pid: '1002' } }, 'invalid', ['created', 'begun', 'mismatch']],
      ['the signature', { tampered: { money: '0.01' } }, 'invalid', ['created', 'begun']],
      ['the status', { signed: { trade_status: 'WAIT' } }, 'invalid', ['created', 'begun']],
    ])(
      'D21: refuses a callback in which %s is wrong, tells the operator and leaves the order',
      async (_, options, result, kinds) => {
        const started = await begin();
        expect(await notify(started, options as NotifyOptions)).toMatchObject({ body: 'fail', result });
        expect(await app.balance(7)).toBe(0n);
        expect((await orderOf(started)).state).toBe('pending');
        expect(await timelineOf(started)).toEqual(kinds);
        expect(app.notices).toHaveLength(1);
        expect(await notify(started)).toMatchObject({ body: 'success' });
      },
    );

    it('D43: stores a genuine callback about an unknown order, tells the operator and answers fail', async () => {
      const started = await begin();
      const answer = await notify(started, { signed: { out_trade_no: 'A-unknown' } });
      expect(answer).toMatchObject({ body: 'fail', result: 'unknown-order' });
      expect(app.notices).toEqual(['payment_unknown_order:A-unknown']);
      expect(
        (await app.get(PaymentCallbackRepository).list({ result: 'unknown-order' }, { skip: 0, take: 10 })).total,
      ).toBe(1);
    });

    it('D19: tells of failed callbacks once in ten minutes, and never of unsigned ones', async () => {
      const started = await begin();
      const unsigned = rawOf(started.order.tradeNo, { tampered: { sign: '' } });
      for (let i = 0; i < 5; i++) await call(unsigned);
      expect(app.notices).toEqual([]);
      for (let i = 0; i < 20; i++) await notify(started, { tampered: { sign: 'x' } });
      expect(app.notices).toHaveLength(1);
      app.clock.pass(600);
      await notify(started, { tampered: { sign: 'x' } });
      expect(app.notices).toHaveLength(2);
    });

    it('credits a callback that comes after the order was closed', async () => {
      const started = await begin();
      app.clock.pass(25 * HOUR);
      expect(await app.get(OrderAdministration).closeOld(ADMIN)).toBe(1);
      expect((await orderOf(started)).state).toBe('expired');
      expect(await notify(started)).toMatchObject({ body: 'success', result: 'credited' });
      expect(await app.balance(7)).toBe(10n * NANO_PER_USD);
      expect(await timelineOf(started)).toEqual(['created', 'begun', 'expired', 'paid']);
    });

    it('D43: closes unpaid orders older than a day and no others, and deletes none', async () => {
      const old = await begin();
      app.clock.pass(23 * HOUR);
      expect(await app.get(OrderAdministration).closeOld(ADMIN)).toBe(0);
      const young = await begin();
      app.clock.pass(2 * HOUR);
      expect(await app.get(OrderAdministration).closeOld(ADMIN)).toBe(1);
      expect([(await orderOf(old)).state, (await orderOf(young)).state]).toEqual(['expired', 'pending']);
    });

    it('asks about orders whose callback does not come and credits what was paid', async () => {
      const paid = await begin();
      const unpaid = await begin(1);
      gateway.pay(paid.order.tradeNo);
      expect(await app.runQueryJob()).toBe(0);
      app.clock.pass(121);
      expect(await app.runQueryJob()).toBe(2);
      expect(await app.balance(7)).toBe(10n * NANO_PER_USD);
      expect(await timelineOf(paid)).toEqual(['created', 'begun', 'paid']);
      expect(await timelineOf(unpaid)).toEqual(['created', 'begun', 'query']);
      expect(await app.runQueryJob()).toBe(0);
      expect(await notify(paid)).toMatchObject({ body: 'success', result: 'repeated' });
      app.clock.pass(24 * HOUR);
      await app.runQueryJob();
      expect((await orderOf(unpaid)).state).toBe('expired');
      expect(await app.runQueryJob()).toBe(0);
      expect(gateway.queries).toBe(3);
    });

    it('two nodes that run the job at once ask once', async () => {
      await begin();
      app.clock.pass(121);
      await Promise.all([app.runQueryJob(), app.runQueryJob()]);
      expect(gateway.queries).toBe(1);
    });

    it('does not believe a query that is answered with another amount, order or garbage', async () => {
      const started = await begin();
      const answers = [
        { code: 1, out_trade_no: started.order.tradeNo, status: 1, money: '0.01' },
        { code: 1, out_trade_no: 'A1', status: 1, money: '36.50' },
        { code: 1, out_trade_no: started.order.tradeNo, status: 1 },
        { code: 1, out_trade_no: started.order.tradeNo, status: 1, money: '36.50', pid: '9' },
        'garbage',
      ];
      for (const answer of answers) {
        gateway.answerApi = (_form, response) => {
          response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
          return true;
        };
        await app.get(OrderAdministration).query(started.order.id);
        expect((await orderOf(started)).state).toBe('pending');
      }
      expect(await app.balance(7)).toBe(0n);
    });

    it('replays a stored callback after the key was set right', async () => {
      const started = await begin();
      await app.setOption('EpayKey', 'mistyped');
      expect(await notify(started)).toMatchObject({ body: 'fail', result: 'invalid' });
      await app.setOption('EpayKey', gateway.key);
      const { rows } = await app.get(PaymentCallbackRepository).list({ result: 'invalid' }, { skip: 0, take: 10 });
      const replay = () => app.get(OrderAdministration).replay(ADMIN, rows[0]!.id);
      expect(await replay()).toMatchObject({ result: 'credited', orderId: started.order.id });
      expect(await replay()).toMatchObject({ result: 'repeated' });
      expect(await app.balance(7)).toBe(10n * NANO_PER_USD);
    });

    it('takes the credit of a refunded order back once, also when two ask at once', async () => {
      const started = await begin();
      gateway.pay(started.order.tradeNo);
      await notify(started);
      const { refund } = OrderAdministration.prototype;
      const administration = app.get(OrderAdministration);
      const results = await Promise.allSettled(
        Array.from({ length: 5 }, () => refund.call(administration, ADMIN, started.order.id, 'asked for', false)),
      );
      expect(results.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1);
      expect(gateway.refunds).toBe(1);
      expect(await app.balance(7)).toBe(0n);
      expect(await orderOf(started)).toMatchObject({
        state: 'refunded',
        refundedMinor: 3650n,
        refundTaken: 10n * NANO_PER_USD,
      });
      expect(await app.ledger.verify()).toEqual([]);
      await expect(administration.refund(ADMIN, started.order.id, 'again', false)).rejects.toMatchObject({
        code: 'payment.step_illegal',
      });
      expect(await notify(started)).toMatchObject({ result: 'repeated' });
      expect(await app.balance(7)).toBe(0n);
    });

    it('a refund takes at most the balance, records what is missing and tells it', async () => {
      const started = await begin();
      gateway.pay(started.order.tradeNo);
      await notify(started);
      await app.ledger.post({ userId: 7, operation: 'adjustment', key: 'spent', amount: -4n * NANO_PER_USD });
      await app.get(OrderAdministration).refund(ADMIN, started.order.id, 'asked for', false);
      expect(await app.balance(7)).toBe(0n);
      const order = await orderOf(started);
      expect([order.refundTaken, order.refundShortfall]).toEqual([6n * NANO_PER_USD, 4n * NANO_PER_USD]);
      expect(app.notices).toContain(`payment_refund_short:${started.order.tradeNo}`);
    });

    it('a refund takes nothing that a running call holds', async () => {
      const started = await begin();
      gateway.pay(started.order.tradeNo);
      await notify(started);
      const describe = { username: 'u7', tokenName: '', requestedModel: 'gpt-4o', ip: '', startedAtMs: 0 };
      const call = { requestId: 'call', userId: 7, tokenId: 0, isUnlimitedToken: true, describe };
      await app.get(UsageMeter).reserve({ ...call, amount: 6n * NANO_PER_USD });
      await app.get(OrderAdministration).refund(ADMIN, started.order.id, 'asked for', false);
      expect(await app.balance(7)).toBe(6n * NANO_PER_USD);
      const order = await orderOf(started);
      expect([order.refundTaken, order.refundShortfall]).toEqual([4n * NANO_PER_USD, 6n * NANO_PER_USD]);
    });

    it('counts refunds in parts, told as sums or one by one, each once and exactly', async () => {
      const started = await begin();
      gateway.pay(started.order.tradeNo);
      await notify(started);
      const epay = app.get(PaymentProviders).find('epay')!;
      const { tradeNo } = started.order;
      const yuan = (minor: bigint) => ({ minor, currency: 'CNY' });
      const report = async (told: Partial<PaymentReport>): Promise<string> => {
        const source = { evidence: 'test', callbackId: null };
        const whole = { tradeNo, reference: undefined, state: 'refunded', amount: undefined, ...told } as const;
        return (await app.get(PaymentReports).apply(epay, whole, source)).detail;
      };
      const one = { repayment: { number: 'R1', amount: yuan(1000n) } };
      const results = await Promise.all([report(one), report(one), report(one)]);
      expect(results.sort()).toEqual(['refunded', 'refunded before', 'refunded before']);
      expect(await app.balance(7)).toBe(7_260_273_973n);
      expect(await report({ amount: yuan(1000n) })).toBe('refunded before');
      expect(await report({ amount: yuan(2000n) })).toBe('refunded');
      expect((await orderOf(started)).state).toBe('paid');
      expect(await report({ repayment: { number: 'R2', amount: yuan(1650n) } })).toBe('refunded');
      expect(await app.balance(7)).toBe(0n);
      expect((await orderOf(started)).state).toBe('refunded');
      expect(await report(one)).toBe('refunded before');
      expect(await app.ledger.verify()).toEqual([]);
    });

    it('credits a manual transfer when staff confirms the right amount, once', async () => {
      await app.setOption('ManualPaymentText', 'Account 123');
      const audits = app.collect('audit.recorded');
      const started = await begin(10, '-1', 'manual');
      expect(started.start).toMatchObject({ kind: 'instructions', text: expect.stringContaining('40.00') as string });
      const administration = app.get(OrderAdministration);
      const confirm = (money: string) => administration.confirm(ADMIN, started.order.id, money, 'bank 1');
      await expect(confirm('39.99')).rejects.toMatchObject({ code: 'payment.amount_differs' });
      const results = await Promise.allSettled([confirm('40'), confirm('40.00'), confirm('40.00')]);
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await app.balance(7)).toBe(10n * NANO_PER_USD);
      expect(audits).toHaveLength(1);
      await expect(administration.refund(ADMIN, started.order.id, 'n', false)).rejects.toMatchObject({
        code: 'payment.refund_by_hand',
      });
      expect(await administration.refund(ADMIN, started.order.id, 'n', true)).toBe('done');
      expect(await app.balance(7)).toBe(0n);
    });

    it('confirms no orders by hand but those of manual transfer', async () => {
      const started = await begin();
      await expect(app.get(OrderAdministration).confirm(ADMIN, started.order.id, '36.50', 'n')).rejects.toMatchObject({
        code: 'payment.not_manual',
      });
    });

    it('D81: refuses methods that are switched off or unknown, and everything while nothing is set up', async () => {
      await app.setOption('YzfWx', 'false');
      await expect(begin(1, '30', 'wx')).rejects.toMatchObject({ code: 'payment.method_unknown' });
      await expect(begin(1, '30', '')).rejects.toMatchObject({ code: 'payment.method_unknown' });
      await app.setOption('PayAddress', '');
      await expect(begin()).rejects.toMatchObject({ code: 'payment.not_configured' });
    });

    it('bounds the orders that one user leaves unpaid', async () => {
      for (let i = 0; i < 30; i++) await begin();
      await expect(begin()).rejects.toMatchObject({ code: 'payment.orders_too_many', status: 429 });
    });

    it('D62: finds orders by user and by the beginning of their number, wildcards being letters', async () => {
      const { order } = await begin();
      const count = async (keyword: string) =>
        (await app.get(PaymentOrderRepository).list({ keyword }, { skip: 0, take: 10 })).total;
      expect(
        await Promise.all([count('7'), count(order.tradeNo.slice(0, 8)), count('8'), count('%'), count('A_')]),
      ).toEqual([...[1, 1, 0, 0, 0]]);
    });
  },
);
