import type { EndState, OnDisconnect } from '@app/billing';

/** What ended a call: a kind of complete answer, or what came in between. */
export type CallEvent = 'completed' | 'filtered' | 'refusal' | 'empty' | Exclude<EndState, 'completed'>;

/** How far the answer had come. What was said is text, a tool's name, a picture, or figures that count an answer. */
export type Stage =
  /** No upstream was asked, or none is any more. */
  | 'unasked'
  /** An upstream was asked; nothing that it said went out. */
  | 'before'
  /** Something that it said went out. */
  | 'during'
  /** The whole answer is here. */
  | 'complete'
  /** The process died; nobody knows. */
  | 'lost';

/** What is charged. */
export type Charge =
  /** The upstream's figures; what it did not tell is counted. */
  | 'usage'
  /** The figures so far, and a count of what went out beyond them. */
  | 'delivered'
  /** The upstream's figures, and nothing without them. */
  | 'reported'
  | 'nothing';

/** What becomes of the upstream's call. */
export type UpstreamFate = 'not asked' | 'finished' | 'ended' | 'aborted' | 'drained';

/** Type 2 is a charge, type 5 an error; both have the same request id. */
export type Rows = 'charge' | 'error' | 'both';

export interface SettlementRule {
  event: CallEvent;
  stage: Stage;
  /** The channel's policy, where it makes a difference. */
  onDisconnect?: OnDisconnect;
  charge: Charge;
  upstream: UpstreamFate;
  rows: Rows;
  endState: EndState;
  /** What happened, for docs/settlement.md. */
  meaning: string;
}

