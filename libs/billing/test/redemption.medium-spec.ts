import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogType, Role } from '@app/kernel';
import { EventBus, LogDataSource, OptionStore } from '@app/platform';
import { BillingApp } from '../../../test/harness/billing-app';
import { ENGINES } from '../../../test/harness/test-database';
import { waitFor } from '../../../test/harness/wait-for';
import { BalanceLots } from '../src/balance-lots.contract';
import type { Actor } from '../src/application/actor';
import type { RedemptionBatch } from '../src/redemption/redemption-batch';
import { RedemptionAdmin } from '../src/redemption/redemption-admin';
import { RedemptionQuery } from '../src/redemption/redemption-query';
import { RedemptionStatus } from '../src/redemption/redemption-status';
import { Redeeming } from '../src/redemption/redeeming';

const USD = 1_000_000_000n;
const ADMIN: Actor = { userId: 99, username: 'boss', role: Role.Admin, ip: '203.0.113.9' };
const BATCH: RedemptionBatch = { name: 'spring', amount: 10n * USD, startsAt: 0, endsAt: 0, perUserLimit: 0, count: 1 };
const user = (userId: number): Actor => ({ userId, username: `u${userId}`, role: Role.Common, ip: '198.51.100.1' });
const secondsFromNow = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

describe.each(ENGINES)('redemption codes on %s (real: database, events; no HTTP)', (engine) => {
  let billing: BillingApp;
  const create = (more: Partial<RedemptionBatch> = {}) =>
    billing.get(RedemptionAdmin).create(ADMIN, { ...BATCH, ...more });
  const redeem = (userId: number, key: string) => billing.get(Redeeming).redeem(user(userId), key);
  const setOption = (key: string, value: unknown) => billing.get(OptionStore).set(key, String(value));
  const rows = (sql: string) => billing.database.query(sql);
  const balance = async (userId: number) =>
    BigInt(String((await rows(`SELECT balance FROM users WHERE id = ${userId}`))[0]!['balance']));
  const logTexts = async (type: LogType) =>
    (await rows(`SELECT user_id, multiplier FROM logs WHERE type = ${type} ORDER BY id`)).map(
      (row) => `${String(row['user_id'])}: ${String(row['multiplier'])}`,
    );

  beforeEach(async () => {
    billing = await BillingApp.start(engine);
    for (const id of [1, 2, 3]) await billing.addUser(id, USD);
  });

  afterEach(() => billing.remove());

  it('acceptance 6, D32: 50 redeems of one code at once, by one user and by several, credit it once', async () => {
    const [own] = (await create()).keys;
    const mine = await Promise.all(Array.from({ length: 50 }, () => redeem(1, own!)));
    expect(mine.filter((outcome) => outcome.kind === 'redeemed')).toHaveLength(1);
    expect(mine.filter((outcome) => outcome.kind === 'used')).toHaveLength(49);
    expect(await balance(1)).toBe(11n * USD);

    const [shared] = (await create()).keys;
    const ours = await Promise.all(Array.from({ length: 50 }, (_, i) => redeem(1 + (i % 3), shared!)));
    expect(ours.filter((outcome) => outcome.kind === 'redeemed')).toHaveLength(1);
    expect((await balance(1)) + (await balance(2)) + (await balance(3))).toBe(23n * USD);
    expect(await billing.ledger.verify()).toEqual([]);
    expect(await logTexts(LogType.TopUp)).toHaveLength(2);
  });

  it('credits the amount with its log row and remembers who took it and when', async () => {
    const { keys } = await create({ count: 2 });
    expect(await redeem(1, ` ${keys[1]}\n`)).toEqual({ kind: 'redeemed', amount: 10n * USD });
    expect(await logTexts(LogType.TopUp)).toEqual(['1: 通过兑换码充值 ＄10.00 额度']);
    const { rows: used } = await billing
      .get(RedemptionQuery)
      .list({ status: RedemptionStatus.Used }, { skip: 0, take: 10 });
    expect(used).toMatchObject([{ key: keys[1], usedUserId: 1 }]);
    expect(used[0]!.redeemedTime).toBeGreaterThan(secondsFromNow(-60));
  });

  it('puts the money into a lot that lives RedempTionCount days, or for ever at -1', async () => {
    const { keys } = await create({ count: 2 });
    await setOption('RedempTionCount', 7);
    await redeem(1, keys[0]!);
    await setOption('RedempTionCount', -1);
    await redeem(1, keys[1]!);
    const lots = await billing.get(BalanceLots).list(1);
    const week = 7 * 86_400;
    expect(
      lots.map((lot) => (lot.endsAt === null ? null : Math.round((lot.endsAt - secondsFromNow(week)) / 60))),
    ).toEqual([0, null]);
  });

  it('refuses unknown, disabled, early and late codes and takes nothing for it', async () => {
    const [early] = (await create({ startsAt: secondsFromNow(3600) })).keys;
    const [late] = (await create({ startsAt: 1, endsAt: secondsFromNow(-1) })).keys;
    const [disabled] = (await create()).keys;
    const { rows: newest } = await billing.get(RedemptionQuery).list({}, { skip: 0, take: 1 });
    expect(await billing.get(RedemptionAdmin).setStatus(ADMIN, newest[0]!.id, RedemptionStatus.Disabled)).toBe('done');
    expect(await redeem(1, early!)).toEqual({ kind: 'not-yet' });
    expect(await redeem(1, late!)).toEqual({ kind: 'over' });
    expect(await redeem(1, disabled!)).toEqual({ kind: 'used' });
    expect(await redeem(1, 'no such code')).toEqual({ kind: 'unknown' });
    expect(await balance(1)).toBe(USD);
  });

  it('lets a user redeem no more codes of a batch than it allows, also all at once', async () => {
    const { keys } = await create({ count: 20, perUserLimit: 2 });
    const outcomes = await Promise.all(keys.map((key) => redeem(1, key)));
    expect(outcomes.filter((outcome) => outcome.kind === 'redeemed')).toHaveLength(2);
    expect(outcomes.filter((outcome) => outcome.kind === 'limit-reached')).toHaveLength(18);
    const left = keys.find((_, i) => outcomes[i]!.kind !== 'redeemed')!;
    expect(await redeem(2, left)).toMatchObject({ kind: 'redeemed' });
  });

  it('D31: a used code is neither enabled nor changed nor removed, and staff actions leave log rows', async () => {
    const { keys } = await create({ count: 2 });
    await redeem(1, keys[0]!);
    const admin = billing.get(RedemptionAdmin);
    const { rows: all } = await billing.get(RedemptionQuery).list({}, { skip: 0, take: 10 });
    const used = all.find((row) => row.status === RedemptionStatus.Used)!;
    const unused = all.find((row) => row.status === RedemptionStatus.Enabled)!;
    expect(await admin.setStatus(ADMIN, used.id, RedemptionStatus.Enabled)).toBe('used');
    expect(await admin.update(ADMIN, used.id, { amount: 99n * USD })).toBe('used');
    expect(await admin.remove(ADMIN, used.id)).toBe('used');
    expect(await redeem(2, keys[0]!)).toEqual({ kind: 'used' });
    expect(await admin.update(ADMIN, unused.id, { amount: 3n * USD, name: 'autumn' })).toBe('done');
    expect(await admin.remove(ADMIN, unused.id)).toBe('done');
    expect(await admin.remove(ADMIN, unused.id)).toBe('not-found');
    expect(await logTexts(LogType.Manage)).toEqual([
      '99: 创建兑换码「spring」2 个，每个 ＄10.00 额度',
      `99: 修改兑换码「autumn」（#${unused.id}）：每个 ＄10.00 额度 → ＄3.00 额度`,
      `99: 删除兑换码「autumn」（#${unused.id}），＄3.00 额度`,
    ]);
  });

  it('makes 10 000 codes in one request, all different, and stores none of them in clear', async () => {
    const { keys, batchId } = await create({ count: 10_000 });
    expect(new Set(keys).size).toBe(10_000);
    expect(keys.every((key) => /^[0-9a-f]{32}$/.test(key))).toBe(true);
    const stored = await rows('SELECT * FROM redemptions WHERE id = (SELECT MAX(id) FROM redemptions)');
    expect(JSON.stringify(stored)).not.toContain(keys.at(-1));
    let file = '';
    for await (const lines of billing.get(RedemptionQuery).csv({ batchId }, () => '10')) file += lines;
    expect(
      file
        .split('\r\n')
        .slice(1, -1)
        .map((line) => line.split(',')[3]),
    ).toEqual(keys);
  }, 60_000);

  it('refuses batches that mean nothing', async () => {
    const refusal = (more: Partial<RedemptionBatch>) =>
      Promise.resolve()
        .then(() => create(more))
        .then(
          () => 'made',
          (error: { code: string }) => error.code,
        );
    expect(await refusal({ name: '' })).toBe('redemption.name_length');
    expect(await refusal({ name: '二十个字二十个字二十个字二十个字二十个字' })).toBe('made');
    expect(await refusal({ name: 'x'.repeat(21) })).toBe('redemption.name_length');
    expect(await refusal({ amount: 0n })).toBe('redemption.quota_low');
    expect(await refusal({ count: 0 })).toBe('redemption.count_low');
    expect(await refusal({ count: 10_001 })).toBe('redemption.count_high');
    expect(await refusal({ startsAt: 20, endsAt: 20 })).toBe('redemption.window_empty');
  });

  it('shows names that look like formulas as text in the file', async () => {
    const { batchId } = await create({ name: '=1+1,"x"' });
    let file = '';
    for await (const lines of billing.get(RedemptionQuery).csv({ batchId }, () => '10')) file += lines;
    expect(file).toContain(`,"'=1+1,""x""",`);
  });

  it('acceptance 11: the inviter gets 10 % and the user moves from UserGroup to VipUserGroup, nobody else moves', async () => {
    await setOption('VipUserGroup', 'vip');
    await billing.database.execute('UPDATE users SET inviter_id = 3 WHERE id IN (1, 2)');
    const group = engine === 'mysql' ? '`group`' : '"group"';
    await billing.database.execute(`UPDATE users SET ${group} = 'svip' WHERE id = 2`);
    const changed: number[] = [];
    billing.get(EventBus).subscribe('user.changed', ({ userId }) => void changed.push(userId));
    const { keys } = await create({ count: 2, amount: 12_345_678_909n });
    await redeem(1, keys[0]!);
    await redeem(2, keys[1]!);
    const users = await rows(`SELECT id, ${group} AS g, aff_quota, aff_history FROM users ORDER BY id`);
    expect(users.map((row) => row['g'])).toEqual(['vip', 'svip', 'default']);
    expect(changed).toEqual([1]);
    // A tenth of each, cut to whole nano-dollars.
    expect(BigInt(String(users[2]!['aff_quota']))).toBe(2n * 1_234_567_890n);
    expect(BigInt(String(users[2]!['aff_history']))).toBe(2n * 1_234_567_890n);
    expect(await logTexts(LogType.System)).toEqual([
      '3: 邀请用户充值返现 ＄1.23 额度',
      '3: 邀请用户充值返现 ＄1.23 额度',
    ]);
    expect(await billing.ledger.verify()).toEqual([]);
  });

  it('redeems at once for users who invited one another in a circle, without getting stuck', async () => {
    await billing.database.execute('UPDATE users SET inviter_id = CASE id WHEN 1 THEN 2 WHEN 2 THEN 3 ELSE 1 END');
    const { keys } = await create({ count: 30, amount: USD });
    const outcomes = await Promise.all(keys.map((key, i) => redeem(1 + (i % 3), key)));
    expect(outcomes.every((outcome) => outcome.kind === 'redeemed')).toBe(true);
    const users = await rows('SELECT aff_quota FROM users');
    expect(users.map((row) => BigInt(String(row['aff_quota'])))).toEqual([USD, USD, USD]);
  });

  it('gives no rebate to an inviter who is disabled or gone, and switches no group while that is off', async () => {
    await setOption('VipUserGroup', 'vip');
    await setOption('GroupEnable', false);
    await billing.database.execute('UPDATE users SET inviter_id = 3 WHERE id = 1');
    await billing.database.execute('UPDATE users SET inviter_id = 777 WHERE id = 2');
    await billing.database.execute('UPDATE users SET status = 2 WHERE id = 3');
    const { keys } = await create({ count: 2 });
    expect(await redeem(1, keys[0]!)).toMatchObject({ kind: 'redeemed' });
    expect(await redeem(2, keys[1]!)).toMatchObject({ kind: 'redeemed' });
    const users = await rows('SELECT aff_quota FROM users');
    expect(users.every((row) => Number(row['aff_quota']) === 0)).toBe(true);
    expect(await logTexts(LogType.System)).toEqual([]);
  });

  it('D77: answers although somebody who is told of it fails', async () => {
    await setOption('VipUserGroup', 'vip');
    for (const name of ['user.changed', 'wallet.changed'] as const) {
      billing.get(EventBus).subscribe(name, () => Promise.reject(new Error('planted')));
    }
    const [key] = (await create()).keys;
    expect(await redeem(1, key!)).toEqual({ kind: 'redeemed', amount: 10n * USD });
  });

  it('leaves the code unused when the money cannot be credited', async () => {
    const [key] = (await create()).keys;
    const post = jest.spyOn(billing.ledger, 'post').mockImplementationOnce(() => Promise.reject(new Error('planted')));
    await expect(redeem(1, key!)).rejects.toThrow('planted');
    post.mockRestore();
    expect(await balance(1)).toBe(USD);
    expect(await redeem(1, key!)).toMatchObject({ kind: 'redeemed' });
  });
});

