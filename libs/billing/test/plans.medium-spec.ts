import { Role } from '@app/kernel';
import type { Actor } from '../src/application/actor';
import type { ReserveRequest, ReserveOutcome } from '../src/usage-meter.contract';
import { PlanUpkeep } from '../src/upkeep.contract';
import type { PlanSubscriptionEntity } from '../src/persistence/plan-subscription.entity';
import { NodeRegistry } from '../src/application/leases/node-registry';
import { UserRows } from '../src/persistence/user-rows';
import { PlanAdmin } from '../src/plans/plan-admin';
import { PlanHoldings } from '../src/plans/plan-holdings';
import { PlanPurchases } from '../src/plans/plan-purchases';
import { readWish, type TermsWish } from '../src/plans/plan-rules';
import { PlanSubscriptions } from '../src/plans/plan-subscriptions';
import { BillingApp, callRecord, tokens } from '../../../test/harness/billing-app';
import { waitFor } from '../../../test/harness/wait-for';
import { ENGINES } from '../../../test/harness/test-database';

/** gpt-4o: 2 500 nano-dollars per input token. */
const PER_TOKEN = 2_500n;
const COST = 100n * PER_TOKEN;
const ROOT: Actor = { userId: 99, username: 'root', role: Role.Root, ip: '' };
const BUYER: Actor = { userId: 1, username: 'u1', role: Role.Common, ip: '' };
const TEN_CALLS = { length: 'day', metric: 'money', limit_usd: '0.0025' } as const;

