import type { PlanWindow } from './domain/plan-terms';
import { periodAt, type Period } from './domain/window-period';

/** One period of a window as this process knows it. */
export interface PeriodUse extends Period {
  /** What the database holds, of all nodes, and what is on its way there. */
  used: bigint;
  /** Held back for calls that are running. */
  reserved: bigint;
  /** What the worst cases of these calls are beyond it: until there is room for that, no other call is admitted. */
  short: bigint;
  openHolds: number;
  /** Used, but not in the database yet. */
  unwritten: bigint;
  /** What this node may use as the database has it, `unwritten` included; undefined = all that is left (WALLET_MODE=owned). */
  slice: bigint | undefined;
  /** Until then, by `performance.now()`, nobody has more of it for this node. */
  askAgainAtMs: number;
}

/** A stored period. */
export interface StoredPeriod extends Period {
  nodeId: string;
  used: bigint;
  lent: bigint;
}

/** Which of the stored figures are this process' own; undefined = it has the windows for itself. */
export type SliceOwner = string | undefined;

/** One window of one subscription in memory. */
export class WindowCounter {
  private current: PeriodUse | undefined;

  constructor(
    readonly window: PlanWindow,
    private readonly term: Period,
    private readonly owner?: SliceOwner,
  ) {}

  /** The period that a call now counts in; one that nobody used yet is remembered when it is held or lent. */
  at(now: number): PeriodUse {
    if (this.current !== undefined && now < this.current.endsAt) return this.current;
    return {
      ...periodAt(this.window, now, this.term),
      ...{ used: 0n, reserved: 0n, short: 0n, openHolds: 0, unwritten: 0n },
      slice: this.owner === undefined ? undefined : 0n,
      askAgainAtMs: -Infinity,
    };
  }

  /** The period that has begun; undefined = a call now would begin one. */
  begun(now: number): PeriodUse | undefined {
    const period = this.at(now);
    return period === this.current || this.window.anchor !== 'first-use' ? period : undefined;
  }

  /** What is left for other calls here, beside those that are running. */
  room(period: PeriodUse): bigint {
    return this.unheld(period) - period.short;
  }

  /** What no running call holds; it pays for one that uses more than it holds. */
  unheld({ used, reserved, unwritten, slice }: PeriodUse): bigint {
    return (slice === undefined ? this.window.limit - used : slice - unwritten) - reserved;
  }

  /** No node has more of it for a call that needs so much, as far as is known. */
  isSpent(now: number, needed: bigint): boolean {
    const period = this.at(now);
    if (period.used >= this.window.limit) return true;
    return performance.now() < period.askAgainAtMs && this.room(period) < needed;
  }

  /** `short`: of the call's worst case, beyond what is held for it. */
  hold(period: PeriodUse, amount: bigint, short: bigint): void {
    this.current = period;
    period.reserved += amount;
    period.short += short;
    period.openHolds += 1;
  }

  /** Ends a hold. A period that calls began without using anything has not begun. */
  end(period: PeriodUse, { amount, short }: { amount: bigint; short: bigint }, used: bigint): void {
    period.reserved -= amount;
    period.short -= short;
    period.openHolds -= 1;
    period.used += used;
    period.unwritten += used;
    if (period === this.current && isUnused(period) && (period.slice ?? 0n) <= 0n) this.current = undefined;
  }

  /** What was used is in the database. */
  written(period: PeriodUse, used: bigint): void {
    period.unwritten -= used;
    if (period.slice !== undefined) period.slice -= used;
  }

  /** The database lends this node more. */
  lend(period: PeriodUse, amount: bigint): void {
    this.current = period;
    period.slice! += amount;
  }

  /** What this node may use and no call holds. It is no longer its own. */
  giveBack(period: PeriodUse): void {
    const free = this.room(period);
    if (free > 0n) period.slice! -= free;
    if (period === this.current && isUnused(period)) this.current = undefined;
  }

  /** What the database holds of periods that are not over. */
  apply(stored: readonly StoredPeriod[], now: number): void {
    const period = this.at(now);
    const rows = this.rowsOf(period, stored, now);
    const first = rows.reduce<StoredPeriod | undefined>(
      (earliest, row) => (earliest !== undefined && earliest.startsAt <= row.startsAt ? earliest : row),
      undefined,
    );
    if (first !== undefined) {
      ({ startsAt: period.startsAt, endsAt: period.endsAt } = first);
      this.current = period;
    }
    period.used = rows.reduce((sum, { used }) => sum + used, period.unwritten);
    if (this.owner !== undefined) {
      const own = rows.find(({ nodeId, startsAt }) => nodeId === this.owner && startsAt === period.startsAt);
      period.slice = own === undefined || own.lent < own.used ? 0n : own.lent - own.used;
    }
    // All of it was given back.
    if (first === undefined && isUnused(period)) this.current = undefined;
  }

  /**
   * One that began with its first use may have begun twice, where a journal was replayed late: that is one period. By the clock of
   * a node that is ahead of this one's the next may have begun: that is not yet this one.
   */
  private rowsOf(period: Period, stored: readonly StoredPeriod[], now: number): readonly StoredPeriod[] {
    if (this.window.anchor !== 'first-use') return stored.filter(({ startsAt }) => startsAt === period.startsAt);
    const open = stored.filter(({ endsAt }) => endsAt > now);
    const firstEnd = Math.min(...open.map(({ endsAt }) => endsAt));
    return open.filter(({ startsAt }) => startsAt < firstEnd);
  }
}

function isUnused({ used, openHolds }: PeriodUse): boolean {
  return used === 0n && openHolds === 0;
}
