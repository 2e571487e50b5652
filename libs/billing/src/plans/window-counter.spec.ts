import type { PlanWindow } from './domain/plan-terms';
import { WindowCounter } from './window-counter';

const FIVE_HOURS: PlanWindow = { key: 'w', metric: 'tokens', limit: 100n, anchor: 'first-use', length: '5h' };
const HOURS = 3_600;
const stored = (startsAt: number, endsAt: number, used: bigint) => ({ startsAt, endsAt, used, nodeId: '', lent: 0n });
const TERM = { startsAt: 0, endsAt: 30 * 24 * HOURS };

/** Uses the window at the time, as a call that ends at once. */
function use(counter: WindowCounter, now: number, amount: bigint) {
  const period = counter.at(now);
  counter.hold(period, amount, 0n);
  counter.end(period, { amount, short: 0n }, amount);
  return period;
}

describe('a window that begins with its first use', () => {
  it('begins with it, ends five hours later, and the next use begins the next', () => {
    const counter = new WindowCounter(FIVE_HOURS, TERM);
    expect(counter.begun(50)).toBeUndefined();
    use(counter, 100, 40n);
    expect(counter.begun(100 + 5 * HOURS - 1)).toMatchObject({ startsAt: 100, endsAt: 100 + 5 * HOURS, used: 40n });
    expect(counter.begun(100 + 5 * HOURS)).toBeUndefined();
    use(counter, 7 * HOURS, 10n);
    expect(counter.begun(8 * HOURS)).toMatchObject({ startsAt: 7 * HOURS, used: 10n });
  });

  it('has not begun with calls that used nothing, while one that still runs keeps it', () => {
    const counter = new WindowCounter(FIVE_HOURS, TERM);
    const period = counter.at(100);
    counter.hold(period, 10n, 0n);
    counter.hold(period, 0n, 0n);
    counter.end(period, { amount: 10n, short: 0n }, 0n);
    expect(counter.begun(200)).toBe(period);
    counter.end(period, { amount: 0n, short: 0n }, 0n);
    expect(counter.begun(200)).toBeUndefined();
  });

  it('counts a call that runs over its end in the period that it began in', () => {
    const counter = new WindowCounter(FIVE_HOURS, TERM);
    const first = counter.at(100);
    counter.hold(first, 10n, 0n);
    use(counter, 6 * HOURS, 5n);
    counter.end(first, { amount: 10n, short: 0n }, 30n);
    expect(counter.begun(6 * HOURS)).toMatchObject({ startsAt: 6 * HOURS, used: 5n });
    expect(first).toMatchObject({ used: 30n, unwritten: 30n, reserved: 0n });
  });

  it('is one period from the first beginning on when two processes began it, and keeps what is not written yet', () => {
    const counter = new WindowCounter(FIVE_HOURS, TERM);
    const own = use(counter, 103, 7n);
    counter.apply([stored(100, 100 + 5 * HOURS, 20n)], 110);
    expect(counter.begun(110)).toMatchObject({ startsAt: 100, endsAt: 100 + 5 * HOURS, used: 27n });
    own.unwritten -= 7n;
    counter.apply([stored(103, 103 + 5 * HOURS, 7n), stored(100, 100 + 5 * HOURS, 20n)], 120);
    expect(counter.begun(120)).toMatchObject({ startsAt: 100, used: 27n });
  });

  it('is not yet the next period that a node whose clock is ahead has begun', () => {
    const counter = new WindowCounter(FIVE_HOURS, TERM);
    const end = 100 + 5 * HOURS;
    counter.apply([stored(100, end, 20n), stored(end + 1, end + 1 + 5 * HOURS, 3n)], end - 1);
    expect(counter.begun(end - 1)).toMatchObject({ startsAt: 100, used: 20n });
    counter.apply([stored(end + 1, end + 1 + 5 * HOURS, 3n)], end);
    expect(counter.begun(end)).toMatchObject({ startsAt: end + 1, used: 3n });
  });

  it('is what is stored, after a restart', () => {
    const counter = new WindowCounter(FIVE_HOURS, TERM);
    const rows = [stored(100, 100 + 5 * HOURS, 20n)];
    counter.apply(rows, 5 * HOURS);
    expect(counter.begun(5 * HOURS)).toMatchObject({ startsAt: 100, used: 20n });
    const late = new WindowCounter(FIVE_HOURS, TERM);
    late.apply(rows, 6 * HOURS);
    expect(late.begun(6 * HOURS)).toBeUndefined();
  });
});

