import type { AppError, Locale } from '@app/kernel';
import type { TokenUsage } from '@app/billing';
import type { StreamError, StreamEvent } from '../model/stream-event';
import { SseDecoder } from '../transport/sse-decoder';
import { AnswerCounter } from './answer-counter';
import type { AnswerReader } from './answer-reader';
import { billedUsage, isTelling } from './billed-usage';
import type { StreamDecoder, StreamEncoder } from './codec';
import type { ToolRestorer } from './restore-tools';
import { writeEvents } from './write-events';

/** Turns a stream of one dialect into one of another: bytes in, bytes out, with what billing needs read on the way. */
export class ConvertedStream implements AnswerReader {
  readonly answer = new AnswerCounter();
  usage: TokenUsage | undefined = undefined;
  hasFigures = false;
  isDone = false;
  hasFinished = false;
  error: StreamError | undefined = undefined;
  /** A decoder that saw a complete stream says so itself. */
  readonly closing = undefined;
  private readonly events = new SseDecoder();

  constructor(
    private readonly decoder: StreamDecoder,
    private readonly encoder: StreamEncoder,
    /** Turns the names of tools back, where those of the request were changed. */
    private readonly restorer?: ToolRestorer,
  ) {}

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
    switch (event.type) {
      case 'start':
        if (isTelling(event.usage)) this.usage = billedUsage(event.usage);
        break;
      case 'usage':
        if (!isTelling(event.usage)) break;
        this.usage = billedUsage(event.usage);
        this.hasFigures = true;
        break;
      case 'tool-input-start':
        this.answer.add(event.name);
        break;
      case 'text-delta':
      case 'thinking-delta':
      case 'tool-input-delta':
      case 'refusal-delta':
        this.answer.add(event.text);
        break;
      case 'finish':
        this.hasFinished = true;
        break;
      case 'end':
        this.isDone = true;
        break;
      case 'error':
        this.error = event.error;
        break;
      default:
    }
  }
}
