import { AppError, Clock } from '@app/kernel';
import fc from 'fast-check';
import type { ReserveRequest } from '../usage-meter.contract';
import type { PlanPart } from '../application/settlement';
import type { PlanSubscriptionEntity } from '../persistence/plan-subscription.entity';
import type { PlanUsageEntity } from '../persistence/plan-usage.entity';
import { writeTerms } from './domain/plan-terms';
import { HeldSubscription } from './held-subscription';
import { PlanCover, type PlanHold } from './plan-cover';
import type { PlanHoldings } from './plan-holdings';
import type { WindowSlices } from './window-slices';
import { readWish, type TermsWish } from './plan-rules';

class FakeClock extends Clock {
  at = 1_774_700_000;
  now(): number {
    return this.at * 1000;
  }
}

/** The cover of one user over subscriptions that are only in memory. */
function world(...wishes: Partial<TermsWish>[]) {
  const clock = new FakeClock();
  const rows = wishes.map((wish, i): PlanSubscriptionEntity => {
    const terms = readWish({ name: `P${i + 1}`, duration_days: 30, windows: [], ...wish });
    const endsAt = clock.at + terms.durationDays * 86_400;
    const state = 'active';
    return {
      ...{ id: i + 1, userId: 1, planId: 1, terms: writeTerms(terms), startsAt: clock.at, endsAt, state },
      ...{ grantKey: '', previousGroup: null },
    };
  });
  const held = rows.map((row) => new HeldSubscription(row)).sort((a, b) => a.endsAt - b.endsAt);
  const cover = new PlanCover(
    { of: () => held } as unknown as PlanHoldings,
    undefined as unknown as WindowSlices,
    clock,
  );
  return { clock, rows, held, cover };
}

function request(amount: bigint, tokens: number, model = 'gpt-4o'): ReserveRequest {
  const describe = { username: '', tokenName: '', requestedModel: model, ip: '', startedAtMs: 0 };
  return { requestId: '', userId: 1, tokenId: 0, isUnlimitedToken: true, amount, tokens, describe };
}

const RICH = 10n ** 15n;
const NOTHING = { least: 0n, most: 0n };

