import { Calendar } from '@app/kernel';
import type { PlanWindow } from './plan-terms';

/** Unix seconds; the end is exclusive. */
export interface Period {
  startsAt: number;
  endsAt: number;
}

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** Lengths of windows that begin with their first use; a month is 30 days there. */
const SECONDS = { '5h': 5 * HOUR, day: DAY, week: 7 * DAY, month: 30 * DAY } as const;

const calendars = new Map<string, Calendar>();

/** The period that the window is in: for one that begins with its first use, the one that a use now would begin. */
export function periodAt(window: PlanWindow, nowSeconds: number, term: Period): Period {
  switch (window.anchor) {
    case 'term':
      return { startsAt: term.startsAt, endsAt: term.endsAt };
    case 'first-use':
      return { startsAt: nowSeconds, endsAt: nowSeconds + SECONDS[window.length] };
    case 'calendar': {
      const { beginsAtMs, endsAtMs } = calendarOf(window.timeZone).periodAt(window.length, nowSeconds * 1000);
      return { startsAt: beginsAtMs / 1000, endsAt: endsAtMs / 1000 };
    }
  }
}

/** Throws RangeError for a zone that nobody knows. */
export function calendarOf(timeZone: string): Calendar {
  let calendar = calendars.get(timeZone);
  if (calendar === undefined) {
    calendar = new Calendar(timeZone);
    calendars.set(timeZone, calendar);
  }
  return calendar;
}
