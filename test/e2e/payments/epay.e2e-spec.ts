import { createHash } from 'node:crypto';
import { EpayGateway, type EpayForm } from '../../harness/epay-gateway';
import { GatewayProcess } from '../../harness/gateway-process';
import { Management, type LogRow } from '../../harness/management';
import { waitFor } from '../../harness/wait-for';

const USER_TOKEN = 'fedcba9876543210fedcba9876543210';
const ROUTES_OF_STAFF = [
  ['GET', '/api/topups/'],
  ['GET', '/api/topups/search?keyword=A'],
  ['GET', '/api/topups/2'],
  ['GET', '/api/topups/order/1'],
  ['GET', '/api/topups/1/timeline'],
  ['GET', '/api/topups/callbacks'],
  ['POST', '/api/topups/callbacks/1/replay'],
  ['POST', '/api/topups/self-test'],
  ['POST', '/api/topups/1/query'],
  ['POST', '/api/topups/1/complete'],
  ['POST', '/api/topups/1/refund'],
  ['DELETE', '/api/topups/delete'],
] as const;

interface Paying {
  success: boolean;
  message: string;
  code?: string;
  data: EpayForm;
  url: string;
  payment: { kind: string; trade_no: string };
}
interface Order {
  id: number;
  trade_no: string;
  status: string;
  state: string;
  money: number;
  amount: number;
  topup_ratio: string;
  timeline: { kind: string }[];
}

