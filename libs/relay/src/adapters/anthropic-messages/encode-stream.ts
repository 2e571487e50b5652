import type { Dialect } from '../../model/dialect';
import type { FinishReason } from '../../model/finish-reason';
import type { Loss } from '../../model/loss';
import type { StreamError, StreamEvent } from '../../model/stream-event';
import { NO_USAGE, type Usage } from '../../model/usage';
import type { WireEvent } from '../../model/wire-event';
import type { AnswerTarget, StreamEncoder } from '../codec';
import { asObject } from '../read-json';
import { DIALECT, type WireObject } from './anthropic-messages.wire';
import { restOf, restoreRest } from './carry-rest';
import { encodeId } from './encode-response';
import { encodeErrorType } from './map-error-type';
import { encodeFinishReason } from './map-finish-reason';
import { encodeUsage } from './map-usage';
import { BlockSequencer, type BlockEvent } from '../sequence-blocks';
import { BlockWriter } from './write-stream-block';

/** Our events become what Anthropic's clients expect: one `message_start`, block after block, one end. */
export class AnthropicStreamEncoder implements StreamEncoder {
  readonly losses: Loss[] = [];
  private out: WireEvent[] = [];
  private readonly writer: BlockWriter;
  private readonly sequencer: BlockSequencer;
  private stage: 'waiting' | 'running' | 'ended' = 'waiting';
  private from: Dialect = DIALECT;
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

  private read(event: StreamEvent): void {
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
        return this.fail(event.error);
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
    this.write('message_start', { type: 'message_start', message: restoreRest(message, event) });
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
    this.finishRest ??= restOf(event);
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
      delta: { ...delta, ...asObject(this.finishRest?.['delta']) },
      usage: encodeUsage(this.usage ?? NO_USAGE),
      ...asObject(this.finishRest?.['event']),
    });
    this.write('message_stop', { type: 'message_stop' });
    this.stage = 'ended';
  }

  /** What the upstream said is for staff; the caller learns its kind. */
  private fail(error: StreamError): void {
    this.stage = 'ended';
    const type = encodeErrorType(error.status);
    this.write('error', { type: 'error', error: { type, message: 'The upstream ended the answer with an error.' } });
  }

  private loseChoice(choice: number): void {
    const field = `choices[${choice}]`;
    if (!this.losses.some((loss) => loss.field === field))
      this.losses.push({ field, reason: 'there is one answer here' });
  }

  private write(event: string, body: WireObject): void {
    this.out.push({ event, data: JSON.stringify(body) });
  }
}
