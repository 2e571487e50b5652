import { Injectable } from '@nestjs/common';
import { UsageMeter, type CallRecord, type EndState, type TokenUsage } from '@app/billing';
import { AppError, Clock } from '@app/kernel';
import type { AnswerReader, AnswerTally, WholeAnswer } from '../adapters/answer-reader';
import { answersNoText } from '../adapters/decode-call';
import { CallLimits } from '../limits/application/call-limits';
import { inputTotal, outputTotal } from '../model/usage';
import { CountUsage } from './count-usage';
import { findMissing } from './missing-usage';
import type { RelayCall } from './relay-call';

/** How a call that is charged ended. */
interface CallEnd {
  usage: TokenUsage | undefined;
  /** The figures are the last ones of an answer that is complete. */
  isWhole: boolean;
  state: EndState;
  error?: AppError;
  /** Sends what is left of the answer, once the charge is safe. */
  send: () => void;
}

/**
 * Ends calls towards billing, each exactly once; the rules are in docs/settlement.md. At once when the upstream told what was
 * used; what it did not tell is counted first, and the call is over for everybody else meanwhile.
 */
@Injectable()
export class SettleCall {
  /** A charge that was to be made later could not be made. */
  onFault: (call: RelayCall, error: Error) => void = () => undefined;

  constructor(
    private readonly meter: UsageMeter,
    private readonly counts: CountUsage,
    private readonly clock: Clock,
    private readonly limits: CallLimits,
  ) {}

  /** A complete answer; `send` sends it once the charge is safe. */
  answered(call: RelayCall, answer: WholeAnswer, send: () => void): void {
    const tally = (): AnswerTally => (answersNoText(call.request!.endpoint) ? NO_TEXT : answer.tally());
    this.charge(call, tally, { usage: answer.usage, isWhole: true, state: 'completed', send });
  }

  /** A complete stream; `send` sends its last bytes once the charge is safe. */
  streamed(call: RelayCall, reader: AnswerReader, send: () => void): void {
    const { usage, hasFigures: isWhole } = reader;
    noteLosses(call, reader);
    this.charge(call, () => reader.answer, { usage, isWhole, state: 'completed', send });
  }

  /** An answer that broke off: what was delivered is charged, and the error is logged beside it. */
  brokenOff(
    call: RelayCall,
    reader: AnswerReader | undefined,
    error: AppError,
    endState: EndState,
    send: () => void,
  ): void {
    if (call.isSettled) return;
    if (call.firstByteAtMs === 0 || reader === undefined || (reader.answer.isEmpty && !reader.hasFigures)) {
      this.failed(call, error, endState);
      send();
      return;
    }
    const { usage } = reader;
    noteLosses(call, reader);
    this.charge(call, () => reader.answer, { usage, isWhole: false, state: endState, error, send });
  }

  /** Gives back what the attempt took of its channel's limits; the call may go on elsewhere. */
  attemptFailed(call: RelayCall): void {
    this.limits.leaveChannel(call);
  }

  /** Nothing was delivered: nothing is charged. */
  failed(call: RelayCall, error: AppError, endState: EndState = 'refused'): void {
    if (call.isSettled) return;
    call.isSettled = true;
    this.limits.end(call);
    this.meter.release(call.record(this.clock.now(), endState, error));
  }

  /** Gives back what was reserved after the call had ended; its row is written already. */
  abandon(call: RelayCall): void {
    this.limits.end(call);
    this.meter.release(call.record(this.clock.now(), 'caller-gone', undefined));
  }

  private charge(call: RelayCall, tally: () => AnswerTally, end: CallEnd): void {
    if (call.isSettled) return;
    const missing = findMissing(end.usage, tally, end.isWhole);
    const record = call.record(this.clock.now(), end.state, end.error);
    if (missing === undefined) return this.settle(call, record, end.usage!, end);
    call.isSettled = true;
    call.counting = this.counts.fill(call, missing).then(
      (usage) => this.settleCounted(call, record, usage, end),
      (error: Error) => this.fail(call, error),
    );
  }

  private settle(call: RelayCall, record: CallRecord, usage: TokenUsage, { error, send }: CallEnd): void {
    const money = this.meter.settle(record, usage, call.quote!, send);
    // Only now: should settling fail, the call's end still gives its reservation back.
    call.isSettled = true;
    this.limits.end(call, { tokens: inputTotal(usage) + outputTotal(usage), money });
    if (error !== undefined) this.meter.release(record);
  }

  private settleCounted(call: RelayCall, record: CallRecord, usage: TokenUsage, end: CallEnd): void {
    call.counting = undefined;
    try {
      this.settle(call, record, usage, end);
    } catch (error) {
      this.fail(call, error as Error);
    }
  }

  private fail(call: RelayCall, error: Error): void {
    call.counting = undefined;
    call.isSettled = false;
    this.onFault(call, error);
  }
}

/** What a stream has lost shows only at its end: too late for the header, in time for the log row. */
function noteLosses(call: RelayCall, { losses }: AnswerReader): void {
  if (losses !== undefined && losses.length > 0 && !call.isSettled) call.losses = [...call.losses, ...losses];
}

const NO_TEXT: AnswerTally = { isEmpty: true, tokens: 0, sample: undefined };