/** The one place that decides what an end costs; docs/settlement.md shows it. */
export const SETTLEMENT_TABLE: readonly SettlementRule[] = [
  {
    ...{ event: 'completed', stage: 'complete', charge: 'usage', upstream: 'finished' },
    ...{ rows: 'charge', endState: 'completed' },
    meaning:
      'The whole answer came: a body, or a stream that reached its last word or closed in good order after a finish reason (the gateway adds the last word then). Also when it was cut by a filter, or refused, in words. A caller who leaves after this pays',
  },
  {
    ...{ event: 'filtered', stage: 'complete', charge: 'reported', upstream: 'finished' },
    ...{ rows: 'charge', endState: 'completed' },
    meaning: 'A content filter left nothing of the answer',
  },
  {
    ...{ event: 'refusal', stage: 'complete', charge: 'reported', upstream: 'finished' },
    ...{ rows: 'charge', endState: 'completed' },
    meaning: 'The model refused without a word',
  },
  {
    ...{ event: 'empty', stage: 'complete', charge: 'nothing', upstream: 'finished' },
    ...{ rows: 'error', endState: 'upstream-error' },
    meaning:
      'The answer says nothing, and no figure counts an answer (figures that do make it `completed`: the model thought in silence)',
  },
  {
    ...{ event: 'upstream-error', stage: 'before', charge: 'nothing', upstream: 'ended' },
    ...{ rows: 'error', endState: 'upstream-error' },
    meaning:
      'No stream had begun: error status, unreachable, closed early, garbage instead of an answer, a channel whose type or address cannot be used',
  },
  {
    ...{ event: 'upstream-broken', stage: 'before', charge: 'nothing', upstream: 'aborted' },
    ...{ rows: 'error', endState: 'upstream-broken' },
    meaning: 'A stream was cut, or carried an error, before it had said anything',
  },
  {
    ...{ event: 'upstream-broken', stage: 'during', charge: 'delivered', upstream: 'aborted' },
    ...{ rows: 'both', endState: 'upstream-broken' },
    meaning: 'A stream was cut without a finish reason, or carried an error, after it had said something',
  },
  {
    ...{ event: 'timeout', stage: 'before', charge: 'nothing', upstream: 'aborted' },
    ...{ rows: 'error', endState: 'timeout' },
    meaning:
      '504: no connection, no headers or no next part in time, the whole call too long, or the upstream itself said 504',
  },
  {
    ...{ event: 'timeout', stage: 'during', charge: 'delivered', upstream: 'aborted' },
    ...{ rows: 'both', endState: 'timeout' },
    meaning: 'The same after a stream had said something',
  },
  {
    ...{ event: 'caller-gone', stage: 'unasked', charge: 'nothing', upstream: 'not asked' },
    ...{ rows: 'error', endState: 'caller-gone' },
    meaning: 'The caller left before an upstream was asked, or between two attempts',
  },
  {
    ...{ event: 'caller-gone', stage: 'before', onDisconnect: 'cancel', charge: 'nothing', upstream: 'aborted' },
    ...{ rows: 'error', endState: 'caller-gone' },
    meaning: 'The caller left before anything was said, or while the gateway waited for an answer that is not streamed',
  },
  {
    ...{ event: 'caller-gone', stage: 'during', onDisconnect: 'cancel', charge: 'delivered', upstream: 'aborted' },
    ...{ rows: 'both', endState: 'caller-gone' },
    meaning: 'The caller left in the middle of a stream',
  },
  {
    ...{ event: 'caller-gone', stage: 'before', onDisconnect: 'drain', charge: 'usage', upstream: 'drained' },
    ...{ rows: 'both', endState: 'caller-gone' },
    meaning: 'The caller left before anything was said; the answer was read to its end',
  },
  {
    ...{ event: 'caller-gone', stage: 'during', onDisconnect: 'drain', charge: 'usage', upstream: 'drained' },
    ...{ rows: 'both', endState: 'caller-gone' },
    meaning: 'The caller left in the middle of a stream; it was read to its end',
  },
  {
    ...{ event: 'interrupted', stage: 'before', charge: 'nothing', upstream: 'aborted' },
    ...{ rows: 'error', endState: 'interrupted' },
    meaning: 'A shutdown cut the call off (`SHUTDOWN_GRACE`) before anything was said',
  },
  {
    ...{ event: 'interrupted', stage: 'during', charge: 'delivered', upstream: 'aborted' },
    ...{ rows: 'both', endState: 'interrupted' },
    meaning: 'A shutdown cut a stream off',
  },
  {
    ...{ event: 'interrupted', stage: 'lost', charge: 'nothing', upstream: 'aborted' },
    ...{ rows: 'error', endState: 'interrupted' },
    meaning:
      'The process died (`kill -9`, power) while the call ran; the row is written from the journal at the next start',
  },
  {
    ...{ event: 'refused', stage: 'unasked', charge: 'nothing', upstream: 'not asked' },
    ...{ rows: 'error', endState: 'refused' },
    meaning:
      'Stopped by the gateway: key, body, model, price, balance, no channel, a fault of its own. Also when a retry finds no channel left; the row then carries the last upstream’s error',
  },
];

/** The rule of an end; the policy matters where a caller has left an upstream at work. */
export function ruleOf(event: CallEvent, stage: Stage, onDisconnect: OnDisconnect = 'cancel'): SettlementRule {
  const rule = RULES.get(keyOf(event, stage, onDisconnect));
  if (rule === undefined) throw new Error(`The settlement table has no row for ${event}, ${stage}`);
  return rule;
}

const POLICIES: readonly OnDisconnect[] = ['cancel', 'drain'];
const RULES: ReadonlyMap<string, SettlementRule> = new Map(
  SETTLEMENT_TABLE.flatMap((rule) =>
    POLICIES.filter((policy) => rule.onDisconnect === undefined || rule.onDisconnect === policy).map(
      (policy) => [keyOf(rule.event, rule.stage, policy), rule] as const,
    ),
  ),
);

function keyOf(event: CallEvent, stage: Stage, policy: OnDisconnect): string {
  return `${event} ${stage} ${policy}`;
}

/** Of every plain call; not looked up each time. */
export const COMPLETED = ruleOf('completed', 'complete');
