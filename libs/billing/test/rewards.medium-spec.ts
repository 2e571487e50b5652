import { randomUUID } from 'node:crypto';
import { LogType, RegistrationGifts, Role } from '@app/kernel';
import { OptionStore, UnitOfWork } from '@app/platform';
import { BillingApp } from '../../../test/harness/billing-app';
import { ENGINES } from '../../../test/harness/test-database';
import type { Actor } from '../src/application/actor';
import { BalanceAdjustments, type BalanceWish } from '../src/application/balance-adjustments';
import { RewardTransfers } from '../src/rewards/reward-transfers';
import { WithdrawalQuery } from '../src/rewards/withdrawal-query';
import { WithdrawalStatus } from '../src/rewards/withdrawal-status';
import { Withdrawals } from '../src/rewards/withdrawals';

const USD = 1_000_000_000n;
const CENT = USD / 100n;
const OWNER: Actor = { userId: 1, username: 'u1', role: Role.Common, ip: '198.51.100.1' };
const ADMIN: Actor = { userId: 2, username: 'boss', role: Role.Admin, ip: '203.0.113.9' };
const ROOT: Actor = { userId: 3, username: 'root', role: Role.Root, ip: '203.0.113.9' };

describe.each(ENGINES)('rewards and balances on %s (real: database, events; no HTTP)', (engine) => {
  let billing: BillingApp;
  const rows = (sql: string) => billing.database.query(sql);
  const money = async (column: string, userId = 1) =>
    BigInt(String((await rows(`SELECT ${column} AS amount FROM users WHERE id = ${userId}`))[0]!['amount']));
  const setOption = (key: string, value: unknown) => billing.get(OptionStore).set(key, String(value));
  const transfer = (amount: bigint, key: string) => billing.get(RewardTransfers).transfer(OWNER, amount, key);
  const withdraw = (amount: bigint, key: string = randomUUID(), account = 'alice@example.com') =>
    billing.get(Withdrawals).request(OWNER, amount, account, key);
  const decide = (id: number, status: WithdrawalStatus, comment?: string) =>
    billing.get(Withdrawals).decide(ADMIN, id, status, comment);
  const orders = () => billing.get(WithdrawalQuery).list({}, { skip: 0, take: 100 });
  const adjust = (admin: Actor, userId: number, wish: BalanceWish, key: string) =>
    billing.get(BalanceAdjustments).adjust(admin, userId, wish, 'because', key);
  const earn = (amount: bigint) =>
    billing.ledger.post({ userId: 1, operation: 'rebate', account: 'reward', key: 'earned', amount });
  const logTexts = async (type: LogType) =>
    (await rows(`SELECT user_id, multiplier FROM logs WHERE type = ${type} ORDER BY id`)).map(
      (row) => `${String(row['user_id'])}: ${String(row['multiplier'])}`,
    );

  beforeEach(async () => {
    billing = await BillingApp.start(engine);
    for (const id of [1, 2, 3]) await billing.addUser(id, USD);
    await billing.sql('UPDATE users SET role = 10 WHERE id = 2');
    await billing.sql('UPDATE users SET role = 100 WHERE id = 3');
  });

  afterEach(() => billing.remove());

  it('acceptance 6, D41: 50 transfers and withdrawals at once never spend more than the reward', async () => {
    await earn(10n * USD);
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, i) => (i % 2 === 0 ? transfer(USD, `t${i}`) : withdraw(USD))),
    );
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(10);
    expect(outcomes.filter((outcome) => outcome === 'insufficient')).toHaveLength(40);
    expect(await money('aff_quota')).toBe(0n);
    const { rows: made, total } = await orders();
    expect((await money('balance')) - USD).toBe(BigInt(10 - total) * USD);
    expect(new Set(made.map((order) => order.orderNumber)).size).toBe(total);
    expect(await billing.ledger.verify()).toEqual([]);
  });

  it('transfers at least MiniQuota, to the cent, with a log row, and once per key', async () => {
    await earn(10n * USD);
    await setOption('MiniQuota', '2.5');
    expect(await transfer(250n * CENT - 1n, 'a')).toBe('below-minimum');
    expect(await transfer(250n * CENT, 'a')).toBe('done');
    expect(await transfer(250n * CENT, 'a')).toBe('done');
    expect(await money('aff_quota')).toBe(750n * CENT);
    expect(await money('balance')).toBe(350n * CENT);
    expect(await logTexts(LogType.System)).toEqual(['1: 邀请额度划转到余额 ＄2.50 额度']);
  });

  it('makes one order for a request that is sent again, and refuses a key that was used for another amount or account', async () => {
    await earn(10n * USD);
    expect(await Promise.all(Array.from({ length: 5 }, () => withdraw(2n * USD, 'again')))).toEqual(
      Array(5).fill('done'),
    );
    expect((await orders()).total).toBe(1);
    expect(await money('aff_quota')).toBe(8n * USD);
    await transfer(USD, 'used');
    const reused = { code: 'request.idempotency_key_reused' };
    await expect(withdraw(3n * USD, 'again')).rejects.toMatchObject(reused);
    await expect(withdraw(2n * USD, 'again', 'bob@example.com')).rejects.toMatchObject(reused);
    await expect(transfer(2n * USD, 'used')).rejects.toMatchObject(reused);
    await adjust(ADMIN, 1, { kind: 'add', amount: USD }, 'raise');
    await expect(adjust(ADMIN, 1, { kind: 'add', amount: 2n * USD }, 'raise')).rejects.toMatchObject(reused);
    expect(await money('aff_quota')).toBe(7n * USD);
  });

  it('acceptance 12, D35: rejecting twice gives the amount back once; a processed order is final', async () => {
    await earn(10n * USD);
    await withdraw(4n * USD);
    await withdraw(3n * USD);
    expect(await money('aff_quota')).toBe(3n * USD);
    const [second, first] = (await orders()).rows.map((order) => order.id);
    const rejections = await Promise.all(
      Array.from({ length: 20 }, () => decide(first!, WithdrawalStatus.Rejected, 'no')),
    );
    expect(rejections.filter((outcome) => outcome === 'done')).toHaveLength(1);
    expect(await decide(first!, WithdrawalStatus.Rejected)).toEqual({ refusedIn: WithdrawalStatus.Rejected });
    expect(await money('aff_quota')).toBe(7n * USD);

    expect(await decide(second!, WithdrawalStatus.Processed)).toEqual({ refusedIn: WithdrawalStatus.Pending });
    expect(await decide(second!, WithdrawalStatus.Approved)).toBe('done');
    expect(await decide(second!, WithdrawalStatus.Processed, 'paid')).toBe('done');
    for (const status of [WithdrawalStatus.Rejected, WithdrawalStatus.Approved, WithdrawalStatus.Pending]) {
      expect(await decide(second!, status)).toEqual({ refusedIn: WithdrawalStatus.Processed });
    }
    expect(await money('aff_quota')).toBe(7n * USD);
    // What was earned is not earned again by coming back.
    expect(await money('aff_history')).toBe(10n * USD);
    expect((await orders()).rows).toMatchObject([
      { id: second, status: WithdrawalStatus.Processed, processorId: 2, comment: 'paid' },
      { id: first, status: WithdrawalStatus.Rejected, processorId: 2, comment: 'no' },
    ]);
    expect(await decide(4711, WithdrawalStatus.Approved)).toBe('not-found');
    expect(await billing.ledger.verify()).toEqual([]);
  });

  it('D36: order numbers of one second differ, and a number has 20 characters', async () => {
    await earn(10n * USD);
    await Promise.all(Array.from({ length: 10 }, () => withdraw(USD)));
    const numbers = (await orders()).rows.map((order) => order.orderNumber);
    expect(new Set(numbers).size).toBe(10);
    expect(numbers.every((number) => /^\d{20}$/.test(number))).toBe(true);
  });

  it('finds orders by part of name and number, status, time and owner', async () => {
    await earn(10n * USD);
    await withdraw(USD);
    await withdraw(USD);
    const [newest] = (await orders()).rows;
    await decide(newest!.id, WithdrawalStatus.Approved);
    const count = async (filter: Parameters<WithdrawalQuery['list']>[0]) =>
      (await billing.get(WithdrawalQuery).list(filter, { skip: 0, take: 1 })).total;
    expect(await count({ userName: 'U' })).toBe(2);
    expect(await count({ userName: '%' })).toBe(0);
    expect(await count({ orderNumber: newest!.orderNumber.slice(5) })).toBe(1);
    expect(await count({ status: WithdrawalStatus.Pending })).toBe(1);
    expect(await count({ endTimestamp: newest!.createdAt - 1000 })).toBe(0);
    expect(await count({ startTimestamp: newest!.createdAt - 1000, userId: 1 })).toBe(2);
    expect(await count({ userId: 2 })).toBe(0);
    expect(await billing.get(WithdrawalQuery).countPending()).toBe(1);
  });

  it('acceptance 5, D48, D51: welcomes a new user and his inviter in the transaction that makes the account, or not at all', async () => {
    await setOption('QuotaForNewUser', 500_000);
    await setOption('QuotaForInvitee', 250_000);
    await setOption('QuotaForInviter', 1_000_000);
    const welcome = () => billing.get(RegistrationGifts).welcome({ userId: 1, inviterId: 3 });
    await expect(
      billing.get(UnitOfWork).run(async () => {
        await welcome();
        throw new Error('the account could not be made');
      }),
    ).rejects.toThrow('could not be made');
    expect(await money('balance')).toBe(USD);
    expect(await money('aff_count', 3)).toBe(0n);

    await welcome();
    expect(await money('balance')).toBe(USD + 150n * CENT);
    expect(await money('aff_quota', 3)).toBe(2n * USD);
    expect(await money('aff_history', 3)).toBe(2n * USD);
    expect(await money('aff_count', 3)).toBe(1n);
    expect(await logTexts(LogType.System)).toEqual([
      '1: 新用户注册赠送 ＄1.00 额度',
      '1: 使用邀请码赠送 ＄0.50 额度',
      '3: 邀请用户赠送 ＄2.00 额度',
    ]);
    // None of these rows counts as a top-up.
    expect(await logTexts(LogType.TopUp)).toEqual([]);
    expect(await rows('SELECT amount FROM logs WHERE amount <> 0')).toEqual([]);
    expect(await billing.ledger.verify()).toEqual([]);
  });

  it('welcomes without an inviter, with one who is disabled, and without gifts', async () => {
    await billing.get(RegistrationGifts).welcome({ userId: 1, inviterId: 3 });
    expect(await money('aff_count', 3)).toBe(1n);
    await billing.sql('UPDATE users SET status = 2 WHERE id = 3');
    await setOption('QuotaForInviter', 1_000_000);
    for (const inviterId of [0, 3, 777, 2]) await billing.get(RegistrationGifts).welcome({ userId: 2, inviterId });
    expect(await money('aff_count', 3)).toBe(1n);
    expect(await money('aff_quota', 3)).toBe(0n);
    expect(await money('aff_quota', 2)).toBe(0n);
    expect(await logTexts(LogType.System)).toEqual([]);
  });

  it('D41: of 20 who set a balance at once from what they saw, one succeeds, and a change meanwhile refuses all', async () => {
    const wish: BalanceWish = { kind: 'set', to: 0n, seenQuota: 500_000 };
    const outcomes = await Promise.all(Array.from({ length: 20 }, (_, i) => adjust(ADMIN, 1, wish, `k${i}`)));
    expect(outcomes.filter(({ kind }) => kind === 'done')).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === 'changed-meanwhile')).toHaveLength(19);
    // D44: nothing is a balance too.
    expect(await money('balance')).toBe(0n);
    expect(await logTexts(LogType.Manage)).toEqual([
      '1: 管理员将用户额度从 ＄1.00 额度修改为 ＄0.00 额度：because (by #2)',
    ]);
    expect(await billing.ledger.verify()).toEqual([]);
  });

  it('adds once per key, takes no more than there is, and writes nothing when nothing changes', async () => {
    expect(await adjust(ADMIN, 1, { kind: 'add', amount: USD }, 'a')).toEqual({ kind: 'done', balance: 2n * USD });
    expect(await adjust(ADMIN, 1, { kind: 'add', amount: USD }, 'a')).toEqual({ kind: 'done', balance: 2n * USD });
    expect(await adjust(ADMIN, 1, { kind: 'add', amount: -3n * USD }, 'b')).toEqual({
      kind: 'insufficient',
      balance: 2n * USD,
    });
    expect(await adjust(ADMIN, 1, { kind: 'add', amount: 0n }, 'c')).toEqual({ kind: 'done', balance: 2n * USD });
    expect(await logTexts(LogType.Manage)).toHaveLength(1);
  });

  it('lets admins change users of a lower rank only, root everybody', async () => {
    const wish: BalanceWish = { kind: 'add', amount: USD };
    expect(await adjust(ADMIN, 2, wish, 'a')).toEqual({ kind: 'rank-too-low' });
    expect(await adjust(ADMIN, 3, wish, 'b')).toEqual({ kind: 'rank-too-low' });
    expect(await adjust(ADMIN, 777, wish, 'c')).toEqual({ kind: 'not-found' });
    expect(await adjust(ROOT, 2, wish, 'd')).toMatchObject({ kind: 'done' });
    expect(await adjust(ROOT, 3, wish, 'e')).toMatchObject({ kind: 'done' });
  });

  it('refuses options that cannot be', async () => {
    const refused = [
      ['ProporTions', '101'],
      ['ProporTions', '2.5'],
      ['RedempTionCount', '0'],
      ['RedempTionCount', '-2'],
      ['QuotaForNewUser', '-1'],
      ['MiniQuota', '-0.01'],
      ['GroupEnable', 'yes'],
      ['UserGroup', 'no such group'],
      ['VipUserGroup', ''],
    ];
    for (const [key, text] of refused) {
      await expect(billing.get(OptionStore).set(key!, text!)).rejects.toMatchObject({ code: 'option.value_invalid' });
    }
    await setOption('RedempTionCount', -1);
    await setOption('MiniQuota', '0.01');
    await setOption('VipUserGroup', 'svip');
  });
});