describe('redemption codes with logs in a database of their own (real: both databases)', () => {
  it('write the log row there once the money is committed, and none when it is not', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'chat-api-logs-'));
    const path = join(folder, 'logs.db');
    const billing = await BillingApp.start('sqlite', { LOG_SQL_DSN: path });
    try {
      await billing.addUser(1, 0n);
      const { keys } = await billing.get(RedemptionAdmin).create(ADMIN, BATCH);
      const post = jest
        .spyOn(billing.ledger, 'post')
        .mockImplementationOnce(() => Promise.reject(new Error('planted')));
      await expect(billing.get(Redeeming).redeem(user(1), keys[0]!)).rejects.toThrow('planted');
      post.mockRestore();
      expect(await billing.get(Redeeming).redeem(user(1), keys[0]!)).toMatchObject({ kind: 'redeemed' });
      const topUps = await waitFor(async () => {
        const logs = billing.get(LogDataSource).dataSource;
        const found: unknown[] = await logs.query(`SELECT multiplier, amount FROM logs WHERE type = ${LogType.TopUp}`);
        return found.length > 0 ? found : undefined;
      }, 'the log row');
      expect(topUps).toEqual([{ multiplier: '通过兑换码充值 ＄10.00 额度', amount: 10_000_000_000 }]);
    } finally {
      await billing.remove();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
