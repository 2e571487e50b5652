import type { CalendarPeriod } from '@app/kernel';

/** What a window counts: nano-dollars that the plan covers, tokens in and out, covered calls. */
export const WINDOW_METRICS = ['money', 'tokens', 'requests'] as const;
export type WindowMetric = (typeof WINDOW_METRICS)[number];

export const WINDOW_LENGTHS = ['5h', 'day', 'week', 'month', 'term'] as const;
/** `term`: from the beginning of the subscription to its end. */
export type WindowLength = (typeof WINDOW_LENGTHS)[number];

/** How much a plan covers, in which time. All windows of a plan apply at once. */
export type PlanWindow = {
  /** Names the window within its plan; stored with what was used. */
  key: string;
  metric: WindowMetric;
  limit: bigint;
} & (
  | { anchor: 'calendar'; length: CalendarPeriod; timeZone: string }
  /** Begins with the first covered call and, when its time is over, with the next. */
  | { anchor: 'first-use'; length: '5h' | CalendarPeriod }
  | { anchor: 'term'; length: 'term' }
);

/** What becomes of a call that the windows have no room for: the wallet pays what they do not cover, or it is refused. */
export const OVERFLOWS = ['wallet', 'refuse'] as const;
export type Overflow = (typeof OVERFLOWS)[number];

/** What a subscriber has bought. A subscription keeps the terms of its day: later changes of the plan do not touch it. */
export interface PlanTerms {
  name: string;
  durationDays: number;
  /** Group of the user while the subscription lasts; null = his own. */
  group: string | null;
  /** Models that are covered: names, or patterns with `*`. Empty = all. */
  models: readonly string[];
  /** Channels whose calls are covered. Empty = all. */
  channels: readonly number[];
  windows: readonly PlanWindow[];
  overflow: Overflow;
}

type StoredWindow = Omit<PlanWindow, 'limit'> & { limit: string };
/** Limits as decimal text: JSON has no 64-bit integers. */
export type StoredTerms = Omit<PlanTerms, 'windows'> & { windows: readonly StoredWindow[] };

export function writeTerms(terms: PlanTerms): string {
  const { name, durationDays, group, models, channels, windows, overflow } = terms;
  const stored: StoredTerms = {
    name,
    durationDays,
    group,
    models,
    channels,
    windows: windows.map(storeWindow),
    overflow,
  };
  return JSON.stringify(stored);
}

export function readTerms(text: string): PlanTerms {
  const stored = JSON.parse(text) as StoredTerms;
  return { ...stored, windows: stored.windows.map((w) => ({ ...w, limit: BigInt(w.limit) }) as PlanWindow) };
}

function storeWindow(window: PlanWindow): StoredWindow {
  return { ...window, limit: window.limit.toString() };
}