describe.each(ENGINES)('plans on %s (real: database, journal; no relay)', (engine) => {
  let billing: BillingApp;

  beforeEach(async () => {
    billing = await BillingApp.start(engine);
    await billing.addUser(1, 10n * COST);
  });

  afterEach(() => billing.remove());

  const addPlan = (wish: Partial<TermsWish> = {}, more: { price?: bigint; perUserLimit?: number } = {}) => {
    const terms = readWish({ name: 'Coder', duration_days: 30, windows: [TEN_CALLS], ...wish });
    return billing
      .get(PlanAdmin)
      .create(ROOT, { terms, price: 0n, isEnabled: true, perUserLimit: 0, sort: 0, ...more });
  };
  const grant = async (wish: Partial<TermsWish> = {}, userId = 1): Promise<PlanSubscriptionEntity> => {
    const outcome = await billing.get(PlanAdmin).grant(ROOT, await addPlan(wish), userId, undefined);
    if (outcome.kind !== 'granted') throw new Error(outcome.kind);
    return outcome.subscription;
  };
  const reserve = async (requestId: string, more: Partial<ReserveRequest> = {}): Promise<ReserveOutcome> =>
    billing.meter.reserve({
      requestId,
      userId: 1,
      tokenId: 0,
      isUnlimitedToken: true,
      amount: COST,
      tokens: 100,
      describe: { username: 'u1', tokenName: '', requestedModel: 'gpt-4o', ip: '', startedAtMs: 1_700_000_000_000 },
      ...more,
    });
  const settle = (requestId: string, inputTokens = 100, more = {}) =>
    billing.meter.settle(
      callRecord(requestId, more),
      tokens(inputTokens, 0),
      billing.meter.quote('gpt-4o', 'default', false)!,
      () => undefined,
    );
  const call = async (requestId: string, inputTokens = 100) => {
    const outcome = await reserve(requestId, { amount: BigInt(inputTokens) * PER_TOKEN, tokens: inputTokens });
    if (outcome.ok) settle(requestId, inputTokens);
    return outcome;
  };
  const balance = async () => (await billing.meter.standing(1, 0)).userBalance;
  const used = async () =>
    (await billing.get(PlanSubscriptions).active(1)).map(({ held }) =>
      held.counters.map((counter) => counter.begun(billing.clock.seconds())?.used),
    );

  it('let covered calls cost the wallet nothing, and rows tell plan and value', async () => {
    const { id } = await grant();
    expect(await call('a')).toEqual({ ok: true });
    expect(await balance()).toBe(10n * COST);
    expect(await used()).toEqual([[COST]]);
    const [row] = await billing.database.query("SELECT amount, price FROM logs WHERE request_id = 'a'");
    expect(Number(row!['amount'])).toBe(0);
    expect(JSON.parse(row!['price'] as string)).toMatchObject({
      plan: { subscription: id, name: 'Coder', amount: String(COST) },
    });
    const entries = await billing.database.query("SELECT amount FROM ledger_entries WHERE operation = 'usage'");
    expect(entries.map(({ amount }) => Number(amount))).toEqual([0]);
    const [user] = await billing.database.query('SELECT used_amount, request_count FROM users WHERE id = 1');
    expect([Number(user!['used_amount']), Number(user!['request_count'])]).toEqual([Number(COST), 1]);
    expect(await billing.ledger.verify()).toEqual([]);
  });

  it('na#6911: charge the wallet exactly what the window had not left when the call was settled', async () => {
    await grant();
    expect(await reserve('long')).toEqual({ ok: true });
    expect(settle('long', 1_300)).toBe(13n * COST);
    expect(await used()).toEqual([[10n * COST]]);
    expect(await balance()).toBe(7n * COST);
    expect(await billing.ledger.verify()).toEqual([]);
  });

  it('na#6911: admit a call whose estimate fits only window and wallet together, and decide what overflows when it ends', async () => {
    await grant();
    expect(await reserve('wide', { amount: 15n * COST, tokens: 1_500 })).toEqual({ ok: true });
    // Five of ten are held of the wallet, and all of the window.
    expect(await reserve('next', { amount: 6n * COST, tokens: 600 })).toMatchObject({ ok: false });
    settle('wide', 300);
    expect(await balance()).toBe(10n * COST);
    expect(await used()).toEqual([[3n * COST]]);
    expect(await reserve('next', { amount: 17n * COST, tokens: 1_700 })).toEqual({ ok: true });
  });

  it('refuse what does not fit where the wallet may not pay, with the time of the reset', async () => {
    await grant({ overflow: 'refuse', windows: [{ length: '5h', metric: 'requests', limit: 2 }] });
    for (const id of ['a', 'b']) expect(await call(id)).toEqual({ ok: true });
    const refused = await call('c');
    expect(refused).toMatchObject({ ok: false, error: { status: 429, code: 'plan.window_exhausted' } });
    if (refused.ok) throw new Error('not refused');
    expect(refused.error.retryAfterSeconds).toBeGreaterThan(5 * 3_600 - 60);
    expect(refused.error.retryAfterSeconds).toBeLessThanOrEqual(5 * 3_600);
    billing.clock.pass(0.25);
    expect(await call('d')).toEqual({ ok: true });
    expect(await used()).toEqual([[1n]]);
  });

  it('apply all windows at once: the tightest decides how much of a call is covered', async () => {
    await grant({
      windows: [
        TEN_CALLS,
        { length: 'week', metric: 'tokens', limit: 150 },
        { length: 'term', metric: 'requests', limit: 9 },
      ],
    });
    await call('a');
    await call('b');
    expect(await used()).toEqual([[(3n * COST) / 2n, 150n, 2n]]);
    expect(await balance()).toBe(10n * COST - COST / 2n);
    await call('c');
    expect(await used()).toEqual([[(3n * COST) / 2n, 150n, 2n]]);
    expect(await balance()).toBe(9n * COST - COST / 2n);
  });

  it('are about their models and channels only', async () => {
    await grant({ models: ['gpt-4*'], channels: [5] });
    await reserve('other', {
      describe: { username: 'u1', tokenName: '', requestedModel: 'o3', ip: '', startedAtMs: 1 },
    });
    settle('other');
    expect(await balance()).toBe(9n * COST);
    await reserve('elsewhere');
    settle('elsewhere', 100, { channelId: 6 });
    expect(await balance()).toBe(8n * COST);
    await reserve('here');
    settle('here', 100, { channelId: 5 });
    expect(await balance()).toBe(8n * COST);
    expect(await used()).toEqual([[COST]]);
    // Another channel may answer, so the wallet has to be able to pay.
    expect(await reserve('poor', { amount: 9n * COST })).toMatchObject({
      ok: false,
      error: { code: 'insufficient_user_quota' },
    });
  });

  it('give back what a failed call held, and count nothing of it', async () => {
    await grant({ overflow: 'refuse', windows: [{ length: 'day', metric: 'requests', limit: 1 }] });
    expect(await reserve('a')).toEqual({ ok: true });
    expect(await reserve('b')).toMatchObject({ ok: false, error: { status: 429, retryAfterSeconds: 1 } });
    billing.meter.release(callRecord('a', { status: 502 }));
    expect(await used()).toEqual([[undefined]]);
    expect(await call('c')).toEqual({ ok: true });
    expect(await used()).toEqual([[1n]]);
  });

  it('are used by the one that ends soonest while it has room', async () => {
    const long = await grant({ duration_days: 30 });
    const short = await grant({ duration_days: 5, windows: [{ length: 'day', metric: 'requests', limit: 1 }] });
    await call('a');
    await call('b');
    expect(await balance()).toBe(10n * COST);
    const rows = await billing.database.query('SELECT price FROM logs WHERE type = 2 ORDER BY id');
    expect(
      rows.map(({ price }) => (JSON.parse(price as string) as { plan: { subscription: number } }).plan.subscription),
    ).toEqual([short.id, long.id]);
  });

  it('are exact under 50 parallel calls: the window is full to the last, and the wallet pays the rest', async () => {
    await grant();
    await billing.ledger.post({ userId: 1, operation: 'adjustment', key: 'more', amount: 100n * COST });
    await Promise.all(
      Array.from({ length: 50 }, async (_, i) => {
        expect(await reserve(`r${i}`, { amount: 2n * COST, tokens: 200 })).toEqual({ ok: true });
        await new Promise((resolve) => setImmediate(resolve));
        if (i % 5 === 0) billing.meter.release(callRecord(`r${i}`, { status: 502 }));
        else settle(`r${i}`);
      }),
    );
    expect(await balance()).toBe(110n * COST - 30n * COST);
    expect(await used()).toEqual([[10n * COST]]);
    expect(await billing.ledger.verify()).toEqual([]);
  });

  it('are charged from the journal of a killed process what the database does not have, and nothing twice', async () => {
    await grant();
    await call('a');
    await call('b');
    await call('c', 1_200);
    await new Promise((resolve) => setImmediate(resolve));
    const journal = billing.saveJournal();
    expect(journal).not.toBe('');
    expect(await balance()).toBe(6n * COST);
    await billing.close();
    // As if the process had died before `c` was written: ten windows' worth less eight of its own, and four of the wallet.
    await billing.database.execute("DELETE FROM ledger_entries WHERE operation_key = 'c'");
    await billing.database.execute(`UPDATE users SET balance = balance + ${4n * COST} WHERE id = 1`);
    await billing.database.execute(`UPDATE plan_usages SET used = used - ${8n * COST}`);
    billing.restoreJournal(journal);
    await billing.open();
    expect(await balance()).toBe(6n * COST);
    expect(await used()).toEqual([[10n * COST]]);
    expect(await billing.ledger.verify(1)).toEqual([]);
    expect(await reserve('next', { amount: 7n * COST, tokens: 700 })).toMatchObject({ ok: false });
  });

  it('are read again when another gateway had the place of this one meanwhile', async () => {
    await grant({ overflow: 'refuse' });
    const nodes = billing.get(NodeRegistry);
    await nodes.join('gateway');
    expect(await call('mine')).toEqual({ ok: true });
    expect(await used()).toEqual([[COST]]);
    await billing.sql(`UPDATE plan_usages SET used = ${10n * COST}`);
    await billing.sql('DELETE FROM nodes');
    await nodes.beat();
    expect(await call('next')).toMatchObject({ ok: false, error: { code: 'plan.window_exhausted' } });
  });

  it('charge a limited token the whole value, as the ledger says', async () => {
    await grant();
    await billing.addToken(7, 1, 3n * COST);
    await reserve('a', { tokenId: 7, isUnlimitedToken: false });
    settle('a', 100, { tokenId: 7 });
    expect(await billing.meter.standing(1, 7)).toMatchObject({ tokenRemain: 2n * COST, userBalance: 10n * COST });
    expect(await billing.ledger.verify()).toEqual([]);
  });

  it('are bought once per key, with money that is there', async () => {
    const plan = await addPlan({}, { price: 4n * COST, perUserLimit: 2 });
    const buy = (key?: string) => billing.get(PlanPurchases).purchase(BUYER, plan.id, key);
    const bought = await Promise.all([buy('k'), buy('k'), buy('k')]);
    expect(new Set(bought.map((outcome) => outcome.kind === 'purchased' && outcome.subscription.id)).size).toBe(1);
    expect(await balance()).toBe(6n * COST);
    expect(await buy()).toMatchObject({ kind: 'purchased' });
    expect(await buy()).toEqual({ kind: 'limit-reached' });
    const dear = await addPlan({}, { price: 3n * COST });
    expect(await billing.get(PlanPurchases).purchase(BUYER, dear.id, undefined)).toEqual({ kind: 'insufficient' });
    expect(await billing.get(PlanPurchases).purchase(BUYER, dear.id, 'k')).toEqual({ kind: 'key-reused' });
    expect(await balance()).toBe(2n * COST);
    expect(await billing.ledger.verify()).toEqual([]);
  });

  it('end by the clock, and the job closes them and takes the group back', async () => {
    const groupNow = async () => (await billing.database.query('SELECT * FROM users WHERE id = 1'))[0]!['group'];
    await grant({ group: 'vip', duration_days: 2 });
    await grant({ group: 'svip', duration_days: 1 });
    expect(await groupNow()).toBe('svip');
    billing.clock.pass(1);
    await call('a');
    billing.clock.pass(1);
    await call('b');
    expect(await balance()).toBe(9n * COST);
    const upkeep = billing.get(PlanUpkeep);
    const { signal } = new AbortController();
    const [first, second] = await Promise.all([upkeep.endDue(signal), upkeep.endDue(signal)]);
    expect(first + second).toBe(2);
    expect(await upkeep.endDue(signal)).toBe(0);
    expect(await groupNow()).toBe('default');
  });

  it('end for everybody else when they cannot be ended for one', async () => {
    await billing.addUser(2, 0n);
    await grant({ duration_days: 1 });
    await grant({ duration_days: 1 }, 2);
    billing.clock.pass(2);
    const users = billing.get(UserRows);
    const lock = users.lock.bind(users);
    const failing = jest
      .spyOn(users, 'lock')
      .mockImplementation((ids) => (ids[0] === 1 ? Promise.reject(new Error('row is damaged')) : lock(ids)));
    const upkeep = billing.get(PlanUpkeep);
    await expect(upkeep.endDue(new AbortController().signal)).rejects.toThrow('1 of 2 failed');
    failing.mockRestore();
    expect(await upkeep.endDue(new AbortController().signal)).toBe(1);
  });

  it('show staff what was used at the end of those that are over', async () => {
    const windows = [{ length: 'term', metric: 'requests', limit: 3 } as const, TEN_CALLS];
    const { id } = await grant({ duration_days: 1, windows });
    await call('a');
    billing.clock.pass(3);
    const { rows } = await billing.get(PlanSubscriptions).list({}, { skip: 0, take: 10 });
    expect(rows.map(({ row, held, at }) => [row.id, ...held.counters.map((c) => c.begun(at)?.used)])).toEqual([
      [id, 1n, COST],
    ]);
  });

  it('are given and taken by staff of a higher rank only', async () => {
    const admin: Actor = { userId: 98, username: 'admin', role: Role.Admin, ip: '' };
    const { id } = await grant({ group: 'vip' });
    const plan = await addPlan();
    await billing.sql(`UPDATE users SET role = ${Role.Admin} WHERE id = 1`);
    expect(await billing.get(PlanAdmin).grant(admin, plan, 1, undefined)).toEqual({ kind: 'rank-too-low' });
    expect(await billing.get(PlanAdmin).grant({ ...admin, userId: 1 }, plan, 1, undefined)).toEqual({
      kind: 'rank-too-low',
    });
    expect(await billing.get(PlanSubscriptions).cancel(admin, id)).toBe('rank-too-low');
    expect(await used()).toHaveLength(1);
    expect(await billing.get(PlanSubscriptions).cancel(ROOT, id)).toBe('done');
  });

  it('leave no period where a call used nothing', async () => {
    await grant({
      windows: [
        { length: '5h', metric: 'tokens', limit: 500 },
        { length: 'day', metric: 'requests', limit: 5 },
      ],
    });
    await reserve('picture', { tokens: 0 });
    billing.meter.settle(
      callRecord('picture'),
      { ...tokens(0, 0), imageInput: 0 },
      billing.meter.quote('gpt-4o', 'default', true)!,
      () => undefined,
    );
    expect(await used()).toEqual([[undefined, 1n]]);
  });

  it('can be cancelled by staff, at once and once', async () => {
    const { id } = await grant({ group: 'vip' });
    await call('a');
    expect(await billing.get(PlanSubscriptions).cancel(ROOT, id)).toBe('done');
    expect(await billing.get(PlanSubscriptions).cancel(ROOT, id)).toBe('ended');
    await waitFor(() => (billing.get(PlanHoldings).of(1)?.length === 0 ? true : undefined), 'the news of it');
    await call('b');
    expect(await balance()).toBe(9n * COST);
  });
});
