import type { PlanWindow } from './domain/plan-terms';
import { periodAt, type Period } from './domain/window-period';

/** One period of a window as this process knows it. */
export interface PeriodUse extends Period {
  /** What the database holds and what is on its way there. */
  used: bigint;
  /** Held back for calls that are running. */
  reserved: bigint;
  openHolds: number;
  /** Used, but not in the database yet. */
  unwritten: bigint;
}

/** A stored period. */
export interface StoredPeriod extends Period {
  used: bigint;
}

/** One window of one subscription in memory. */
export class WindowCounter {
  private current: PeriodUse | undefined;

  constructor(
    readonly window: PlanWindow,
    private readonly term: Period,
  ) {}

  /** The period that a call now counts in; one that nobody used yet is remembered when it is held. */
  at(now: number): PeriodUse {
    if (this.current !== undefined && now < this.current.endsAt) return this.current;
    return { ...periodAt(this.window, now, this.term), used: 0n, reserved: 0n, openHolds: 0, unwritten: 0n };
  }

  /** The period that has begun; undefined = a call now would begin one. */
  begun(now: number): PeriodUse | undefined {
    const period = this.at(now);
    return period === this.current || this.window.anchor !== 'first-use' ? period : undefined;
  }

  hold(period: PeriodUse, amount: bigint): void {
    this.current = period;
    period.reserved += amount;
    period.openHolds += 1;
  }

  /** Ends a hold. A period that calls began without using anything has not begun. */
  end(period: PeriodUse, held: bigint, used: bigint): void {
    period.reserved -= held;
    period.openHolds -= 1;
    period.used += used;
    period.unwritten += used;
    if (period === this.current && period.used === 0n && period.openHolds === 0) this.current = undefined;
  }

  /**
   * What the database holds of periods that are not over. A window that begins with its first use may have begun on several
   * nodes within a moment: that is one period, from the first beginning on.
   */
  apply(stored: readonly StoredPeriod[], now: number): void {
    const period = this.at(now);
    const rows = stored.filter(({ startsAt, endsAt }) =>
      this.window.anchor === 'first-use' ? endsAt > now : startsAt === period.startsAt,
    );
    if (rows.length > 0) {
      period.startsAt = Math.min(period.startsAt, ...rows.map((row) => row.startsAt));
      period.endsAt = Math.min(period.endsAt, ...rows.map((row) => row.endsAt));
      this.current = period;
    }
    period.used = rows.reduce((sum, { used }) => sum + used, period.unwritten);
  }
}
