import { NodeRegistry, type ReserveOutcome, type ReserveRequest } from '@app/billing';
import { Role } from '@app/kernel';
import { BillingApp, callRecord, tokens } from '../../../test/harness/billing-app';
import { ENGINES } from '../../../test/harness/test-database';
import { waitFor } from '../../../test/harness/wait-for';
import type { Actor } from '../src/application/actor';
import { DeadNodes } from '../src/application/leases/dead-nodes';
import { WindowSliceRepository } from '../src/persistence/window-slice.repository';
import { PlanAdmin } from '../src/plans/plan-admin';
import { PlanHoldings } from '../src/plans/plan-holdings';
import { readWish, type TermsWish } from '../src/plans/plan-rules';
import { WindowSlices } from '../src/plans/window-slices';

/** gpt-4o: 2 500 nano-dollars per input token. */
const PER_TOKEN = 2_500n;
const COST = 100n * PER_TOKEN;
const ROOT: Actor = { userId: 99, username: 'root', role: Role.Root, ip: '' };
const TEN = { length: '5h', metric: 'requests', limit: 10 } as const;

describe.each(ENGINES)('windows of plans on two nodes, on %s (real: database, journals; no relay)', (engine) => {
  let one: BillingApp;
  let two: BillingApp;

  beforeEach(async () => {
    one = await BillingApp.start(engine, { WALLET_MODE: 'leased' });
    await one.addUser(1, 1_000n * COST);
    two = await one.another();
    for (const node of [one, two]) await node.get(NodeRegistry).join('gateway');
    for (const node of [one, two]) await node.get(NodeRegistry).beat();
  });

  afterEach(async () => {
    await two.close();
    await one.remove();
  });

  const grant = async (wish: Partial<TermsWish>): Promise<void> => {
    const terms = readWish({ name: 'Coder', duration_days: 30, windows: [TEN], ...wish });
    const plans = one.get(PlanAdmin);
    const plan = await plans.create(ROOT, { terms, price: 0n, isEnabled: true, perUserLimit: 0, sort: 0 });
    await plans.grant(ROOT, plan, 1, undefined);
  };
  const request = (requestId: string, inputTokens: number): ReserveRequest => ({
    ...{ requestId, userId: 1, tokenId: 0, isUnlimitedToken: true },
    ...{ amount: BigInt(inputTokens) * PER_TOKEN, tokens: inputTokens },
    describe: { username: 'u1', tokenName: '', requestedModel: 'gpt-4o', ip: '', startedAtMs: 1_700_000_000_000 },
  });
  const reserve = async (node: BillingApp, requestId: string, inputTokens = 100): Promise<ReserveOutcome> =>
    node.meter.reserve(request(requestId, inputTokens));
  const settle = (node: BillingApp, requestId: string, inputTokens = 100) =>
    node.meter.settle(
      callRecord(requestId),
      tokens(inputTokens, 0),
      node.meter.quote('gpt-4o', 'default', false)!,
      () => undefined,
    );
  const settled = async () => {
    for (const node of [one, two]) await node.meter.standing(1, 0);
  };
  const used = async (): Promise<Record<string, bigint>> => {
    await settled();
    const rows = await one.database.query('SELECT window_key, SUM(used) AS used FROM plan_usages GROUP BY window_key');
    return Object.fromEntries(rows.map((row) => [row['window_key'] as string, BigInt(String(row['used']))]));
  };
  const spent = async () => {
    await settled();
    return 1_000n * COST - (await one.meter.standing(1, 0)).userBalance;
  };

  it('are used to their end and not beyond, and begin once', async () => {
    await grant({ overflow: 'refuse' });
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, async (_, i) => {
        const node = i % 2 === 0 ? one : two;
        const outcome = await reserve(node, `r${i}`);
        if (outcome.ok) settle(node, `r${i}`);
        return outcome;
      }),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(10);
    expect(outcomes.find(({ ok }) => !ok)).toMatchObject({ error: { status: 429, code: 'plan.window_exhausted' } });
    expect(await used()).toEqual({ '5h-first-use-requests': 10n });
    expect(await one.database.query('SELECT DISTINCT starts_at FROM plan_usages')).toHaveLength(1);
    expect(await spent()).toBe(0n);
  });

  it('are left to the node that asked for them, also by one with calls of its own', async () => {
    await grant({ overflow: 'refuse' });
    expect(await reserve(one, 'first')).toEqual({ ok: true });
    const rows = one.get(WindowSliceRepository);
    const keep = rows.keep.bind(rows);
    let late: Promise<ReserveOutcome> | undefined;
    jest.spyOn(rows, 'keep').mockImplementation((...parameters) => {
      late ??= reserve(one, 'late');
      return keep(...parameters);
    });
    const asking = await Promise.all(Array.from({ length: 8 }, (_, i) => reserve(two, `b${i}`)));
    expect(await late).toEqual({ ok: true });
    expect(asking.map(({ ok }) => ok)).toEqual(Array<boolean>(8).fill(true));
    jest.restoreAllMocks();
  });

  it('hold what calls use at the worst, so that at most one of them all can cost a wallet more than it has', async () => {
    await one.ledger.post({ userId: 1, operation: 'adjustment', key: 'poor', amount: -1_000n * COST });
    await grant({ windows: [{ length: 'day', metric: 'tokens', limit: 1_000 }] });
    const most = { money: 4n * COST, tokens: 400 };
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, async (_, i) => {
        const node = i % 2 === 0 ? one : two;
        return { node, id: `w${i}`, outcome: await node.meter.reserve({ ...request(`w${i}`, 100), most }) };
      }),
    );
    const passed = outcomes.filter(({ outcome }) => outcome.ok);
    // Two are covered. The third has the rest of the window, or as much of it as the other node does not have.
    expect(passed).toHaveLength(3);
    for (const { outcome } of outcomes.filter(({ outcome }) => !outcome.ok)) {
      // Where the other node has room for one more it is the wallet that cannot pay the rest of a second.
      expect(['plan.window_exhausted', 'quota_reserved']).toContain(
        (outcome as { error: { code: string } }).error.code,
      );
    }
    for (const { node, id } of passed) settle(node, id, 400);
    const { 'day-first-use-tokens': ofPlan } = await used();
    expect([900n, 1_000n]).toContain(ofPlan);
    expect((await one.meter.standing(1, 0)).userBalance).toBe((ofPlan! - 1_200n) * PER_TOKEN);
  });

  it('pay in all exactly what they have, whatever calls estimate and use, and the wallet pays the rest', async () => {
    const limit = 40n * COST + 7n;
    await grant({
      windows: [
        { length: 'day', anchor: 'calendar', metric: 'money', limit_usd: '0.010000007' },
        { length: 'week', metric: 'tokens', limit: 1_000_000 },
        { length: 'term', metric: 'requests', limit: 1_000 },
      ],
    });
    let seed = 7;
    const random = (most: number): number => (seed = (seed * 48_271) % 2_147_483_647) % most;
    let worth = 0n;
    await Promise.all(
      Array.from({ length: 12 }, async (_, caller) => {
        for (let i = 0; i < 12; i++) {
          const node = random(2) === 0 ? one : two;
          const id = `c${caller}-${i}`;
          expect(await reserve(node, id, 1 + random(200))).toEqual({ ok: true });
          if (random(3) === 0) await new Promise((resolve) => setTimeout(resolve, random(8)));
          if (random(6) === 0) node.meter.release(callRecord(id, { status: 502 }));
          else worth += settle(node, id, 1 + random(250));
        }
      }),
    );
    expect(worth > limit).toBe(true);
    const { 'day-calendar-money': paid } = await used();
    expect(paid).toBe(limit);
    expect(await spent()).toBe(worth - limit);
    expect(await one.ledger.verify()).toEqual([]);
  });

  it('count once what began twice, where the journal of a dead node was replayed late', async () => {
    await grant({ overflow: 'refuse' });
    expect(await reserve(one, 'first')).toEqual({ ok: true });
    settle(one, 'first');
    await settled();
    await one.sql(`INSERT INTO plan_usages (subscription_id, window_key, starts_at, ends_at, node_id, used)
      SELECT subscription_id, window_key, starts_at - 100, ends_at - 100, '', 4 FROM plan_usages`);
    // It has read it, and still gives back what it does not use of the other.
    await one.get(PlanHoldings).refresh();
    let count = 0;
    while (count < 10 && (await reserve(two, `r${count}`)).ok) count++;
    expect(count).toBe(5);
    for (let i = 0; i < count; i++) settle(two, `r${i}`);
    expect(await used()).toEqual({ '5h-first-use-requests': 10n });
  });

  it('have for one node what another has borrowed and does not use', async () => {
    await grant({ overflow: 'refuse' });
    expect(await reserve(one, 'a')).toEqual({ ok: true });
    for (let i = 0; i < 9; i++) expect([i, await reserve(two, `b${i}`)]).toEqual([i, { ok: true }]);
    expect(await reserve(two, 'more')).toMatchObject({ ok: false, error: { retryAfterSeconds: 1 } });
    one.meter.release(callRecord('a', { status: 502 }));
    const again = await waitFor(async () => {
      const outcome = await reserve(two, 'again');
      return outcome.ok ? outcome : undefined;
    }, 'room that was given back');
    expect(again).toEqual({ ok: true });
  });

  it('ask the database once, and not for each call, when they have too little', async () => {
    await grant({ overflow: 'refuse', windows: [{ length: 'day', metric: 'tokens', limit: 150 }] });
    const inTurn = jest.spyOn(one.get(WindowSliceRepository), 'inTurn');
    const refused = await Promise.all(Array.from({ length: 50 }, (_, i) => reserve(one, `r${i}`, 200)));
    expect(refused.filter(({ ok }) => ok)).toEqual([]);
    expect(inTurn).toHaveBeenCalledTimes(1);
    expect(await reserve(one, 'small', 150)).toEqual({ ok: true });
    expect(inTurn).toHaveBeenCalledTimes(1);
  });

  it('admit without a wait while the part of the node has room, and once nothing is left of the window', async () => {
    await grant({ windows: [{ ...TEN, limit: 2 }] });
    await one.meter.reserve(request('a', 100));
    await reserve(one, 'b');
    settle(one, 'a');
    settle(one, 'b');
    await settled();
    // The wallet's slice is there from this one on.
    await reserve(one, 'warm');
    expect(one.meter.reserve(request('c', 100))).toEqual({ ok: true });
    settle(one, 'c');
    settle(one, 'warm');
    expect(await used()).toEqual({ '5h-first-use-requests': 2n });
    expect(await spent()).toBe(2n * COST);
  });

  it('say when they have room again also where the wallet cannot pay the rest', async () => {
    await grant({ windows: [{ ...TEN, metric: 'tokens', limit: 150 }] });
    expect(await reserve(one, 'large', 150_000)).toMatchObject({ ok: false, error: { code: 'plan.window_exhausted' } });
    expect(await reserve(one, 'small', 150)).toEqual({ ok: true });
  });

  it('are given back when no call has asked for ten seconds, except what calls hold', async () => {
    await grant({ windows: [TEN, { length: 'term', metric: 'tokens', limit: 10_000 }] });
    await reserve(one, 'a');
    const lent = async () => {
      const rows = await one.database.query('SELECT window_key, lent FROM plan_usages ORDER BY window_key');
      return rows.map((row) => [row['window_key'], Number(row['lent'])]);
    };
    await one.get(WindowSlices).giveBackIdle(performance.now() + 9_000);
    expect((await lent()).every(([key, amount]) => Number(amount) > (key === 'term-tokens' ? 100 : 1))).toBe(true);
    await one.get(WindowSlices).giveBackIdle(performance.now() + 11_000);
    expect(await lent()).toEqual([
      ['5h-first-use-requests', 1],
      ['term-tokens', 100],
    ]);
    one.meter.release(callRecord('a', { status: 502 }));
    await one.get(WindowSlices).giveBackIdle(performance.now() + 11_000);
    expect(await lent()).toEqual([]);
  });

  it('are left at the end of a node, and taken from one that is dead', async () => {
    await grant({ overflow: 'refuse' });
    await reserve(two, 'a');
    settle(two, 'a');
    await settled();
    await two.close();
    const lent = async () =>
      Number((await one.database.query('SELECT SUM(lent - used) AS lent FROM plan_usages'))[0]!['lent']);
    expect(await lent()).toBe(0);
    two = await one.another();
    await two.get(NodeRegistry).join('gateway');
    await reserve(two, 'lost');
    expect(await lent()).toBeGreaterThan(0);
    await one.database.execute(
      'UPDATE nodes SET heartbeat_at = heartbeat_at - 601 WHERE id = (SELECT node_id FROM plan_usages WHERE lent > used)',
    );
    await one.get(DeadNodes).releaseSilent();
    expect(await lent()).toBe(0);
    // It lives after all: it finds out, and what its call used is the wallet's.
    await two.get(NodeRegistry).beat();
    settle(two, 'lost');
    for (let i = 0; i < 9; i++) expect([i, await reserve(one, `r${i}`)]).toEqual([i, { ok: true }]);
    expect(await reserve(one, 'more')).toMatchObject({ ok: false });
    expect(await spent()).toBe(COST);
  });

  it('are charged from the journal of a node that was killed, and what it had left is there for the others', async () => {
    await grant({ overflow: 'refuse' });
    await reserve(two, 'a');
    settle(two, 'a');
    await reserve(two, 'running');
    await new Promise((resolve) => setImmediate(resolve));
    await settled();
    const [row] = await one.database.query('SELECT node_id FROM plan_usages WHERE lent > used');
    // As if it had died before `a` was written, and somebody had replayed its journal.
    await one.database.execute("DELETE FROM ledger_entries WHERE operation_key = 'a'");
    await one.database.execute('UPDATE plan_usages SET used = used - 1');
    await one.database.execute(`INSERT INTO plan_usages (subscription_id, window_key, starts_at, ends_at, node_id, used)
      SELECT subscription_id, window_key, starts_at, ends_at, '', 1 FROM plan_usages`);
    await one.get(DeadNodes).replayed(String(row!['node_id']));
    for (let i = 0; i < 9; i++) expect([i, await reserve(one, `r${i}`)]).toEqual([i, { ok: true }]);
    expect(await reserve(one, 'more')).toMatchObject({ ok: false });
    await two.get(PlanHoldings).refresh();
    two.meter.release(callRecord('running', { status: 502 }));
  });
});