describe('when plans cannot pay for a call', () => {
  const refusal = (outcome: PlanHold | AppError | undefined): AppError => {
    if (!(outcome instanceof AppError)) throw new Error('not refused');
    return outcome;
  };

  it('says when the latest of the full windows of a plan has room, of the plan that is the first to have some', () => {
    const day = { length: 'day', metric: 'requests', limit: 1 } as const;
    const week = { length: 'week', metric: 'requests', limit: 1 } as const;
    const { cover } = world({ overflow: 'refuse', windows: [day, week] }, { overflow: 'refuse', windows: [day] });
    expect(cover.hold(request(5n, 1), RICH)).toMatchObject({ subscription: { id: 1 } });
    const second = cover.hold(request(5n, 1), RICH) as PlanHold;
    expect(second.subscription.id).toBe(2);
    // Running calls may give back at any time.
    expect(refusal(cover.hold(request(5n, 1), RICH)).retryAfterSeconds).toBe(1);
    cover.take(second, cover.divide(second, 0, { money: 5n, tokens: 1n }));
    expect(refusal(cover.hold(request(5n, 1), RICH))).toMatchObject({ retryAfterSeconds: 1, status: 429 });
  });

  it('leave what a call gives back to the one that is not covered, before they admit another', () => {
    const { cover } = world({
      overflow: 'refuse',
      windows: [{ length: 'day', metric: 'tokens', limit: 1_000 }],
    });
    const call = { ...request(10n, 100), most: { money: 40n, tokens: 400 } };
    const [first, second, third] = [1, 2, 3].map(() => cover.hold(call, 0n) as PlanHold);
    expect(third!.windows).toMatchObject([{ amount: 200n, short: 200n }]);
    cover.take(first!, cover.divide(first!, 0, { money: 10n, tokens: 100n }));
    // Three hundred came back, and two hundred of them are the third call's.
    expect(cover.hold({ ...call, ...request(15n, 150) }, 0n)).toMatchObject({ code: 'plan.window_exhausted' });
    expect(cover.hold(call, 0n)).toMatchObject({ windows: [{ amount: 100n, short: 300n }] });
    for (const hold of [second!, third!]) {
      const paid = cover.divide(hold, 0, { money: 40n, tokens: 400n });
      expect(paid.money).toBe(40n);
      cover.take(hold, paid);
    }
  });

  it('gives no time when none helps: the call is larger than the window, or the plan ends before', () => {
    const tokens = { length: 'day', metric: 'tokens', limit: 10 } as const;
    const { cover } = world({ overflow: 'refuse', windows: [tokens] });
    expect(refusal(cover.hold(request(5n, 11), RICH)).retryAfterSeconds).toBeUndefined();
    const ending = world({ overflow: 'refuse', duration_days: 1, windows: [{ ...tokens, length: 'week' }] });
    const hold = ending.cover.hold(request(5n, 10), RICH) as PlanHold;
    ending.cover.take(hold, ending.cover.divide(hold, 0, { money: 5n, tokens: 10n }));
    expect(refusal(ending.cover.hold(request(5n, 1), RICH)).retryAfterSeconds).toBeUndefined();
  });

  it('leaves calls to the wallet that it is not about, also those of a plan that is over', () => {
    const { cover, clock } = world({ models: ['gpt-*'], windows: [{ length: 'term', metric: 'requests', limit: 9 }] });
    expect(cover.hold(request(5n, 1, 'o3'), RICH)).toBeUndefined();
    expect(cover.hold({ ...request(5n, 1, 'o3-high'), servedModel: 'gpt-5' }, RICH)).toMatchObject({
      fromWallet: NOTHING,
    });
    expect(cover.hold(request(0n, 0), RICH)).toBeUndefined();
    clock.at += 30 * 86_400;
    expect(cover.hold(request(5n, 1), RICH)).toBeUndefined();
  });

  it('pays for a user in debt as long as the plan has room for all of it', () => {
    const { cover } = world({ windows: [{ length: 'term', metric: 'money', limit_usd: '0.000000010' }] });
    expect(cover.hold(request(8n, 1), -5n)).toMatchObject({ fromWallet: NOTHING });
    expect(cover.hold(request(3n, 1), -5n)).toMatchObject({ code: 'plan.window_exhausted' });
  });

  it('holds in each window what the call may use at the worst, as far as it has that, and asks the wallet for the rest', () => {
    const windows = [
      { length: 'day', metric: 'money', limit_usd: '0.000000100' },
      { length: 'week', metric: 'tokens', limit: 1_000 },
    ] as const;
    const { cover } = world({ windows: [...windows] });
    const hold = cover.hold({ ...request(10n, 20), most: { money: 160n, tokens: 320 } }, 0n) as PlanHold;
    expect(hold.windows.map(({ amount, short }) => [amount, short])).toEqual([
      [100n, 60n],
      [320n, 0n],
    ]);
    // Nothing has to be there, and the most is what the tightest window leaves.
    expect(hold.fromWallet).toEqual({ least: 0n, most: 60n });
    expect(cover.hold(request(10n, 20), 0n)).toMatchObject({ code: 'plan.window_exhausted', retryAfterSeconds: 1 });
    cover.take(hold, cover.divide(hold, 0, { money: 10n, tokens: 20n }));
    expect(cover.hold(request(90n, 20), 0n)).toMatchObject({ fromWallet: NOTHING });
  });

  it('holds some of a window of tokens also for a call of which nobody knows how many it will use', () => {
    const windows = [
      { length: 'day', metric: 'tokens', limit: 90 },
      { length: 'day', metric: 'requests', limit: 9 },
    ] as const;
    const { cover } = world({ windows: [...windows] });
    const hold = cover.hold(request(1n, 0), 0n) as PlanHold;
    expect(cover.hold(request(10n, 90), RICH)).toMatchObject({ subscription: { id: 1 } });
    expect(cover.divide(hold, 0, { money: 1n, tokens: 0n }).money).toBe(1n);
  });
});

type Step =
  /** `more`: at the worst, of money and tokens each. */
  | { kind: 'open'; money: bigint; tokens: number; more: number }
  | { kind: 'settle'; which: number; money: bigint; tokens: bigint }
  | { kind: 'release'; which: number }
  | { kind: 'pass'; seconds: number };

