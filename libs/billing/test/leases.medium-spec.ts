import { NodeRegistry, type ReserveRequest } from '@app/billing';
import { BillingApp, callRecord, tokens } from '../../../test/harness/billing-app';
import { ENGINES } from '../../../test/harness/test-database';
import { waitFor } from '../../../test/harness/wait-for';
import { AllowanceJournal, Role } from '@app/kernel';
import type { Actor } from '../src/application/actor';
import { PlanAdmin } from '../src/plans/plan-admin';
import { readWish } from '../src/plans/plan-rules';
import { SliceReturns } from '../src/application/leases/slice-returns';
import { SettlementQueue } from '../src/application/settlement-queue';
import { DeadNodes } from '../src/application/leases/dead-nodes';
import { BalanceAdjustments } from '../src/application/balance-adjustments';
import { LeaseRepository } from '../src/persistence/lease.repository';
import { NodeRepository } from '../src/persistence/node.repository';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MainDataSource } from '@app/platform';
import { JournalKeeper } from '../src/application/journal-keeper';

/** gpt-4o: 2 500 nano-dollars per input token. */
const COST = 250_000n;
const USAGE = tokens(100, 0);

describe.each(ENGINES)(
  'leased balances on %s (real: database, journals; two nodes in one process, no relay)',
  (engine) => {
    let one: BillingApp;
    let two: BillingApp;

    beforeEach(async () => {
      one = await BillingApp.start(engine, { WALLET_MODE: 'leased' });
      await one.addUser(1, 10n * COST);
      two = await one.another();
      for (const node of [one, two]) await node.get(NodeRegistry).join('gateway');
    });

    afterEach(async () => {
      await two.close();
      await one.remove();
    });

    const reserve = async (node: BillingApp, requestId: string, more: Partial<ReserveRequest> = {}) =>
      node.meter.reserve({
        requestId,
        userId: 1,
        tokenId: 0,
        isUnlimitedToken: true,
        amount: COST,
        describe: { username: 'u1', tokenName: '', requestedModel: 'gpt-4o', ip: '', startedAtMs: 1_700_000_000_000 },
        ...more,
      });
    const settle = (node: BillingApp, requestId: string, more = {}, usage = USAGE) =>
      node.meter.settle(
        callRecord(requestId, more),
        usage,
        node.meter.quote('gpt-4o', 'default', false)!,
        () => undefined,
      );
    const figures = async () => {
      const [row] = await one.database.query('SELECT balance, leased FROM users WHERE id = 1');
      return { balance: BigInt(String(row!['balance'])), leased: BigInt(String(row!['leased'])) };
    };
    const settled = async () => {
      for (const node of [one, two]) await node.meter.standing(1, 0);
    };

    it('lets two nodes spend one balance to its end and not beyond', async () => {
      const outcomes = await Promise.all(
        Array.from({ length: 30 }, (_, i) =>
          reserve(i % 2 === 0 ? one : two, `r${i}`).then((outcome) => ({ i, outcome })),
        ),
      );
      const passed = outcomes.filter(({ outcome }) => outcome.ok);
      expect(passed).toHaveLength(10);
      expect(outcomes.find(({ outcome }) => !outcome.ok)!.outcome).toMatchObject({
        error: { status: 429, code: 'quota_reserved' },
      });
      for (const { i } of passed) expect(settle(i % 2 === 0 ? one : two, `r${i}`)).toBe(COST);
      await settled();
      expect(await figures()).toEqual({ balance: 0n, leased: 0n });
      expect(await one.ledger.verify()).toEqual([]);
    });

    it('holds what calls cost at the worst on both, so that at most one of them all can lead below zero', async () => {
      const most = { money: 4n * COST, tokens: 400 };
      const outcomes = await Promise.all(
        Array.from({ length: 12 }, (_, i) =>
          reserve(i % 2 === 0 ? one : two, `w${i}`, { most }).then((outcome) => ({ i, outcome })),
        ),
      );
      const passed = outcomes.filter(({ outcome }) => outcome.ok);
      // Two are covered, and the third has the rest.
      expect(passed).toHaveLength(3);
      for (const { i } of passed) settle(i % 2 === 0 ? one : two, `w${i}`, {}, tokens(400, 0));
      await settled();
      expect(await figures()).toMatchObject({ balance: -2n * COST });
      expect(await one.ledger.verify()).toEqual([]);
    });

    it('admits no call with less than its worst while another node has one, until that is covered or over', async () => {
      const most = { money: 4n * COST, tokens: 400 };
      for (const id of ['a', 'b']) expect(await reserve(two, id, { most })).toEqual({ ok: true });
      // The rest is half of it.
      expect(await reserve(one, 'short', { most })).toEqual({ ok: true });
      expect((await figures()).leased).toBe(12n * COST);
      expect(await one.ledger.verify()).toEqual([]);

      settle(two, 'a', {}, tokens(200, 0));
      await settled();
      // What came back is what the other node's call lacks.
      expect(await reserve(two, 'c', { most })).toMatchObject({ ok: false, error: { code: 'quota_reserved' } });
      settle(one, 'short', {}, tokens(300, 0));
      await settled();
      expect(await reserve(two, 'd', { most })).toEqual({ ok: true });
      for (const id of ['b', 'd']) settle(two, id, {}, tokens(400, 0));
      await settled();
      expect((await figures()).balance).toBe(-3n * COST);
      for (const node of [one, two]) await node.get(SliceReturns).handBackIdle(Infinity);
      expect((await figures()).leased).toBe(0n);
      expect(await one.ledger.verify()).toEqual([]);
    });

    it('leaves what it hands back to who asked for it, also with calls of its own', async () => {
      expect(await reserve(one, 'first')).toEqual({ ok: true });
      const leases = one.get(LeaseRepository);
      const reduce = leases.reduce.bind(leases);
      let late: ReturnType<typeof reserve> | undefined;
      jest.spyOn(leases, 'reduce').mockImplementation((...parameters) => {
        late ??= reserve(one, 'late');
        return reduce(...parameters);
      });
      const asking = await Promise.all(Array.from({ length: 8 }, (_, i) => reserve(two, `b${i}`)));
      expect(await late).toEqual({ ok: true });
      expect(asking.map(({ ok }) => ok)).toEqual(Array<boolean>(8).fill(true));
      jest.restoreAllMocks();
    });

    it('holds the worst of a call that comes while its node borrows for others', async () => {
      const leases = one.get(LeaseRepository);
      const enlarge = leases.enlarge.bind(leases);
      let late: ReturnType<typeof reserve> | undefined;
      jest.spyOn(leases, 'enlarge').mockImplementation((...parameters) => {
        late ??= reserve(one, 'late', { most: { money: 9n * COST, tokens: 900 } });
        return enlarge(...parameters);
      });
      expect(await reserve(one, 'first')).toEqual({ ok: true });
      expect(await late).toEqual({ ok: true });
      // Nothing is left.
      expect(await reserve(two, 'next')).toMatchObject({ ok: false, error: { code: 'quota_reserved' } });
      jest.restoreAllMocks();
    });

    /** With room for five calls a day. */
    const grantPlan = async (models?: string[]) => {
      const windows = [{ length: 'day', metric: 'money', limit_usd: '0.00125' } as const];
      const terms = readWish({ name: 'Coder', duration_days: 30, windows, ...(models && { models }) });
      const root: Actor = { userId: 99, username: 'root', role: Role.Root, ip: '' };
      const plans = one.get(PlanAdmin);
      const planId = await plans.create(root, { terms, price: 0n, isEnabled: true, perUserLimit: 0, sort: 0 });
      await plans.grant(root, planId, 1, undefined);
    };

    it('lets a plan pay first, and slices pay what its window has no room for', async () => {
      await grantPlan();
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          reserve(one, `p${i}`, { tokens: 100 }).then((outcome) => ({ i, outcome })),
        ),
      );
      const passed = outcomes.filter(({ outcome }) => outcome.ok);
      // Five of the window and ten of the balance.
      expect(passed).toHaveLength(15);
      for (const { i } of passed) expect(settle(one, `p${i}`)).toBe(COST);
      await settled();
      expect(await figures()).toEqual({ balance: 0n, leased: 0n });
      const [usage] = await one.database.query('SELECT used FROM plan_usages');
      expect(BigInt(String(usage!['used']))).toBe(5n * COST);
      expect(await one.ledger.verify()).toEqual([]);
    });

    it('holds nothing of a plan or a slice for a call that its key cannot pay', async () => {
      await grantPlan();
      await one.addToken(5, 1, COST - 1n);
      for (let i = 0; i < 20; i++) {
        const outcome = await reserve(one, `k${i}`, { tokens: 100, tokenId: 5, isUnlimitedToken: false });
        expect(outcome).toMatchObject({ ok: false, error: { code: 'insufficient_token_quota' } });
      }
      for (let i = 0; i < 5; i++) {
        expect(await reserve(one, `ok${i}`, { tokens: 100 })).toEqual({ ok: true });
        settle(one, `ok${i}`);
      }
      await settled();
      expect((await figures()).balance).toBe(10n * COST);
    });

    let late: ReturnType<typeof reserve> | undefined;
    /** A call that the slice covers, while its node borrows for another. */
    const lateWith = (costs: bigint) => {
      const leases = one.get(LeaseRepository);
      const enlarge = leases.enlarge.bind(leases);
      late = undefined;
      jest.spyOn(leases, 'enlarge').mockImplementation((...parameters) => {
        late ??= reserve(one, 'late', { amount: costs * COST });
        return enlarge(...parameters);
      });
    };

    it('does not refuse the last call because one that came while its node borrowed was quicker', async () => {
      expect(await reserve(one, 'a')).toEqual({ ok: true });
      lateWith(3n);
      const most = { money: 9n * COST, tokens: 900 };
      expect(await reserve(one, 'last', { amount: 2n * COST, most })).toEqual({ ok: true });
      expect(await late).toEqual({ ok: true });
      // Six were left.
      expect(await figures()).toEqual({ balance: 10n * COST, leased: 13n * COST });
    });

    it('asks the others for what a call took that came while its node borrowed', async () => {
      expect(await reserve(one, 'a')).toEqual({ ok: true });
      expect(await reserve(two, 'b')).toEqual({ ok: true });
      lateWith(3n);
      // Five are left; two of them only the other node has.
      expect(await reserve(one, 'last', { amount: 5n * COST })).toEqual({ ok: true });
      expect(await late).toEqual({ ok: true });
      expect(await figures()).toEqual({ balance: 10n * COST, leased: 10n * COST });
    });

    /** A call of which the balance has two fifths, while a plan pays others. */
    const reserveUncovered = async () => {
      await grantPlan(['gpt-4o']);
      await one.ledger.post({ userId: 1, operation: 'adjustment', key: 'poor', amount: -8n * COST });
      expect(await reserve(one, 'uncovered', unplanned)).toEqual({ ok: true });
      expect((await figures()).leased).toBe(5n * COST);
    };
    const unplanned = {
      describe: { username: 'u1', tokenName: '', requestedModel: 'o3', ip: '', startedAtMs: 1_700_000_000_000 },
      most: { money: 5n * COST, tokens: 500 },
    };
    const planned = { tokens: 100, most: { money: 10n * COST, tokens: 1_000 } };

    it.each([1n, 3n])(
      'admits what a plan pays beside an uncovered call of the same node, with %i on top',
      async (up) => {
        await reserveUncovered();
        await one.ledger.post({ userId: 1, operation: 'adjustment', key: 'up', amount: up * COST });
        const transactions = jest.spyOn(one.get(MainDataSource).dataSource, 'transaction');
        expect(await reserve(one, 'planned', planned)).toEqual({ ok: true });
        expect(transactions.mock.calls.length).toBeLessThanOrEqual(5);
        jest.restoreAllMocks();
        expect(await one.ledger.verify()).toEqual([]);
      },
    );

    it('admits what a plan pays once a top-up covers the uncovered call of another node', async () => {
      await reserveUncovered();
      expect(await reserve(two, 'early', planned)).toMatchObject({ ok: false, error: { code: 'quota_reserved' } });
      await one.ledger.post({ userId: 1, operation: 'adjustment', key: 'up', amount: 3n * COST });
      expect(await reserve(two, 'planned', planned)).toEqual({ ok: true });
      expect((await figures()).leased).toBe(10n * COST);
    });

    it('admits what a plan pays beside an uncovered call of the same node also when that is not the first one', async () => {
      await reserveUncovered();
      await one.ledger.post({ userId: 1, operation: 'adjustment', key: 'up', amount: 4n * COST });
      // The first one is covered now.
      expect(await reserve(two, 'second', unplanned)).toEqual({ ok: true });
      expect((await figures()).leased).toBe(10n * COST);
      expect(await reserve(two, 'planned', planned)).toEqual({ ok: true });
      expect(await reserve(one, 'other', unplanned)).toMatchObject({ ok: false, error: { code: 'quota_reserved' } });
    });

    it('tries no further once the others no longer know that the node lives', async () => {
      const isRecognized = jest.spyOn(one.get(NodeRegistry), 'isRecognized', 'get').mockReturnValue(true);
      const leases = one.get(LeaseRepository);
      const enlarge = leases.enlarge.bind(leases);
      jest.spyOn(leases, 'enlarge').mockImplementation((...parameters) => {
        isRecognized.mockReturnValue(false);
        return enlarge(...parameters);
      });
      const transactions = jest.spyOn(one.get(MainDataSource).dataSource, 'transaction');
      expect(await reserve(one, 'late')).toMatchObject({ ok: false, error: { code: 'ledger_unavailable' } });
      expect(transactions.mock.calls.length).toBe(1);
      jest.restoreAllMocks();
    });

    it('gets for one node what another has borrowed and does not use', async () => {
      expect(await reserve(one, 'a')).toEqual({ ok: true });
      expect((await figures()).leased).toBeGreaterThan(COST);
      // Without what the first node holds in reserve these nine would not be there.
      expect(await reserve(two, 'b', { amount: 9n * COST })).toEqual({ ok: true });
      expect(await reserve(two, 'c', { amount: 1n })).toMatchObject({ ok: false });
      expect(await figures()).toEqual({ balance: 10n * COST, leased: 10n * COST });
    });

    it('reserves without a wait while the slice lasts', async () => {
      await reserve(one, 'a');
      const outcome = one.meter.reserve({
        ...{ requestId: 'b', userId: 1, tokenId: 0, isUnlimitedToken: true, amount: COST },
        describe: { username: 'u1', tokenName: '', requestedModel: 'gpt-4o', ip: '', startedAtMs: 1 },
      });
      expect(outcome).toEqual({ ok: true });
    });

    it('limits a token over all nodes by its allowance', async () => {
      await one.addToken(7, 1, 3n * COST);
      const limited = { tokenId: 7, isUnlimitedToken: false };
      const outcomes = await Promise.all(
        Array.from({ length: 8 }, (_, i) =>
          reserve(i % 2 === 0 ? one : two, `t${i}`, limited).then((outcome) => ({ i, outcome })),
        ),
      );
      const passed = outcomes.filter(({ outcome }) => outcome.ok);
      expect(passed).toHaveLength(3);
      for (const { i } of passed) settle(i % 2 === 0 ? one : two, `t${i}`, { tokenId: 7 });
      await settled();
      expect(await one.database.query('SELECT remain, leased FROM tokens WHERE id = 7')).toEqual([
        { remain: expect.anything() as unknown, leased: expect.anything() as unknown },
      ]);
      expect(await one.meter.standing(1, 7)).toMatchObject({ tokenRemain: 0n, tokenUsed: 3n * COST });
      expect(await one.ledger.verify()).toEqual([]);
    });

    it('charges what exceeds a reservation to what is not lent, and lends no more after it', async () => {
      expect(await reserve(two, 'other', { amount: 5n * COST })).toEqual({ ok: true });
      expect(await reserve(one, 'a', { amount: 5n * COST })).toEqual({ ok: true });
      expect(settle(one, 'a', {}, tokens(800, 0))).toBe(8n * COST);
      await settled();
      expect(await figures()).toEqual({ balance: 2n * COST, leased: 5n * COST });
      expect(await reserve(one, 'b', { amount: 1n })).toMatchObject({ ok: false });
      settle(two, 'other', {}, tokens(500, 0));
      await settled();
      expect(await figures()).toEqual({ balance: -3n * COST, leased: 0n });
      expect(await one.ledger.verify()).toEqual([]);
    });

    it('admits again after a top-up, debts first', async () => {
      await reserve(one, 'a', { amount: 10n * COST });
      settle(one, 'a', {}, tokens(1_200, 0));
      await settled();
      await two.ledger.post({ userId: 1, operation: 'adjustment', key: 'up', amount: 3n * COST });
      expect(await reserve(one, 'b', { amount: 2n * COST })).toMatchObject({ ok: false });
      expect(await reserve(one, 'c', { amount: COST })).toEqual({ ok: true });
    });

    it('takes by other means only what is not lent, after asking for what is not used', async () => {
      await reserve(one, 'a', { amount: 4n * COST });
      const debit = (key: string, amount: bigint) =>
        two.ledger.post({ userId: 1, operation: 'adjustment', key, amount: -amount, floor: 0n });
      expect(await debit('most', 7n * COST)).toBe('insufficient');
      const admin = { userId: 9, username: 'root', role: 100, ip: '' };
      const wish = { kind: 'add', amount: -6n * COST } as const;
      expect(await two.get(BalanceAdjustments).adjust(admin, 1, wish, '', 'six')).toMatchObject({ kind: 'done' });
      expect(await figures()).toEqual({ balance: 4n * COST, leased: 4n * COST });
      settle(one, 'a', {}, tokens(400, 0));
      await settled();
      expect(await figures()).toEqual({ balance: 0n, leased: 0n });
    });

    it('refuses with 503 after ten seconds while nothing can be borrowed, and then reserves nothing', async () => {
      await reserve(one, 'warm');
      let letGo!: () => void;
      const blocked = one.get(SettlementQueue).exclusive(() => new Promise<void>((resolve) => (letGo = resolve)));
      jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'] });
      const outcome = reserve(one, 'waits', { amount: 9n * COST });
      await jest.advanceTimersByTimeAsync(10_000);
      jest.useRealTimers();
      expect(await outcome).toMatchObject({ ok: false, error: { status: 503, code: 'ledger_unavailable' } });
      letGo();
      await blocked;
      settle(one, 'warm');
      await settled();
      expect(await reserve(two, 'all', { amount: 9n * COST })).toEqual({ ok: true });
    });

    it('hands back what no call asked for in ten seconds, and keeps what calls hold', async () => {
      await reserve(one, 'a');
      const { leased } = await figures();
      await one.get(SliceReturns).handBackIdle(performance.now() + 9_000);
      expect((await figures()).leased).toBe(leased);
      await one.get(SliceReturns).handBackIdle(performance.now() + 11_000);
      expect(await figures()).toEqual({ balance: 10n * COST, leased: COST });
    });

    it('borrows anew after the others took it for dead, without spending anything twice', async () => {
      await reserve(one, 'a', { amount: 4n * COST });
      const [row] = await one.database.query('SELECT node_id FROM wallet_leases');
      await two.get(DeadNodes).replayed(String(row!['node_id']));
      expect(await reserve(two, 'b', { amount: 8n * COST })).toEqual({ ok: true });
      await one.get(NodeRegistry).beat();
      // Of the ten it has four running itself, the other eight.
      expect(await reserve(one, 'c', { amount: COST })).toMatchObject({ ok: false });
      settle(one, 'a', {}, tokens(400, 0));
      settle(two, 'b', {}, tokens(600, 0));
      await settled();
      expect((await figures()).balance).toBe(0n);
      expect(await one.ledger.verify()).toEqual([]);
    });

    it('asks for what is lent of an allowance when its owner makes it smaller', async () => {
      await one.addToken(7, 1, 9n * COST);
      await reserve(one, 'a', { tokenId: 7, isUnlimitedToken: false });
      await one.sql(`UPDATE tokens SET remain = ${2n * COST} WHERE id = 7`);
      await one.get(AllowanceJournal).record({ tokenId: 7, userId: 1, amount: -7n * COST, key: 'token:7:less' });
      await waitFor(async () => {
        const [row] = await one.database.query('SELECT leased FROM tokens WHERE id = 7');
        return BigInt(String(row!['leased'])) === COST ? true : undefined;
      }, 'the rest of the slice');
      expect(await one.ledger.verify()).toEqual([]);
    });

    /** The other node after a failure of the database that it saw like everybody: silent for long, and heard again a moment later. */
    const silence = () => one.database.execute(`UPDATE nodes SET heartbeat_at = heartbeat_at - 601`);

    it('leaves a node what it holds that is heard again while silent ones are given up', async () => {
      await reserve(two, 'a', { amount: 4n * COST });
      await silence();
      const nodes = one.get(NodeRepository);
      const silentFor = nodes.silentFor.bind(nodes);
      jest.spyOn(nodes, 'silentFor').mockImplementationOnce(async (seconds) => {
        const silent = await silentFor(seconds);
        for (const node of [one, two]) await node.get(NodeRegistry).beat();
        return silent;
      });
      await one.get(DeadNodes).releaseSilent();
      expect(await reserve(one, 'b', { amount: 7n * COST })).toMatchObject({ ok: false });
      expect(await one.database.query('SELECT id FROM nodes')).toHaveLength(2);
      settle(two, 'a', {}, tokens(400, 0));
      await settled();
      expect(await one.ledger.verify()).toEqual([]);
    });

    it('leaves a node what it borrows anew while its old slices are being given back', async () => {
      await reserve(two, 'a');
      settle(two, 'a');
      await settled();
      await silence();
      await one.get(NodeRegistry).beat();
      const leases = one.get(LeaseRepository);
      const ofNode = leases.ofNode.bind(leases);
      jest.spyOn(leases, 'ofNode').mockImplementationOnce(async (nodeId) => {
        const held = await ofNode(nodeId);
        await two.get(NodeRegistry).beat();
        expect(await reserve(two, 'b', { amount: 5n * COST })).toEqual({ ok: true });
        return held;
      });
      await one.get(DeadNodes).releaseSilent();
      expect(await reserve(one, 'c', { amount: 5n * COST })).toMatchObject({ ok: false });
      expect(await reserve(one, 'd', { amount: 4n * COST })).toEqual({ ok: true });
      expect(await one.ledger.verify()).toEqual([]);
    });

    it('hands back in the next round what it could not hand back in this one', async () => {
      await reserve(one, 'a');
      settle(one, 'a');
      await settled();
      const { dataSource } = one.get(MainDataSource);
      const later = performance.now() + 11_000;
      const failing = jest.spyOn(dataSource, 'transaction').mockRejectedValueOnce(new Error('away'));
      await expect(one.get(SliceReturns).handBackIdle(later)).rejects.toThrow('away');
      failing.mockRestore();
      expect((await figures()).leased).toBeGreaterThan(0n);
      await one.get(SliceReturns).handBackIdle(later);
      expect((await figures()).leased).toBe(0n);
    });

    it('says that it cannot tell, not that the balance is too low, while a node that holds some of it is silent', async () => {
      await reserve(two, 'a');
      // As if its process were stopped.
      jest.spyOn(two.get(LeaseRepository), 'wantedOf').mockResolvedValue([]);
      const outcome = await reserve(one, 'b', { amount: 9n * COST });
      expect(outcome).toMatchObject({ ok: false, error: { status: 503, code: 'ledger_unavailable' } });
      jest.restoreAllMocks();
      expect(await reserve(one, 'c', { amount: 9n * COST })).toEqual({ ok: true });
    });

    it('borrows for all that call at once together', async () => {
      const users = Array.from({ length: 30 }, (_, i) => 100 + i);
      for (const userId of users) await one.addUser(userId, 2n * COST);
      const transactions = jest.spyOn(one.get(MainDataSource).dataSource, 'transaction');
      const outcomes = await Promise.all(users.map((userId) => reserve(one, `u${userId}`, { userId })));
      expect(outcomes.every(({ ok }) => ok)).toBe(true);
      // The first alone, the others while that is on its way.
      expect(transactions.mock.calls.length).toBeLessThanOrEqual(3);
      jest.restoreAllMocks();
      expect(await one.ledger.verify()).toEqual([]);
    });

    it('takes over the folder of a dead node in the next round when this one failed', async () => {
      const folder = join(one.dataDir, 'journal', '5');
      mkdirSync(folder);
      writeFileSync(join(folder, 'node'), 'dead');
      await one.sql(
        `INSERT INTO wallet_leases (kind, owner_id, node_id, amount, wanted) VALUES ('users', 1, 'dead', 7, false)`,
      );
      await one.sql('UPDATE users SET leased = 7');
      jest.spyOn(one.get(DeadNodes), 'replayed').mockRejectedValueOnce(new Error('away'));
      const keeper = one.get(JournalKeeper);
      await keeper['watch'](keeper['slot']!);
      expect((await figures()).leased).toBe(7n);
      await keeper['watch'](keeper['slot']!);
      expect((await figures()).leased).toBe(0n);
    });

    it('gives back what a call of a dead node lacked, also where it had nothing', async () => {
      await grantPlan();
      await one.ledger.post({ userId: 1, operation: 'adjustment', key: 'poor', amount: -10n * COST });
      expect(await reserve(two, 'lost', planned)).toEqual({ ok: true });
      const [row] = await one.database.query('SELECT node_id, amount, uncovered FROM wallet_leases');
      expect([row!['amount'], row!['uncovered']].map(String)).toEqual(['0', (5n * COST).toString()]);
      await two.get(DeadNodes).replayed(String(row!['node_id']));
      expect((await figures()).leased).toBe(0n);
      expect(await one.ledger.verify()).toEqual([]);

      // It lives after all: its call is charged, and is in nobody's way.
      await two.get(NodeRegistry).beat();
      settle(two, 'lost', {}, tokens(1_000, 0));
      await settled();
      await one.ledger.post({ userId: 1, operation: 'adjustment', key: 'up', amount: 12n * COST });
      const admin = { userId: 9, username: 'root', role: 100, ip: '' };
      const { balance } = await figures();
      const wish = { kind: 'add', amount: -balance } as const;
      expect(await two.get(BalanceAdjustments).adjust(admin, 1, wish, '', 'all')).toMatchObject({ kind: 'done' });
      expect(await figures()).toEqual({ balance: 0n, leased: 0n });
      expect(await one.ledger.verify()).toEqual([]);
    });

    it('lets staff take all of a balance once the uncovered call is over', async () => {
      const most = { money: 14n * COST, tokens: 1_400 };
      expect(await reserve(two, 'short', { most })).toEqual({ ok: true });
      settle(two, 'short');
      await settled();
      const admin = { userId: 9, username: 'root', role: 100, ip: '' };
      const wish = { kind: 'add', amount: -9n * COST } as const;
      expect(await one.get(BalanceAdjustments).adjust(admin, 1, wish, '', 'all')).toMatchObject({ kind: 'done' });
      expect(await figures()).toEqual({ balance: 0n, leased: 0n });
    });

    it('hands everything back at its end', async () => {
      await reserve(two, 'a');
      settle(two, 'a');
      await two.close();
      expect(await figures()).toEqual({ balance: 9n * COST, leased: 0n });
      expect(await one.database.query('SELECT * FROM wallet_leases')).toEqual([]);
      expect(await one.database.query('SELECT id FROM nodes')).toHaveLength(1);
    });

    it('gives back what a node held that has been silent for ten minutes, once, and says so', async () => {
      await reserve(two, 'lost', { amount: 6n * COST });
      await one.database.execute(
        `UPDATE nodes SET heartbeat_at = heartbeat_at - 601 WHERE id = (SELECT node_id FROM wallet_leases)`,
      );
      const dead = one.get(DeadNodes);
      await Promise.all([dead.releaseSilent(), dead.releaseSilent()]);
      expect(await figures()).toEqual({ balance: 10n * COST, leased: 0n });
      await settled();
      const rows = await waitFor(async () => {
        const found = await one.database.query('SELECT multiplier FROM logs WHERE type = 4');
        return found.length > 0 ? found : undefined;
      }, 'the log row');
      expect(rows).toHaveLength(1);
      expect(rows[0]!['multiplier']).toContain('心跳已停止 10 分钟');
      expect(await one.ledger.verify()).toEqual([]);
    });
  },
);
