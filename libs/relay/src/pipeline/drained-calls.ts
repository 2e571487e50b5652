import { AppError } from '@app/kernel';
import type { OptionStore } from '@app/platform';
import type { AnswerReader } from '../adapters/answer-reader';
import type { Attempt } from './attempt';
import type { RelayCall, Said } from './relay-call';
import { onDisconnectOf } from './on-disconnect';
import { DRAIN_TIMEOUT, DRAINED_CALLS_LIMIT } from './relay-options';
import { ruleOf } from './settlement-table';

/**
 * Calls whose callers have left while their upstreams are read to the end. Nobody waits for them, so they have limits of their
 * own: so many at a time, and so long each. They stay running calls: their reservations and all other limits hold on.
 */
export class DrainedCalls {
  private readonly deadlines = new Map<RelayCall, number>();

  constructor(
    private readonly options: OptionStore,
    private readonly clock: () => number,
  ) {}

  get size(): number {
    return this.deadlines.size;
  }

  /** Whether the call's upstream is read on; false = it is to be stopped. */
  take(call: RelayCall, attempt: Attempt): boolean {
    if (ruleOf('caller-gone', 'before', onDisconnectOf(call.channel)).upstream !== 'drained') return false;
    if (this.deadlines.size >= this.options.get(DRAINED_CALLS_LIMIT)) return false;
    call.saidBeforeLeaving = snapshotOf(attempt.streamReader);
    this.deadlines.set(call, this.clock() + this.options.get(DRAIN_TIMEOUT) * 1000);
    attempt.drain();
    return true;
  }

  release(call: RelayCall): void {
    this.deadlines.delete(call);
  }

  /** Ends those whose time is over. */
  tick(now: number): void {
    for (const [call, deadline] of this.deadlines) if (now >= deadline) call.running?.attempt?.fail(drainedTooLong());
  }
}

/** What went out, for a drain that fails: it then costs what stopping the upstream would have. */
function snapshotOf(reader: AnswerReader | undefined): Said {
  if (reader === undefined) return NOTHING_SAID;
  const { usage, hasFigures, answer } = reader;
  const { isEmpty, tokens, sample } = answer;
  return { usage, hasFigures, answer: { isEmpty, tokens, sample } };
}

const NOTHING_SAID: Said = {
  usage: undefined,
  hasFigures: false,
  answer: { isEmpty: true, tokens: 0, sample: undefined },
};

function drainedTooLong(): AppError {
  return new AppError(
    'drain_timeout',
    { zh: '客户端断开后读取上游响应超时', en: 'Reading the answer on after its caller had left took too long' },
    { status: 504 },
  );
}
