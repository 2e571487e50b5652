import { Injectable } from '@nestjs/common';
import { UsageMeter, type CallRecord, type Evidence, type TokenUsage } from '@app/billing';
import { AppError, Clock } from '@app/kernel';
import type { AnswerReader, AnswerTally, WholeAnswer } from '../adapters/answer-reader';
import { answersNoText } from '../adapters/decode-call';
import { outputTotal } from '../model/usage';
import { callerGone, nothingSaid } from './call-ends';
import { completionOf, type Completion } from './completion-of';
import { CountUsage } from './count-usage';
import { findMissing } from './missing-usage';
import type { RelayCall, Said } from './relay-call';
import { COMPLETED, ruleOf, type CallEvent, type SettlementRule, type Stage } from './settlement-table';

/** How a call ended, and what is known of its usage. */
interface CallEnd {
  rule: SettlementRule;
  usage: TokenUsage | undefined;
  tally: () => AnswerTally;
  /** The figures are the last ones of an answer that is complete. */
  isWhole: boolean;
  /** For the rows that tell of an error. */
  error: AppError | undefined;
  /** Sends what is left of the answer, once the charge is safe. */
  send: () => void;
}

/**
 * Ends calls towards billing, each exactly once, by the rules of the settlement table. At once when the upstream told what was
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
  ) {}

  /** A complete answer; `send` sends it once the charge is safe. */
  answered(call: RelayCall, answer: WholeAnswer, send: () => void): void {
    const tally = (): AnswerTally => (answersNoText(call.request!.endpoint) ? NO_TEXT : answer.tally());
    this.complete(call, completionOf(call, answer), { usage: answer.usage, tally, isWhole: true, send });
  }

  /** A complete stream; `send` sends its last bytes once the charge is safe. */
  streamed(call: RelayCall, reader: AnswerReader, send: () => void): void {
    const { usage, hasFigures: isWhole } = reader;
    noteLosses(call, reader);
    this.complete(call, completionOf(call, reader), { usage, tally: () => reader.answer, isWhole, send });
  }

  /** An answer that broke off, or that nobody waits for any more. */
  brokenOff(
    call: RelayCall,
    reader: AnswerReader | undefined,
    error: AppError,
    event: CallEvent,
    send: () => void,
  ): void {
    if (call.isSettled) return;
    const said = call.saidBeforeLeaving ?? reader;
    const rule = ruleOf(event, stageOf(call, said));
    if (reader !== undefined && rule.charge !== 'nothing') noteLosses(call, reader);
    this.end(call, { rule, usage: said?.usage, tally: () => said?.answer ?? NO_TEXT, isWhole: false, error, send });
  }

  /** No upstream was asked, or none is any more. */
  failed(call: RelayCall, error: AppError, event: 'refused' | 'caller-gone' = 'refused'): void {
    if (!call.isSettled) this.release(call, ruleOf(event, 'unasked'), error);
  }

  /** Gives back what was reserved after the call had ended; its row is written already. */
  abandon(call: RelayCall): void {
    this.meter.release(call.record(this.clock.now(), 'caller-gone', undefined));
  }

  private complete(call: RelayCall, completion: Completion, answer: Omit<CallEnd, 'rule' | 'error'>): void {
    if (call.isSettled) return;
    const isDrained = call.saidBeforeLeaving !== undefined;
    if (completion === 'completed' && !isDrained)
      return this.end(call, { rule: COMPLETED, error: undefined, ...answer });
    const rule =
      completion === 'completed'
        ? ruleOf('caller-gone', stageOf(call, call.saidBeforeLeaving), 'drain')
        : ruleOf(completion, 'complete');
    this.end(call, { rule, error: isDrained ? callerGone() : nothingSaid(completion), ...answer });
  }

  private end(call: RelayCall, end: CallEnd): void {
    const { rule, usage, tally, error, send } = end;
    if (rule.charge === 'nothing' || (rule.charge === 'reported' && usage === undefined)) {
      this.release(call, rule, error);
      // The last bytes of a complete stream are handed on after this, as they are when a charge is being made safe.
      if (rule.stage === 'complete') process.nextTick(send);
      else send();
      return;
    }
    const missing = rule.charge === 'reported' ? undefined : findMissing(usage, tally, end.isWhole);
    const isReported = missing === undefined && rule.charge !== 'delivered';
    const evidence = usage === undefined ? 'counted' : isReported ? 'reported' : 'partial';
    const record = this.recordOf(call, rule, rule.rows === 'both' ? error : undefined, evidence);
    if (missing === undefined) return this.settle(call, record, usage!, end);
    call.isSettled = true;
    call.counting = this.counts.fill(call, missing).then(
      (filled) => this.settleCounted(call, record, filled, end),
      (fault: Error) => this.fail(call, fault),
    );
  }

  private settle(call: RelayCall, record: CallRecord, usage: TokenUsage, { rule, send }: CallEnd): void {
    this.meter.settle(record, usage, call.quote!, send);
    // Only now: should settling fail, the call's end still gives its reservation back.
    call.isSettled = true;
    if (rule.rows === 'both') this.meter.release(record);
  }

  private settleCounted(call: RelayCall, record: CallRecord, usage: TokenUsage, end: CallEnd): void {
    call.counting = undefined;
    try {
      this.settle(call, record, usage, end);
    } catch (error) {
      this.fail(call, error as Error);
    }
  }

  private release(call: RelayCall, rule: SettlementRule, error: AppError | undefined): void {
    call.isSettled = true;
    this.meter.release(this.recordOf(call, rule, error, 'none'));
  }

  private recordOf(call: RelayCall, rule: SettlementRule, error: AppError | undefined, evidence: Evidence): CallRecord {
    const record = call.record(this.clock.now(), rule.endState, error);
    record.evidence = evidence;
    return record;
  }

  private fail(call: RelayCall, error: Error): void {
    call.counting = undefined;
    call.isSettled = false;
    this.onFault(call, error);
  }
}

/** Whether anything of the answer went out that is worth charging. Figures that count only the prompt are no answer. */
function stageOf(call: RelayCall, said: Said | undefined): Stage {
  if (call.firstByteAtMs === 0 || said === undefined) return 'before';
  const { answer, hasFigures, usage } = said;
  const countsAnswer = hasFigures && usage !== undefined && outputTotal(usage) > 0;
  return answer.isEmpty && !countsAnswer ? 'before' : 'during';
}

/** What a stream has lost shows only at its end: too late for the header, in time for the log row. */
function noteLosses(call: RelayCall, { losses }: AnswerReader): void {
  if (losses !== undefined && losses.length > 0 && !call.isSettled) call.losses = [...call.losses, ...losses];
}

const NO_TEXT: AnswerTally = { isEmpty: true, tokens: 0, sample: undefined };