describe('a window of the calendar', () => {
  it('has begun without a use, and counts only its own period', () => {
    const window: PlanWindow = { ...FIVE_HOURS, anchor: 'calendar', length: 'day', timeZone: 'UTC' };
    const counter = new WindowCounter(window, TERM);
    use(counter, 10 * HOURS, 30n);
    expect(counter.begun(23 * HOURS)).toMatchObject({ startsAt: 0, endsAt: 24 * HOURS, used: 30n });
    expect(counter.begun(24 * HOURS)).toMatchObject({ startsAt: 24 * HOURS, used: 0n });
    counter.apply([stored(0, 24 * HOURS, 30n)], 24 * HOURS);
    expect(counter.begun(24 * HOURS)).toMatchObject({ used: 0n });
  });
});

describe('a window that a node has a part of', () => {
  const row = (nodeId: string, used: bigint, lent: bigint) => ({ ...stored(100, 100 + 5 * HOURS, used), nodeId, lent });

  it('has room as far as that goes, whatever is left beside it', () => {
    const counter = new WindowCounter(FIVE_HOURS, TERM, 'own');
    expect(counter.room(counter.at(100))).toBe(0n);
    counter.apply([row('own', 5n, 30n), row('other', 10n, 20n)], 200);
    const period = counter.at(200);
    expect(counter.room(period)).toBe(25n);
    counter.hold(period, 10n, 0n);
    counter.lend(period, 4n);
    counter.end(period, { amount: 10n, short: 0n }, 9n);
    expect(counter.room(period)).toBe(20n);
    counter.written(period, 9n);
    counter.apply([row('own', 14n, 34n), row('other', 10n, 20n)], 300);
    expect([counter.room(period), period.used]).toEqual([20n, 24n]);
  });

  it('keeps what calls hold when the rest is given back, and has not begun once nothing is left of it', () => {
    const counter = new WindowCounter(FIVE_HOURS, TERM, 'own');
    counter.apply([row('own', 0n, 30n)], 200);
    const period = counter.at(200);
    counter.hold(period, 10n, 0n);
    counter.giveBack(period);
    expect([counter.room(period), period.slice]).toEqual([0n, 10n]);
    counter.end(period, { amount: 10n, short: 0n }, 0n);
    counter.giveBack(period);
    expect(counter.begun(200)).toBeUndefined();
  });

  it('is taken for spent while it was asked a moment ago, by calls that need more than the node has', () => {
    const counter = new WindowCounter(FIVE_HOURS, TERM, 'own');
    counter.apply([row('own', 5n, 30n)], 200);
    counter.at(200).askAgainAtMs = performance.now() + 60_000;
    expect([counter.isSpent(200, 26n), counter.isSpent(200, 25n)]).toEqual([true, false]);
    counter.at(200).askAgainAtMs = performance.now() - 1;
    expect(counter.isSpent(200, 26n)).toBe(false);
  });

  it('is spent when all nodes together have used it', () => {
    const counter = new WindowCounter(FIVE_HOURS, TERM, 'own');
    counter.apply([row('own', 5n, 30n), row('other', 70n, 70n)], 200);
    expect(counter.isSpent(200, 40n)).toBe(false);
    counter.apply([row('own', 30n, 30n), row('other', 70n, 70n)], 200);
    expect(counter.isSpent(200, 40n)).toBe(true);
    expect(counter.isSpent(100 + 5 * HOURS, 40n)).toBe(false);
  });
});
