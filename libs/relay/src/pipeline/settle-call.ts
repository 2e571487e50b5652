import { Injectable } from '@nestjs/common';
import { UsageMeter, type EndState, type TokenUsage } from '@app/billing';
import { AppError, Clock } from '@app/kernel';
import type { AnswerReader, AnswerTally, WholeAnswer } from '../adapters/answer-reader';
import type { RelayCall } from './relay-call';

/** Four bytes of request per token: for charging, unlike the reservation's upper bound. */
const BYTES_PER_TOKEN = 4;

/** Ends calls towards billing, each exactly once; the rules are in docs/settlement.md. */
@Injectable()
export class SettleCall {
  constructor(
    private readonly meter: UsageMeter,
    private readonly clock: Clock,
  ) {}

  /** A complete answer; `send` sends it once the charge is safe. */
  answered(call: RelayCall, answer: WholeAnswer, send: () => void): void {
    this.charge(call, answer.usage ?? estimate(call, answer.tally()), 'completed', undefined, send);
  }

  /** A complete stream; `send` sends its last bytes once the charge is safe. */
  streamed(call: RelayCall, reader: AnswerReader, send: () => void): void {
    this.charge(call, reader.usage ?? estimate(call, reader.answer), 'completed', undefined, send);
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
    this.charge(call, usageSoFar(call, reader), endState, error, send);
    this.meter.release(call.record(this.clock.now(), endState, error));
  }

  /** Nothing was delivered: nothing is charged. */
  failed(call: RelayCall, error: AppError, endState: EndState = 'refused'): void {
    if (call.isSettled) return;
    call.isSettled = true;
    this.meter.release(call.record(this.clock.now(), endState, error));
  }

  /** Gives back what was reserved after the call had ended; its row is written already. */
  abandon(call: RelayCall): void {
    this.meter.release(call.record(this.clock.now(), 'caller-gone', undefined));
  }

  private charge(
    call: RelayCall,
    usage: TokenUsage,
    endState: EndState,
    error: AppError | undefined,
    send: () => void,
  ): void {
    if (call.isSettled) return;
    this.meter.settle(call.record(this.clock.now(), endState, error), usage, call.quote!, send);
    // Only now: should settling fail, the call's end still gives its reservation back.
    call.isSettled = true;
  }
}

function estimate(call: RelayCall, answer: AnswerTally): TokenUsage {
  const { layout } = call.request!;
  const input = Math.ceil((call.body.length - layout.embeddedBytes) / BYTES_PER_TOKEN);
  return { input, cacheRead: 0, output: answer.tokens, reasoning: 0, isEstimated: true };
}

/** Figures that came before the end may be behind what was delivered since. */
function usageSoFar(call: RelayCall, { usage, answer }: AnswerReader): TokenUsage {
  if (usage === undefined) return estimate(call, answer);
  if (usage.output + usage.reasoning >= answer.tokens) return usage;
  return { ...usage, output: answer.tokens - usage.reasoning, isEstimated: true };
}
