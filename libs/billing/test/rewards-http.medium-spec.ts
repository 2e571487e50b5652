import { LogType, Role } from '@app/kernel';
import { OptionStore } from '@app/platform';
import { ManagementApp } from '../../../test/harness/management-app';
import { Ledger } from '../src/ledger.contract';

const USD = 1_000_000_000n;

// Real: HTTP, guards, limits, validation, database (SQLite).
describe('the API of codes, rewards and balances', () => {
  let api: ManagementApp;
  let addresses = 0;
  const as = (username: string | undefined, method: 'get' | 'post' | 'put' | 'delete', path: string) =>
    api.call(method, path, username);
  const earn = (userId: number, amount: bigint, key: string) =>
    api.get(Ledger).post({ userId, operation: 'rebate', account: 'reward', key, amount });
  const createCodes = async (body: object = {}): Promise<{ keys: string[]; batchId: string }> => {
    const answer = await as('admin', 'post', '/api/redemption/')
      .send({ name: 'spring', quota: 500_000, count: 1, ...body })
      .expect(200);
    return { keys: answer.body.data, batchId: answer.body.batch_id };
  };
  /** Each from a fresh address, so that one test does not use up the limit of another. */
  const redeem = (username: string, body: object) =>
    as(username, 'post', '/api/user/topup').set('X-Forwarded-For', `198.51.100.${++addresses}`).send(body);

  beforeAll(async () => {
    api = await ManagementApp.start();
    await api.addUser(1, 'root', Role.Root, 0n);
    await api.addUser(2, 'admin', Role.Admin, 0n);
    await api.addUser(3, 'peer', Role.Admin, 0n);
    await api.addUser(4, 'alice', Role.Common, USD);
    await api.addUser(5, 'bob', Role.Common, USD);
  });

  afterAll(() => api.remove());

  it('D9: refuses everything of admins to users, also the count of withdrawals, and everything to nobody', async () => {
    const staffRoutes = [
      ['get', '/api/redemption/'],
      ['get', '/api/redemption/search'],
      ['get', '/api/redemption/export?name=spring'],
      ['get', '/api/redemption/1'],
      ['post', '/api/redemption/'],
      ['put', '/api/redemption/'],
      ['delete', '/api/redemption/1'],
      ['get', '/api/user/withdrawals'],
      ['post', '/api/user/withdrawals/1/status'],
      ['get', '/api/log/withdrawalscount'],
      ['post', '/api/user/4/balance'],
      ['get', '/api/group/'],
      ['get', '/api/group/details'],
    ] as const;
    const ownRoutes = [
      ['post', '/api/user/topup'],
      ['post', '/api/user/aff_transfer'],
      ['post', '/api/user/aff_withdrawal'],
      ['get', '/api/user/userwithdrawals'],
      ['get', '/api/user/aff'],
      ['get', '/api/user/groups'],
    ] as const;
    for (const [method, path] of staffRoutes) await as('alice', method, path).expect(403);
    for (const [method, path] of [...staffRoutes, ...ownRoutes]) await as(undefined, method, path).expect(401);
  });

  it('makes codes, shows them to admins, and redeems one', async () => {
    const { keys, batchId } = await createCodes({ count: 3 });
    expect(keys).toHaveLength(3);
    const list = await as('admin', 'get', `/api/redemption/?batch_id=${batchId}&page_size=2`).expect(200);
    expect(list.body).toMatchObject({ success: true, total: 3 });
    expect(list.body.data).toMatchObject([
      { key: keys[2], status: 1, name: 'spring', quota: 500_000, quota_usd: '1', user_id: 2, used_user_id: 0 },
      { key: keys[1] },
    ]);
    const answer = await redeem('alice', { key: keys[0] }).expect(200);
    expect(answer.body).toEqual({ success: true, message: '', data: 500_000 });
    const self = await as('alice', 'get', '/api/user/self').expect(200);
    expect(self.body.data.balance_usd).toBe('2');
    const search = await as('admin', 'get', '/api/redemption/search?keyword=SPR&status=3').expect(200);
    expect(search.body.data).toMatchObject([{ key: keys[0], used_user_id: 4 }]);
    const log = await as('alice', 'get', `/api/log/self?type=${LogType.TopUp}`).expect(200);
    expect(log.body.data).toMatchObject([{ multiplier: '通过兑换码充值 ＄1.00 额度', quota: 500_000 }]);
  });

  it('says in both languages why a code is not taken', async () => {
    const { keys } = await createCodes();
    await redeem('alice', { key: keys[0] }).expect(200);
    const used = await redeem('bob', { key: keys[0] }).expect(409);
    expect(used.body).toMatchObject({
      success: false,
      message: '兑换失败，该兑换码已被使用',
      code: 'redemption.code_used',
    });
    expect((await redeem('bob', { key: 'nonsense' }).expect(404)).body.message).toBe('兑换失败，无效的兑换码');
    for (const body of [{}, { key: '' }, { key: '  ' }, { key: null }]) {
      const missing = await redeem('bob', body).expect(422);
      expect(missing.body.message).toBe('兑换失败，未提供兑换码');
    }
    await redeem('bob', { key: { $gt: '' } }).expect(422);
    const english = await redeem('bob', { key: 'nonsense' }).set('Accept-Language', 'en').expect(404);
    expect(english.body.message).toBe('Redeeming failed: there is no such code');
  });

  it('lets nobody guess codes for long', async () => {
    const guess = (i: number) =>
      as('bob', 'post', '/api/user/topup')
        .set('X-Forwarded-For', '203.0.113.77')
        .send({ key: `guess ${i}` });
    for (let i = 0; i < 20; i++) await guess(i).expect(404);
    await guess(20).expect(429);
  });

  it('D31: keeps a used code as it is', async () => {
    const { keys, batchId } = await createCodes();
    await redeem('alice', { key: keys[0] }).expect(200);
    const list = await as('admin', 'get', `/api/redemption/?batch_id=${batchId}`);
    const { id } = list.body.data[0];
    const enable = await as('admin', 'put', '/api/redemption/?status_only=true').send({ id, status: 1 }).expect(409);
    expect(enable.body.code).toBe('redemption.used_final');
    await as('admin', 'put', '/api/redemption/').send({ id, quota: 1 }).expect(409);
    await as('admin', 'delete', `/api/redemption/${id}`).expect(409);
    await as('admin', 'put', '/api/redemption/?status_only=true').send({ id, status: 3 }).expect(422);
    for (const body of [{ quota: null }, { name: null }, { ends_at: null }, { id: null }]) {
      await as('admin', 'put', '/api/redemption/')
        .send({ id, ...body })
        .expect(422);
    }
    await as('admin', 'get', '/api/redemption/no').expect(404);
  });

  it('sends a batch as a file and notes who took it', async () => {
    const { keys, batchId } = await createCodes({ name: '+夏天', count: 2 });
    const file = await as('admin', 'get', `/api/redemption/export?batch_id=${batchId}`).expect(200);
    expect(file.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="redemption-codes.csv"',
      'cache-control': 'no-store',
    });
    const lines = file.text.split('\r\n');
    expect(lines[0]).toContain('id,batch_id,name,key,quota_usd,status');
    expect(lines[1]).toContain(`,'+夏天,${keys[0]},1,1,,,`);
    expect(lines).toHaveLength(4);
    await as('admin', 'get', '/api/redemption/export').expect(422);
    const log = await as('admin', 'get', '/api/log/?type=3').expect(200);
    expect(log.body.data[0]).toMatchObject({ username: 'admin', multiplier: `导出兑换码「${batchId}」` });
  });

  it('refuses batches and amounts that nobody means', async () => {
    const refused = [
      { count: 0 },
      { count: 10_001 },
      { count: 1.5 },
      { quota: 0 },
      { quota: -5 },
      { quota: 0.5 },
      { quota: 900_000_000_000_000 },
      { name: '   ' },
      { name: 7 },
      { starts_at: -1 },
      { ends_at: 5, starts_at: 5 },
      { per_user_limit: -1 },
      { starts_at: null },
      { name: null },
    ];
    for (const body of refused) {
      await as('admin', 'post', '/api/redemption/')
        .send({ name: 'spring', quota: 1, count: 1, ...body })
        .expect(422);
    }
  });

  it('moves reward to the balance by units with decimals, once per Idempotency-Key', async () => {
    await earn(4, 5n * USD, 'transfer');
    const transfer = (quota: unknown, key?: string) => {
      const call = as('alice', 'post', '/api/user/aff_transfer').send({ quota });
      return key === undefined ? call : call.set('Idempotency-Key', key);
    };
    const first = await transfer(1.25, 'one').expect(200);
    expect(first.body).toEqual({ success: true, message: '划转成功', data: null });
    await transfer(1.25, 'one').expect(200);
    const self = (await as('alice', 'get', '/api/user/self')).body.data;
    expect(self).toMatchObject({ aff_quota: 3.75 * 500_000, aff_history_quota: 5 * 500_000 });
    await transfer(3.75).expect(200);
    expect((await transfer(1).expect(409)).body.message).toBe('划转失败 邀请额度不足！');
    expect((await transfer(0.99).expect(422)).body.message).toBe('划转失败 超出最低限额！');
    for (const quota of [1.005, 0, -1, '1', null, 1e300, undefined]) await transfer(quota).expect(422);
    await transfer(1, 'x'.repeat(256)).expect(422);
    expect((await transfer(2, 'one').expect(409)).body.code).toBe('request.idempotency_key_reused');
  });

  it('takes withdrawals, shows them to their owner alone, and counts them for admins', async () => {
    await earn(5, 10n * USD, 'withdrawal');
    const withdraw = (body: object) => as('bob', 'post', '/api/user/aff_withdrawal').send(body);
    expect((await withdraw({ quota: 4, alipay_account: ' bob@example.com ' }).expect(200)).body.message).toBe(
      '提交成功',
    );
    await withdraw({ quota: 3.5, alipay_account: 'bob@example.com' }).expect(200);
    expect((await withdraw({ quota: 4, alipay_account: ' ' }).expect(422)).body.message).toBe('支付宝账号不能为空');
    expect((await withdraw({ quota: 4 }).expect(422)).body.message).toBe('支付宝账号不能为空');
    const short = await withdraw({ quota: 2.51, alipay_account: 'bob@example.com' }).expect(409);
    expect(short.body.message).toBe('提交失败: 提现额度不足！');
    const own = await as('bob', 'get', '/api/user/userwithdrawals').expect(200);
    expect(own.body).toMatchObject({
      total: 2,
      data: [{ withdrawal_amount: 1_750_000 }, { withdrawal_usd: '4', status: 1 }],
    });
    expect(own.body.data[0]).not.toHaveProperty('processor_id');
    expect((await as('alice', 'get', '/api/user/userwithdrawals')).body).toMatchObject({ total: 0, data: [] });

    expect((await as('admin', 'get', '/api/log/withdrawalscount').expect(200)).body.data).toBe(2);
    const [newest, oldest] = own.body.data as { id: number }[];
    const decide = (id: number, body: object) =>
      as('admin', 'post', `/api/user/withdrawals/${id}/status`).send({ order_id: id, ...body });
    await decide(newest!.id, { status: 3, order_id: oldest!.id }).expect(422);
    const done = await decide(newest!.id, { status: 3, comment: 'no', processor_id: 1 }).expect(200);
    expect(done.body.message).toBe('提现订单状态更新成功');
    expect((await decide(newest!.id, { status: 3 }).expect(409)).body.code).toBe('withdrawal.step_illegal');
    await decide(oldest!.id, { status: 7 }).expect(422);
    await decide(oldest!.id, { status: 2, comment: null }).expect(422);
    await decide(4711, { status: 2 }).expect(404);
    const all = await as('admin', 'get', '/api/user/withdrawals?status=3&user_name=bo').expect(200);
    expect(all.body).toMatchObject({
      total: 1,
      data: [{ id: newest!.id, comment: 'no', processor_id: 2, aff_quota: 3_000_000, aff_history: 5_000_000 }],
    });
    expect((await as('admin', 'get', '/api/log/withdrawalscount')).body.data).toBe(1);
  });

  it('D44: sets a balance to 0 when it is still what was seen, and leaves a row with the admin and the reason', async () => {
    await api.addUser(6, 'carol', Role.Common, 2n * USD);
    const adjust = (body: object, id: number | string = 6, by = 'admin') =>
      as(by, 'post', `/api/user/${id}/balance`).send(body);
    const stale = await adjust({ set: 0, expected: 999 }).expect(409);
    expect(stale.body).toMatchObject({
      code: 'balance.changed_meanwhile',
      message: '额度已变为 1000000，请刷新后重试',
    });
    const done = await adjust({ set: 0, expected: 1_000_000, note: ' 清零 ' }).expect(200);
    expect(done.body.data).toEqual({ quota: 0, balance_usd: '0' });
    const added = await adjust({ add: 250_000 }).expect(200);
    expect(added.body.data).toEqual({ quota: 250_000, balance_usd: '0.5' });
    await adjust({ add: -250_001 }).expect(409);
    const log = await as('admin', 'get', '/api/log/?type=3&username=carol').expect(200);
    expect(log.body.data.map((row: { multiplier: string }) => row.multiplier)).toEqual([
      '管理员将用户额度从 ＄0.00 额度修改为 ＄0.50 额度 (by #2)',
      '管理员将用户额度从 ＄2.00 额度修改为 ＄0.00 额度：清零 (by #2)',
    ]);
    for (const body of [
      {},
      { set: 1 },
      { set: 1, add: 1, expected: 1 },
      { set: -1, expected: 1 },
      { add: 0.5 },
      { set: null, expected: 1 },
    ]) {
      await adjust(body).expect(422);
    }
    await adjust({ add: 1 }, 3).expect(403);
    await adjust({ add: 1 }, 1).expect(403);
    await adjust({ add: 1 }, 2).expect(403);
    await adjust({ add: 1 }, 1, 'root').expect(200);
    await adjust({ add: 1 }, 777).expect(404);
    await adjust({ add: 1 }, 'withdrawals').expect(404);
  });

  it('adds once for requests that carry the same Idempotency-Key', async () => {
    await api.addUser(7, 'dave', Role.Common, 0n);
    const add = () =>
      as('admin', 'post', '/api/user/7/balance').set('Idempotency-Key', 'payroll').send({ add: 500_000 }).expect(200);
    await Promise.all(Array.from({ length: 5 }, add));
    expect((await add()).body.data.balance_usd).toBe('1');
  });

  it('sets once for requests that carry the same Idempotency-Key, and refuses the key for another wish', async () => {
    await api.addUser(8, 'erin', Role.Common, 2n * USD);
    const set = (body: object) =>
      as('admin', 'post', '/api/user/8/balance').set('Idempotency-Key', 'clearing').send(body);
    const wish = { set: 500_000, expected: 1_000_000 };
    const answers = await Promise.all(Array.from({ length: 5 }, () => set(wish).expect(200)));
    for (const { body } of answers) expect(body.data.quota).toBe(500_000);
    await as('admin', 'post', '/api/user/8/balance').send({ add: 1 }).expect(200);
    expect((await set(wish).expect(200)).body.data.quota).toBe(500_001);
    for (const other of [{ set: 0, expected: 1_000_000 }, { set: 500_000, expected: 500_001 }, { add: 1 }]) {
      expect((await set(other).expect(409)).body.code).toBe('request.idempotency_key_reused');
    }
  });

  it('refuses numbers that no engine could store and texts with NUL before the database sees them', async () => {
    for (const number of [2_147_483_648, 1e15, 1e308]) {
      await as('admin', 'put', '/api/redemption/').send({ id: number, name: 'x' }).expect(422);
    }
    for (const path of [
      '/api/user/withdrawals?start_timestamp=1e308',
      '/api/user/withdrawals?end_timestamp=99999999999999999999',
      '/api/topups/?create_time=1e308',
      '/api/topups/search?keyword=%00',
      '/api/redemption/?keyword=%00',
    ]) {
      await as('admin', 'get', path).expect(422);
    }
    const named = await as('admin', 'post', '/api/redemption/').send({ name: 'a\u0000', quota: 1, count: 1 });
    expect([named.status, named.body.code]).toEqual([422, 'request.invalid']);
  });

  it('names what was not found: an order or a callback', async () => {
    const codeOf = async (method: 'get' | 'post', path: string): Promise<string> =>
      (await as('admin', method, path).expect(404)).body.code;
    expect(await codeOf('get', '/api/topups/order/x')).toBe('payment.order_not_found');
    expect(await codeOf('post', '/api/topups/callbacks/x/replay')).toBe('payment.callback_not_found');
    expect(await codeOf('post', '/api/topups/callbacks/4711/replay')).toBe('payment.callback_not_found');
  });

  it.each(['=1+1', ' =1+1', '＝1+1', '-1+1'])('exports the name %j as text, not as a formula', async (name) => {
    const { batchId } = await createCodes({ name });
    const answer = await as('admin', 'get', `/api/redemption/export?batch_id=${batchId}`).expect(200);
    expect(answer.text.split('\r\n')[1]).toContain(`,'${name.trim()},`);
  });

  it('shows money in quota where the operator has switched currency off', async () => {
    await api.get(OptionStore).set('DisplayInCurrencyEnabled', 'false');
    const { keys } = await createCodes({ quota: 1_234 });
    await redeem('alice', { key: keys[0] }).expect(200);
    const log = await as('alice', 'get', '/api/log/self?type=1').expect(200);
    expect(log.body.data[0].multiplier).toBe('通过兑换码充值 1234 点额度');
    await api.get(OptionStore).set('DisplayInCurrencyEnabled', 'true');
  });
});
