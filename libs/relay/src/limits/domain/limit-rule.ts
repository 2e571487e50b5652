import type { CalendarPeriod } from '@app/kernel';

export const SUBJECT_KINDS = ['user', 'token', 'group', 'model', 'channel', 'everyone'] as const;
/** Whose calls a rule counts. */
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

export const METRICS = ['requests', 'tokens', 'concurrency', 'money'] as const;
/** What a rule counts: calls, tokens in and out, calls that run at the same time, nano-dollars charged. */
export type LimitMetric = (typeof METRICS)[number];

/** Over which time amounts add up. Concurrency knows none; calendar periods begin at midnight in `LimitTimeZone`. */
export type LimitWindow =
  { kind: 'rolling'; seconds: number } | { kind: 'calendar'; period: CalendarPeriod } | { kind: 'none' };

/** As subject: each one has a counter of its own. As model: so has each model. */
export const EACH = '*';

/** One limit in force. */
export interface LimitRule {
  /** Stable name of its counters. */
  readonly id: string;
  readonly subjectKind: SubjectKind;
  /** Id or name; EACH; '' with `everyone`. Models may be a pattern. */
  readonly subject: string;
  /** Only calls of these models; '' = all of them together, EACH = all of them, each by itself. */
  readonly model: string;
  readonly metric: LimitMetric;
  readonly window: LimitWindow;
  /** Calls, tokens, calls at a time, or nano-dollars; at most Number.MAX_SAFE_INTEGER, which every store can add up. */
  readonly amount: bigint;
}