const money = fc.bigInt({ min: 1n, max: 60n });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('open' as const), money, tokens: fc.nat(40), more: fc.nat(50) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      ...{ kind: fc.constant('settle' as const), which: fc.nat() },
      ...{ money: fc.bigInt({ min: 0n, max: 90n }), tokens: fc.bigInt({ min: 0n, max: 60n }) },
    }),
  },
  fc.record({ kind: fc.constant('release' as const), which: fc.nat() }),
  fc.record({ kind: fc.constant('pass' as const), seconds: fc.integer({ min: 1, max: 30_000 }) }),
);
const PLANS: Partial<TermsWish>[] = [
  {
    windows: [
      { length: '5h', metric: 'money', limit_usd: '0.000000100' },
      { length: 'day', anchor: 'calendar', time_zone: 'Europe/Berlin', metric: 'tokens', limit: 90 },
      { length: 'term', metric: 'requests', limit: 12 },
    ],
  },
  { duration_days: 2, windows: [{ length: 'day', metric: 'money', limit_usd: '0.000000070' }] },
];

describe('plans over random lives of parallel calls', () => {
  it('pay as much as the windows have beside what others hold, never more, and what they count is what was paid', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
        const { clock, cover, held, rows } = world(...PLANS);
        const open: PlanHold[] = [];
        const parts: PlanPart[] = [];
        for (const next of steps) {
          if (next.kind === 'pass') clock.at += next.seconds;
          if (next.kind === 'open') {
            const most = { money: next.money + BigInt(next.more), tokens: next.tokens + next.more };
            const hold = cover.hold({ ...request(next.money, next.tokens), most }, RICH);
            if (hold instanceof AppError) throw hold;
            if (hold !== undefined) open.push(hold);
          }
          if ((next.kind !== 'settle' && next.kind !== 'release') || open.length === 0) continue;
          const [hold] = open.splice(next.which % open.length, 1);
          if (next.kind === 'release') cover.release(hold!);
          else {
            const paid = cover.divide(hold!, 0, next);
            cover.take(hold!, paid);
            if (paid.part !== undefined) parts.push(paid.part);
            expect(paid.money).toBe(mostThatFits(hold!, next, paid.share.takes));
          }
        }
        for (const hold of open) cover.release(hold);

        const stored = addUp(parts);
        for (const subscription of held) {
          for (const { window } of subscription.counters) {
            for (const row of stored.filter(
              (one) => one.subscriptionId === subscription.id && one.windowKey === window.key,
            ))
              expect(row.used <= window.limit).toBe(true);
          }
        }
        // What was written is what a process that starts now finds.
        for (const subscription of held) {
          const restarted = new HeldSubscription(rows.find(({ id }) => id === subscription.id)!);
          restarted.apply(
            stored.filter((row) => row.subscriptionId === subscription.id && row.endsAt > clock.at),
            clock.at,
          );
          subscription.counters.forEach((counter, i) => {
            const now = counter.at(clock.at);
            expect([now.reserved, now.openHolds]).toEqual([0n, 0]);
            expect(restarted.counters[i]!.at(clock.at).used).toBe(now.used);
          });
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** Looks for the largest payable part one nano-dollar at a time, with the windows as they were before it was taken. */
function mostThatFits(hold: PlanHold, call: { money: bigint; tokens: bigint }, takes: readonly bigint[]): bigint {
  const rooms = hold.windows.map(({ counter: { window }, period }, i) => ({
    metric: window.metric,
    room: window.limit - period.used + takes[i]! - period.reserved,
  }));
  const fits = (part: bigint): boolean =>
    rooms.every(({ metric, room }) => {
      if (metric === 'requests') return room >= 1n;
      return metric === 'money' ? part <= room : part * call.tokens <= room * call.money;
    });
  let part = 0n;
  while (part < call.money && fits(part + 1n)) part++;
  return part;
}

function addUp(parts: readonly PlanPart[]): PlanUsageEntity[] {
  const rows = new Map<string, PlanUsageEntity>();
  for (const { subscriptionId, usages } of parts) {
    for (const { window: windowKey, startsAt, endsAt, used } of usages) {
      const id = `${subscriptionId}:${windowKey}:${startsAt}`;
      const row = rows.get(id) ?? {
        ...{ id, subscriptionId, windowKey, startsAt, endsAt, used: 0n },
        ...{ nodeId: '', lent: 0n, wanted: false },
      };
      rows.set(id, { ...row, used: row.used + BigInt(used) });
    }
  }
  return [...rows.values()];
}
