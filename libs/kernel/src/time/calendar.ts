export const CALENDAR_PERIODS = ['day', 'week', 'month'] as const;
export type CalendarPeriod = (typeof CALENDAR_PERIODS)[number];

/** One day, week (from Monday) or month: its first date as name, when it begins and ends (milliseconds since 1970, the end exclusive). */
export interface PeriodInForce {
  readonly name: string;
  readonly beginsAtMs: number;
  readonly endsAtMs: number;
}

/** Days, weeks and months of one time zone. A period is worked out once; until its end, asking costs a comparison. */
export class Calendar {
  private readonly format: Intl.DateTimeFormat;
  private readonly known = new Map<CalendarPeriod, PeriodInForce>();

  /** Throws RangeError for a zone that nobody knows. */
  constructor(readonly timeZone: string) {
    this.format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  periodAt(period: CalendarPeriod, nowMs: number): PeriodInForce {
    const known = this.known.get(period);
    if (known !== undefined && nowMs >= known.beginsAtMs && nowMs < known.endsAtMs) return known;
    const local = new Date(this.toLocalMs(nowMs));
    const [first, next] = bounds(
      period,
      local.getUTCFullYear(),
      local.getUTCMonth(),
      local.getUTCDate(),
      local.getUTCDay(),
    );
    const found = {
      name: new Date(first).toISOString().slice(0, 10),
      beginsAtMs: this.fromLocalMs(first),
      endsAtMs: this.fromLocalMs(next),
    };
    this.known.set(period, found);
    return found;
  }

  /** The zone's wall clock, read as if it were UTC. */
  private toLocalMs(atMs: number): number {
    const part: Record<string, number> = {};
    for (const { type, value } of this.format.formatToParts(atMs)) part[type] = Number(value);
    const { year, month, day, hour, minute, second } = part;
    return Date.UTC(year!, month! - 1, day, hour, minute, second);
  }

  /** Twice, because the offset at the guess may be that of the other side of a change to or from summer time. */
  private fromLocalMs(localMs: number): number {
    let atMs = localMs;
    for (let i = 0; i < 2; i++) atMs = localMs - (this.toLocalMs(atMs) - atMs);
    // Where clocks go forward at midnight that day has none: it begins at the change, not an hour before.
    return Math.max(atMs, atMs + localMs - this.toLocalMs(atMs));
  }
}

function bounds(period: CalendarPeriod, year: number, month: number, day: number, weekday: number): [number, number] {
  switch (period) {
    case 'day':
      return [Date.UTC(year, month, day), Date.UTC(year, month, day + 1)];
    case 'week': {
      const monday = day - ((weekday + 6) % 7);
      return [Date.UTC(year, month, monday), Date.UTC(year, month, monday + 7)];
    }
    case 'month':
      return [Date.UTC(year, month, 1), Date.UTC(year, month + 1, 1)];
  }
}