describe('paying by epay (real: the gateway, its HTTP and database; simulated: the payment service)', () => {
  let gateway: GatewayProcess;
  let epay: EpayGateway;
  let user: Management;

  beforeAll(async () => {
    epay = await EpayGateway.start();
    gateway = await GatewayProcess.start();
    const { management } = gateway;
    const hash = createHash('sha256').update(USER_TOKEN).digest('hex');
    await gateway.database.execute(
      `INSERT INTO users (id, username, username_key, access_token_hash, created_at, must_change_password)
       VALUES (7, 'payer', 'payer', '${hash}', 0, 0)`,
    );
    user = new Management(gateway.url, USER_TOKEN);
    // A slash at the end must not break the callback's address.
    await management.setOption('ServerAddress', `${gateway.url}/`);
    await management.setOption('PayAddress', `${epay.url}/pay/`);
    await management.setOption('EpayId', epay.pid);
    await management.setOption('EpayKey', epay.key);
    await management.setOption('TopupRatio', { '30': 7.3, '-1': 8 });
  });

  afterAll(async () => {
    await gateway.remove();
    await epay.stop();
  });

  /** Orders as a browser does and brings the form to the payment service; gives the trade number. */
  const order = async (amount = 10, topup_ratio = '30'): Promise<string> => {
    const reply = (await user.call('POST', '/api/user/pay', {
      ...{ amount, topup_ratio, payment_method: 'zfb', top_up_code: '' },
    })) as unknown as Paying;
    expect(reply).toMatchObject({ success: true, message: 'success', url: `${epay.url}/submit.php` });
    return epay.submit(reply.data);
  };
  const balance = async (): Promise<string> => (await user.self()).balance_usd;
  const ownOrder = async (tradeNo: string): Promise<Order> =>
    (await user.need<Order[]>('GET', '/api/user/topups?page_size=100')).find(({ trade_no }) => trade_no === tradeNo)!;
  const callbacks = (result: string) =>
    gateway.management.need<{ id: number; path: string; body: string }[]>(
      'GET',
      `/api/topups/callbacks?result=${result}`,
    );
  const credited = async (act: () => Promise<unknown>): Promise<number> => {
    const before = Number(await balance());
    await act();
    return Number(await balance()) - before;
  };

  it('D11: never shows the key of the merchant', async () => {
    expect(JSON.stringify(await gateway.management.call('GET', '/api/option/'))).not.toContain(epay.key);
    expect(gateway.output).not.toContain(epay.key);
  });

  it('tells the price as clients of this family read it, and refuses what is not on offer', async () => {
    const price = (body: object) => user.call('POST', '/api/user/amount', body);
    expect(await price({ amount: 10, topup_ratio: '30' })).toMatchObject({ message: 'success', data: '73.00' });
    expect(await price({ amount: 10, validity: -1 })).toMatchObject({ data: '80.00' });
    expect(await price({ amount: 10, topup_ratio: '99999' })).toMatchObject({
      status: 422,
      code: 'payment.validity_unknown',
    });
    expect(await price({ amount: 10 })).toMatchObject({ status: 422, code: 'payment.validity_unknown' });
    expect(await price({ amount: 0, topup_ratio: '30' })).toMatchObject({ code: 'payment.amount_too_small' });
    expect(await price({ amount: 1e9, topup_ratio: '30' })).toMatchObject({ code: 'payment.amount_too_large' });
    for (const amount of [1.5, '10', null, -1, 1e300])
      expect((await price({ amount, topup_ratio: '30' })).status).toBe(422);
    expect(await user.need('GET', '/api/user/topup/offer')).toMatchObject({
      validities: expect.arrayContaining(['30', '-1']),
      least: 1,
    });
  });

  it('credits a paid order, logs it and shows it to its owner', async () => {
    const tradeNo = await order();
    expect(await ownOrder(tradeNo)).toMatchObject({ status: 'pending', money: 73, amount: 10, topup_ratio: '30' });
    expect(await credited(async () => expect(await epay.notify(tradeNo)).toBe('success'))).toBe(10);
    const own = await ownOrder(tradeNo);
    expect(own).toMatchObject({ status: 'success', state: 'paid' });
    expect(own.timeline.map(({ kind }) => kind)).toEqual(['created', 'begun', 'paid']);
    const rows = await user.need<LogRow[]>('GET', '/api/log/self?type=1');
    expect(rows[0]!.multiplier).toBe('在线充值成功，充值: ＄10.00 额度，支付金额：73.00');
    await waitFor(() => (gateway.output.includes('[payment_received:') ? true : undefined), 'the notice');
  });

  it('takes notifications by POST as well', async () => {
    const tradeNo = await order(2);
    expect(await credited(async () => expect(await epay.notify(tradeNo, { method: 'POST' })).toBe('success'))).toBe(2);
  });

  it('answers repeats with success and credits nothing more', async () => {
    const tradeNo = await order(3);
    const sum = await credited(async () => {
      for (let i = 0; i < 3; i++) expect(await epay.notify(tradeNo)).toBe('success');
    });
    expect(sum).toBe(3);
  });

  it('acceptance 6: credits once when 50 notifications come at the same time', async () => {
    const tradeNo = await order(4);
    const sum = await credited(async () => {
      const answers = await Promise.all(Array.from({ length: 50 }, () => epay.notify(tradeNo)));
      expect(answers).toEqual(Array(50).fill('success'));
    });
    expect(sum).toBe(4);
  });

  it.each([
    ['a tampered amount', { tampered: { money: '0.01' } }],
    ['an amount the service itself has wrong', { signed: { money: '7.29' } }],
    ['the wrong merchant', { signed: { pid: '1002' } }],
    ['no signature', { tampered: { sign: '' } }],
    ['an unknown order', { signed: { out_trade_no: 'A0' } }],
    ['an unpaid state', { signed: { trade_status: 'TRADE_CLOSED' } }],
  ])('refuses %s and credits the right notification afterwards', async (_name, options) => {
    const tradeNo = await order(1);
    expect(await credited(async () => expect(await epay.notify(tradeNo, options as never)).toBe('fail'))).toBe(0);
    expect(await ownOrder(tradeNo)).toMatchObject({ status: 'pending' });
    expect(await credited(() => epay.notify(tradeNo))).toBe(1);
  });

  it('survives notifications of any form', async () => {
    const paths = [
      '?',
      '?out_trade_no=A&out_trade_no=B&sign=x',
      '?sign=%E0%A4%A',
      '?__proto__=1&sign=a',
      `?x=${'y'.repeat(7000)}`,
    ];
    for (const path of paths)
      expect(await (await fetch(`${gateway.url}/api/user/epay/notify${path}`)).text()).toBe('fail');
    const post = (body: string, type: string) =>
      fetch(`${gateway.url}/api/user/epay/notify`, { method: 'POST', body, headers: { 'content-type': type } });
    for (const type of ['application/json', 'text/xml', 'multipart/form-data'])
      expect(await (await post('{"a":', type)).text()).toBe('fail');
    expect((await post('x'.repeat(70_000), 'text/plain')).status).toBe(413);
    expect((await fetch(`${gateway.url}/api/payment/nobody/notify`)).status).toBe(404);
    expect((await callbacks('invalid')).some(({ body }) => body === '{"a":')).toBe(true);
  });

  it('credits what the returning browser brings before the service calls (out of order)', async () => {
    const tradeNo = await order(5);
    const sum = await credited(async () => {
      const page = await fetch(epay.returnUrl(tradeNo));
      expect(page.status).toBe(200);
      expect(page.headers.get('content-type')).toContain('text/html');
      expect(await epay.notify(tradeNo)).toBe('success');
    });
    expect(sum).toBe(5);
  });

  it('finds out by asking that an order was paid, and takes the late notification for a repeat', async () => {
    const tradeNo = await order(6);
    epay.pay(tradeNo);
    const { id } = await ownOrder(tradeNo);
    const sum = await credited(async () => {
      const asked = await gateway.management.need<Order>('POST', `/api/topups/${id}/query`);
      expect(asked.state).toBe('paid');
      expect(await epay.notify(tradeNo)).toBe('success');
    });
    expect(sum).toBe(6);
  });

  it('D43: credits a notification that comes after the order was closed', async () => {
    const tradeNo = await order(7);
    const { id } = await ownOrder(tradeNo);
    expect((await gateway.management.call('DELETE', '/api/topups/delete')).data).toBe(0);
    await gateway.database.execute(`UPDATE payment_orders SET create_time = create_time - 90000 WHERE id = ${id}`);
    expect((await gateway.management.call('DELETE', '/api/topups/delete')).data).toBe(1);
    expect(await ownOrder(tradeNo)).toMatchObject({ state: 'expired' });
    expect(await credited(async () => expect(await epay.notify(tradeNo)).toBe('success'))).toBe(7);
  });

  it('lets staff replay a stored notification', async () => {
    const tradeNo = await order(8);
    await gateway.management.setOption('EpayKey', 'mistyped');
    expect(await epay.notify(tradeNo)).toBe('fail');
    await gateway.management.setOption('EpayKey', epay.key);
    const stored = (await callbacks('invalid')).find(({ path }) => path.includes(tradeNo))!;
    const replay = () => gateway.management.need('POST', `/api/topups/callbacks/${stored.id}/replay`);
    const sum = await credited(async () => {
      expect(await replay()).toMatchObject({ result: 'credited' });
      expect(await replay()).toMatchObject({ result: 'repeated' });
    });
    expect(sum).toBe(8);
  });

  it('pays back at the service and takes the credit back', async () => {
    const tradeNo = await order(9);
    epay.pay(tradeNo);
    await epay.notify(tradeNo);
    const { id } = await ownOrder(tradeNo);
    const refund = () => gateway.management.call('POST', `/api/topups/${id}/refund`, { note: 'asked for' });
    expect(
      await credited(async () => expect(await refund()).toMatchObject({ success: true, data: { state: 'done' } })),
    ).toBe(-9);
    expect(await refund()).toMatchObject({ status: 409, code: 'payment.step_illegal' });
    expect(epay.refunds).toBe(1);
    expect(await ownOrder(tradeNo)).toMatchObject({ state: 'refunded' });
  });

  it('says in the self-test whether the callback address answers from outside', async () => {
    const run = async () => {
      const tests = await gateway.management.need<
        { provider: string; lines: { isGood: boolean; text: { en: string } }[] }[]
      >('POST', '/api/topups/self-test');
      return tests.find(({ provider }) => provider === 'epay')!.lines.map(({ isGood, text }) => `${isGood} ${text.en}`);
    };
    expect(await run()).toEqual([
      'true 2 methods are switched on',
      expect.stringMatching(/^true The gateway/),
      `true The callback address ${gateway.url}/api/user/epay/notify answers`,
    ]);
    await gateway.management.setOption('ServerAddress', epay.url);
    expect((await run()).at(-1)).toMatch(/^false .*answered by something else: HTTP 200 epay$/);
    await gateway.management.setOption('ServerAddress', 'http://10.0.0.1');
    expect((await run()).at(-1)).toMatch(/^false .*cannot be reached/);
    await gateway.management.setOption('ServerAddress', gateway.url);
  });

  it('shows users their own orders only, and staff routes to nobody else', async () => {
    const foreign = await gateway.management.need<Order[]>('GET', '/api/user/topups');
    expect(foreign).toEqual([]);
    for (const [method, path] of ROUTES_OF_STAFF) expect((await user.call(method, path)).status).toBe(403);
    const ofUser = await gateway.management.call<Order[]>('GET', '/api/topups/7?page_size=2');
    expect(ofUser.data).toHaveLength(2);
    expect(ofUser.total).toBeGreaterThan(10);
    const paid = await gateway.management.need<Order[]>('GET', '/api/topups/?status=success&user_id=7&page_size=100');
    expect(new Set(paid.map(({ state }) => state))).toEqual(new Set(['paid']));
    expect((await gateway.management.call('GET', '/api/topups/order/999999')).status).toBe(404);
    expect((await gateway.management.call('POST', '/api/topups/callbacks/999999/replay')).status).toBe(404);
  });

  it('leaves books that agree', async () => {
    const [row] = await gateway.database.query(
      `SELECT (SELECT SUM(credit) FROM payment_orders WHERE paid_at IS NOT NULL) AS paid,
              (SELECT SUM(amount) FROM ledger_entries WHERE operation = 'top-up') AS posted,
              (SELECT balance FROM users WHERE id = 7) -
              (SELECT SUM(amount) FROM ledger_entries WHERE user_id = 7) AS difference`,
    );
    expect(row!['paid']).toEqual(row!['posted']);
    expect(row!['difference']).toBe(0);
  });
});
