import { Clock } from '@app/kernel';
import fc from 'fast-check';
import { SLOTS_PER_WINDOW, type Take } from './limit-store';
import { MemoryLimitStore } from './memory-limit-store';

class FakeClock extends Clock {
  nowMs = 1_800_000_000_000;
  now(): number {
    return this.nowMs;
  }
}

const WINDOW_MS = 60_000;
const SLOT_MS = WINDOW_MS / SLOTS_PER_WINDOW;
const rolling = (key: string, limit: bigint, amount: bigint): Take => ({
  key,
  kind: 'amount',
  limit,
  amount,
  slotMs: SLOT_MS,
  endsAtMs: 0,
});
const place = (key: string, limit: bigint): Take => ({ key, kind: 'place', limit, amount: 1n, slotMs: 0, endsAtMs: 0 });

describe('counters in memory', () => {
  let clock: FakeClock;
  let store: MemoryLimitStore;
  let calls: number;
  const take = (...takes: Take[]) => store.take(`call ${calls++}`, takes);
  beforeEach(() => {
    clock = new FakeClock();
    store = new MemoryLimitStore(clock);
    calls = 0;
  });

  it('take all or none', () => {
    expect(take(rolling('a', 10n, 1n), rolling('b', 1n, 1n)).ok).toBe(true);
    expect(take(rolling('a', 10n, 1n), rolling('b', 1n, 1n))).toMatchObject({
      ok: false,
      levels: [{ used: 1n }, { used: 1n }],
    });
    expect(take(rolling('a', 10n, 9n)).ok).toBe(true);
  });

  it('let nobody use a limit twice around the edge of a minute', () => {
    clock.nowMs = Math.ceil(clock.nowMs / WINDOW_MS) * WINDOW_MS - 1;
    for (let i = 0; i < 10; i++) expect(take(rolling('a', 10n, 1n)).ok).toBe(true);
    clock.nowMs += 2;
    expect(take(rolling('a', 10n, 1n)).ok).toBe(false);
    clock.nowMs += WINDOW_MS - 4;
    expect(take(rolling('a', 10n, 1n)).ok).toBe(false);
  });

  it('are free again a window after the clock was set back, and take back what calls of before had too much', () => {
    const first = take(rolling('a', 10n, 6n));
    take(rolling('a', 10n, 4n));
    clock.nowMs -= 86_400_000;
    const { ok, levels } = take(rolling('a', 10n, 1n));
    expect({ ok, used: levels[0]!.used }).toEqual({ ok: false, used: 10n });
    expect(levels[0]!.waitMs).toBeLessThanOrEqual(WINDOW_MS + SLOT_MS);
    store.close('call 0', first.atMs, [{ take: rolling('a', 10n, 6n), delta: -5n }]);
    expect(take(rolling('a', 10n, 5n)).ok).toBe(true);
    clock.nowMs += WINDOW_MS + SLOT_MS;
    expect(take(rolling('a', 10n, 10n)).ok).toBe(true);
  });

  it('say when there is room again, and mean it', () => {
    take(rolling('a', 10n, 4n));
    clock.nowMs += 20_000;
    take(rolling('a', 10n, 6n));
    const { waitMs } = take(rolling('a', 10n, 4n)).levels[0]!;
    expect(waitMs).toBeGreaterThan(WINDOW_MS - 20_000 - 1);
    expect(waitMs).toBeLessThanOrEqual(WINDOW_MS - 20_000 + SLOT_MS);
    clock.nowMs += waitMs - 1;
    expect(take(rolling('a', 10n, 4n)).ok).toBe(false);
    clock.nowMs += 1;
    expect(take(rolling('a', 10n, 4n)).ok).toBe(true);
  });

  it('tell an amount that will never fit from one that does not fit now', () => {
    expect(take(rolling('a', 10n, 11n)).levels[0]!.waitMs).toBe(Infinity);
  });

  it('give back what was too much, and count what was too little', () => {
    const expected = rolling('a', 10n, 8n);
    const { atMs } = store.take('x', [expected]);
    store.close('x', atMs, [{ take: expected, delta: -6n }]);
    expect(take(rolling('a', 10n, 8n)).ok).toBe(true);
    const other = rolling('b', 10n, 1n);
    const begun = store.take('y', [other]);
    clock.nowMs += WINDOW_MS * 2;
    store.close('y', begun.atMs, [{ take: other, delta: 9n }]);
    expect(take(rolling('b', 10n, 2n)).ok).toBe(false);
    expect(take(rolling('b', 10n, 1n)).ok).toBe(true);
  });

  it('do not give back to a later slot what belongs to one that has left', () => {
    const early = rolling('a', 10n, 10n);
    const { atMs } = store.take('x', [early]);
    clock.nowMs += WINDOW_MS + SLOT_MS;
    expect(take(rolling('a', 10n, 10n)).ok).toBe(true);
    store.close('x', atMs, [{ take: early, delta: -10n }]);
    expect(take(rolling('a', 10n, 1n)).ok).toBe(false);
  });

  it('begin at nothing with a new calendar period', () => {
    const today: Take = {
      key: 'day:1',
      kind: 'amount',
      limit: 5n,
      amount: 5n,
      slotMs: 0,
      endsAtMs: clock.nowMs + 1_000,
    };
    expect(take(today)).toMatchObject({ ok: true, levels: [{ used: 5n, resetMs: 1_000 }] });
    expect(take({ ...today, amount: 1n })).toMatchObject({ ok: false, levels: [{ waitMs: 1_000 }] });
    expect(take({ ...today, key: 'day:2' }).ok).toBe(true);
  });

  it('take no room for what is over', () => {
    for (let i = 0; i < 5_000; i++) {
      take(rolling(`key ${i}`, 1n, 1n));
      clock.nowMs += 1_000;
    }
    expect(store.size).toBeLessThan(1_100);
  });

  interface Step {
    waitMs: number;
    amount: number;
    rules: number;
    ends: number;
    share: number;
  }
  const steps = fc.array(
    fc.record<Step>({
      waitMs: fc.oneof(fc.nat({ max: 5_000 }), fc.constantFrom(0, 1, 59_999, 60_000, 61_000)),
      amount: fc.nat({ max: 12 }),
      rules: fc.integer({ min: 1, max: 7 }),
      ends: fc.nat({ max: 3 }),
      share: fc.nat({ max: 100 }),
    }),
    { maxLength: 80 },
  );

  it('never hold more than the limit within any window, refuse for no reason that is not there, and keep nothing (brute force)', () => {
    const LIMIT = 20n;
    const PLACES = 3n;
    fc.assert(
      fc.property(steps, (run) => {
        const time = new FakeClock();
        const counters = new MemoryLimitStore(time);
        const counted: { key: string; atMs: number; amount: bigint }[] = [];
        const open: { id: string; atMs: number; takes: Take[]; entries: (typeof counted)[number][] }[] = [];
        const since = (key: string, fromMs: number) =>
          counted.filter((one) => one.key === key && one.atMs > fromMs).reduce((sum, { amount }) => sum + amount, 0n);
        const placesOf = (key: string) =>
          BigInt(open.filter(({ takes }) => takes.some((one) => one.key === key)).length);
        run.forEach(({ waitMs, amount, rules, ends, share }, i) => {
          time.nowMs += waitMs;
          const takes = [
            ...(rules & 1 ? [rolling('a', LIMIT, BigInt(amount))] : []),
            ...(rules & 2 ? [rolling('b', LIMIT, 1n)] : []),
            ...(rules & 4 ? [place('c', PLACES)] : []),
          ];
          const outcome = counters.take(`call ${i}`, takes);
          const fits = (reachMs: number) =>
            takes.every((one) =>
              one.kind === 'place'
                ? placesOf(one.key) + 1n <= one.limit
                : since(one.key, time.nowMs - reachMs) + one.amount <= one.limit,
            );
          // Refused only when a window longer by one slot would be too full.
          if (!outcome.ok) expect(fits(WINDOW_MS + SLOT_MS)).toBe(false);
          else {
            expect(fits(WINDOW_MS)).toBe(true);
            const entries = takes
              .filter(({ kind }) => kind === 'amount')
              .map((one) => ({ key: one.key, atMs: time.nowMs, amount: one.amount }));
            counted.push(...entries);
            open.push({ id: `call ${i}`, atMs: outcome.atMs, takes, entries });
          }
          for (let n = 0; n < ends && open.length > 0; n++) {
            const ending = open.splice(share % open.length, 1)[0]!;
            const corrections = ending.takes.map((one) => {
              const delta = one.key === 'a' ? -((one.amount * BigInt(share)) / 100n) : 0n;
              for (const entry of ending.entries) if (entry.key === one.key) entry.amount += delta;
              return { take: one, delta };
            });
            counters.close(ending.id, ending.atMs, corrections);
          }
        });
        for (const key of ['a', 'b']) {
          for (const { atMs } of counted) {
            const within = counted.filter((one) => one.key === key && one.atMs >= atMs && one.atMs < atMs + WINDOW_MS);
            expect(within.reduce((sum, { amount }) => sum + amount, 0n)).toBeLessThanOrEqual(LIMIT);
          }
        }
        for (const { id, atMs, takes } of open)
          counters.close(
            id,
            atMs,
            takes.map((one) => ({ take: one, delta: 0n })),
          );
        time.nowMs += WINDOW_MS + SLOT_MS;
        const all = counters.take('last', [rolling('a', LIMIT, LIMIT), rolling('b', LIMIT, LIMIT), place('c', 1n)]);
        expect(all.ok).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
