import type { AppError, Locale } from '@app/kernel';
import type { Loss } from '../model/loss';
import type { StreamEvent } from '../model/stream-event';
import { SseDecoder } from '../transport/sse-decoder';
import { AnswerCounter } from './answer-counter';
import type { EventFilter } from './answer-filter';
import type { AnswerReader } from './answer-reader';
import type { StreamDecoder, StreamEncoder } from './codec';
import { StreamFate } from './stream-fate';
import { writeEvents } from './write-events';

/** Turns a stream of one dialect into one of another: bytes in, bytes out, with what billing needs read on the way. */
export class ConvertedStream extends StreamFate implements AnswerReader {
  readonly answer = new AnswerCounter();
  /** A decoder that saw a complete stream says so itself. */
  readonly closing = undefined;
  private readonly events = new SseDecoder();
  /** What changes the events in between, in this order. */
  private readonly filters: readonly EventFilter[];

  constructor(
    private readonly decoder: StreamDecoder,
    private readonly encoder: StreamEncoder,
    ...filters: EventFilter[]
  ) {
    super();
    this.filters = filters;
  }

  get losses(): readonly Loss[] {
    return this.encoder.losses;
  }

  /** Bytes for the caller, in whole events; undefined = nothing yet. Throws what decoders throw. */
  feed(piece: Buffer): Buffer | undefined {
    return this.pass(this.events.feed(piece).flatMap((event) => this.decoder.push(event)));
  }

  /** The upstream has closed. */
  flush(): Buffer | undefined {
    const last = this.events.flush().flatMap((event) => this.decoder.push(event));
    return this.pass([...last, ...this.decoder.close()]);
  }

  /** The last bytes of a stream that failed after it began; nothing is fed after it. */
  fail(error: AppError, requestId: string, locale: Locale): Buffer {
    return writeEvents(this.encoder.fail(error, requestId, locale));
  }

  private pass(events: readonly StreamEvent[]): Buffer | undefined {
    const written: Buffer[] = [];
    for (const event of events) {
      if (this.isDone || this.error !== undefined) break;
      for (const changed of this.change(event)) {
        this.note(changed);
        if (changed.type !== 'error') written.push(writeEvents(this.encoder.push(changed)));
      }
    }
    const bytes = written.length === 1 ? written[0]! : Buffer.concat(written);
    return bytes.length === 0 ? undefined : bytes;
  }

  private change(event: StreamEvent): readonly StreamEvent[] {
    let events: readonly StreamEvent[] = [event];
    for (const filter of this.filters) {
      events = events.length === 1 ? filter.push(events[0]!) : events.flatMap((one) => filter.push(one));
    }
    return events;
  }

  private note(event: StreamEvent): void {
    if (event.type === 'tool-input-start') this.answer.add(event.name);
    else if ('text' in event) this.answer.add(event.text);
    else if (event.type === 'media') this.answer.noteOther();
    this.follow(event);
    if (this.hasFigures) this.answer.forgetText();
  }
}
