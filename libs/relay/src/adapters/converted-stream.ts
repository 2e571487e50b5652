import type { AppError, Locale } from '@app/kernel';
import type { StreamEvent } from '../model/stream-event';
import { SseDecoder } from '../transport/sse-decoder';
import { AnswerCounter } from './answer-counter';
import type { AnswerReader } from './answer-reader';
import type { StreamDecoder, StreamEncoder } from './codec';
import type { ToolRestorer } from './restore-tools';
import { StreamFate } from './stream-fate';
import { writeEvents } from './write-events';

/** Turns a stream of one dialect into one of another: bytes in, bytes out, with what billing needs read on the way. */
export class ConvertedStream extends StreamFate implements AnswerReader {
  readonly answer = new AnswerCounter();
  /** A decoder that saw a complete stream says so itself. */
  readonly closing = undefined;
  private readonly events = new SseDecoder();

  constructor(
    private readonly decoder: StreamDecoder,
    private readonly encoder: StreamEncoder,
    /** Turns the names of tools back, where those of the request were changed. */
    private readonly restorer?: ToolRestorer,
  ) {
    super();
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
      for (const restored of this.restorer?.push(event) ?? [event]) {
        this.note(restored);
        if (restored.type !== 'error') written.push(writeEvents(this.encoder.push(restored)));
      }
    }
    const bytes = written.length === 1 ? written[0]! : Buffer.concat(written);
    return bytes.length === 0 ? undefined : bytes;
  }

  private note(event: StreamEvent): void {
    if (event.type === 'tool-input-start') this.answer.add(event.name);
    else if ('text' in event) this.answer.add(event.text);
    this.follow(event);
    if (this.hasFigures) this.answer.forgetText();
  }
}
