import type { AppError, Locale } from '@app/kernel';
import type { Origin } from '../../model/dialect';
import type { FinishReason } from '../../model/finish-reason';
import type { Loss } from '../../model/loss';
import type { StreamEvent } from '../../model/stream-event';
import { NO_USAGE, type Usage } from '../../model/usage';
import type { WireEvent } from '../../model/wire-event';
import { listRestLosses, restOf, restoreRest } from '../carry-rest';
import type { AnswerTarget, StreamEncoder } from '../codec';
import { BlockSequencer, type BlockEvent } from '../sequence-blocks';
import { DIALECT, type WireObject } from './anthropic-messages.wire';
import { encodeError } from './encode-error';
import { encodeId } from './encode-response';
import { encodeFinishReason } from './map-finish-reason';
import { encodeUsage } from './map-usage';
import { BlockWriter } from './write-stream-block';

/** Our events become what Anthropic's clients expect: one `message_start`, block after block, one end. */
export class AnthropicStreamEncoder implements StreamEncoder {
  readonly losses: Loss[] = [];
  private out: WireEvent[] = [];
  private readonly writer: BlockWriter;
  private readonly sequencer: BlockSequencer;
  private stage: 'waiting' | 'running' | 'ended' = 'waiting';
  private from: Origin = DIALECT;
  private usage: Usage | undefined;
  private finish: FinishReason | undefined;
  private finishRest: WireObject | undefined;

  constructor(private readonly target: AnswerTarget) {
    this.writer = new BlockWriter(target, this.losses, (event, body) => {
      this.out.push({ event, data: JSON.stringify(body) });
    });
    this.sequencer = new BlockSequencer((event) => this.writer.add(event));
  }

  push(event: StreamEvent): WireEvent[] {
    if (this.stage === 'ended') return [];
    this.out = [];
    this.read(event);
    return this.out;
  }

  /** Anthropic's own streams break off with this event, whatever is open. */
  fail(error: AppError, requestId: string, locale: Locale): WireEvent[] {
    this.stage = 'ended';
    return [{ event: 'error', data: JSON.stringify(encodeError(error, requestId, locale)) }];
  }

  private read(event: StreamEvent): void {
    if (event.rest !== undefined) this.loseRest(event);
    switch (event.type) {
      case 'start':
        return this.start(event);
      case 'usage':
        this.usage = event.usage;
        return;
      case 'finish':
        if (event.choice === 0) this.keepFinish(event);
        else this.loseChoice(event.choice);
        return;
      case 'end':
        return this.end();
      case 'error':
        // What the caller may read of it is written by fail.
        this.stage = 'ended';
        return;
      default:
        return this.addBlock(event);
    }
  }

  private start(event: Extract<StreamEvent, { type: 'start' }>): void {
    if (this.stage !== 'waiting') return;
    this.stage = 'running';
    this.from = event.dialect;
    this.usage = event.usage;
    const message = {
      id: encodeId(event.id, event.dialect === DIALECT, this.target),
      type: 'message',
      role: 'assistant',
      model: this.target.model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: encodeUsage(event.usage ?? NO_USAGE),
    };
    this.write('message_start', { type: 'message_start', message: restoreRest(message, event, DIALECT) });
  }

  /** A stream whose beginning was swallowed is still an answer. */
  private startAnyway(): void {
    this.start({ type: 'start', id: '', model: '', createdAt: 0, dialect: this.from });
  }

  private addBlock(event: BlockEvent): void {
    if (this.stage === 'waiting') this.startAnyway();
    if (event.choice === 0) this.sequencer.push(event);
    else this.loseChoice(event.choice);
  }

  private keepFinish(event: Extract<StreamEvent, { type: 'finish' }>): void {
    this.finish ??= event.finish;
    this.finishRest ??= restOf(event, DIALECT);
  }

  /** The reason and the last usage go out together, since clients take the event for the final one. */
  private end(): void {
    if (this.stage === 'waiting') this.startAnyway();
    this.sequencer.flush();
    this.writer.finish();
    const delta = encodeFinishReason(this.finish ?? { unified: 'other' }, this.from, {
      toolCall: this.writer.hasToolCall,
      refusal: this.writer.hasRefusal,
    });
    this.write('message_delta', {
      type: 'message_delta',
      delta: { ...delta, ...this.kept(true) },
      usage: encodeUsage(this.usage ?? NO_USAGE),
      ...this.kept(false),
    });
    this.write('message_stop', { type: 'message_stop' });
    this.stage = 'ended';
  }

  /** What the end said besides: within `delta`, or beside it. */
  private kept(isWithin: boolean): WireObject {
    const fields: WireObject = {};
    for (const name of Object.keys(this.finishRest ?? {})) {
      if (name.startsWith('delta.') !== isWithin) continue;
      fields[isWithin ? name.slice('delta.'.length) : name] = this.finishRest?.[name];
    }
    return fields;
  }

  private loseRest(event: StreamEvent): void {
    const losses: Loss[] = [];
    listRestLosses(event, DIALECT, 'choice' in event ? `choices[${event.choice}]` : '', losses);
    for (const loss of losses) this.lose(loss);
  }

  private loseChoice(choice: number): void {
    this.lose({ field: `choices[${choice}]`, reason: 'there is one answer here' });
  }

  /** Once per field, however often it comes. */
  private lose(loss: Loss): void {
    if (!this.losses.some(({ field }) => field === loss.field)) this.losses.push(loss);
  }

  private write(event: string, body: WireObject): void {
    this.out.push({ event, data: JSON.stringify(body) });
  }
}
