import { SseDecoder } from '../transport/sse-decoder';

const OPEN = '[';
const BETWEEN = ',\r\n';
const CLOSE = ']';

/**
 * Gemini's other form of a stream: an array of JSON, element by element, for callers who do not ask for events. Takes the
 * events that would have gone out instead; comments and what is no JSON object stay behind.
 */
export class ArrayFraming {
  readonly contentType = 'application/json; charset=UTF-8';
  /** White space is allowed wherever this may fall. */
  readonly heartbeat = '\n';
  private hasElements = false;

  /** Whole events in, elements out; empty when there are none among them. */
  write(events: Buffer | string): Buffer {
    return Buffer.from(this.elements(events));
  }

  /** The last events and the array's end. */
  close(events: Buffer | string | undefined): string {
    const last = events === undefined ? '' : this.elements(events);
    return (this.hasElements ? last : OPEN) + CLOSE;
  }

  /** An answer that never became a stream; Google puts errors into an array all the same. */
  whole(body: string): string {
    return OPEN + body + CLOSE;
  }

  private elements(events: Buffer | string): string {
    let text = '';
    for (const { data } of new SseDecoder().feed(typeof events === 'string' ? Buffer.from(events) : events)) {
      if (!data.trimStart().startsWith('{')) continue;
      text += (this.hasElements ? BETWEEN : OPEN) + data;
      this.hasElements = true;
    }
    return text;
  }
}
