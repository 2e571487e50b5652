import { SseDecoder } from '../transport/sse-decoder';

const LF = 0x0a;
const CR = 0x0d;
const DATA = Buffer.from('data');
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const LF_BOUNDARY = Buffer.from('\n\n');
const CRLF_BOUNDARY = Buffer.from('\r\n\r\n');
/** An event larger than this is not an event. */
const LONGEST_EVENT = 16 * 1024 * 1024;

/**
 * Cuts a stream of events between events, without reading them. An incomplete one waits for its rest. What comes before the
 * first data (comments of a busy upstream, a mark of the encoding) is kept back: as long as nothing went out, another channel
 * may answer.
 */
export class EventCutter {
  private rest: Buffer | undefined = undefined;
  /** What follows the rest without ending it: an event with a picture comes in hundreds of pieces, joined once. */
  private readonly more: Buffer[] = [];
  private moreLength = 0;
  private hasBegun = false;

  /** Whole events; undefined = none is complete yet. Throws RangeError for an event without end. */
  feed(chunk: Buffer): Buffer | undefined {
    if (this.rest !== undefined && chunk.indexOf(LF) < 0) return this.wait(chunk);
    const data = this.rest === undefined ? chunk : this.joined(chunk);
    const end = lastBoundary(data);
    this.rest = end === data.length ? undefined : data.subarray(end);
    if (this.rest !== undefined && this.rest.length > LONGEST_EVENT) throw new RangeError('Event without end');
    if (end === 0) return undefined;
    const events = end === data.length ? data : data.subarray(0, end);
    return this.hasBegun ? events : this.begin(events);
  }

  private begin(events: Buffer): Buffer | undefined {
    let start = events.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
    for (let end: number; start < events.length; start = end) {
      end = endOfEvent(events, start);
      if (events.subarray(start, end).indexOf(DATA) >= 0) {
        this.hasBegun = true;
        return events.subarray(start);
      }
    }
    return undefined;
  }

  private wait(chunk: Buffer): undefined {
    this.more.push(chunk);
    this.moreLength += chunk.length;
    if (this.rest!.length + this.moreLength > LONGEST_EVENT) throw new RangeError('Event without end');
  }

  private joined(...last: Buffer[]): Buffer {
    this.moreLength = 0;
    return Buffer.concat([this.rest!, ...this.more.splice(0), ...last]);
  }

  /** A last event that lacks its blank line, with one; a piece of an event is none. */
  flush(): Buffer | undefined {
    if (this.rest === undefined) return undefined;
    const rest = this.joined(LF_BOUNDARY);
    this.rest = undefined;
    if (rest.length === LF_BOUNDARY.length || isPiece(rest)) return undefined;
    return this.hasBegun ? rest : this.begin(rest);
  }
}

/** Data is JSON in all dialects, but for one word: what is neither was cut off. */
function isPiece(event: Buffer): boolean {
  return new SseDecoder().feed(event).some(({ data }) => data !== '[DONE]' && !isJson(data));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Offset after the event that starts at `from`. */
export function endOfEvent(data: Buffer, from: number): number {
  // Events have a line or two: going from line to line costs less than looking for both boundaries.
  for (let at = data.indexOf(LF, from); at >= 0; at = data.indexOf(LF, at + 1)) {
    if (data[at + 1] === LF) return at + 2;
    if (at > from && data[at - 1] === CR && data[at + 1] === CR && data[at + 2] === LF) return at + 3;
  }
  return data.length;
}

function lastBoundary(data: Buffer): number {
  // Nearly every read ends with an event.
  const { length } = data;
  if (data[length - 1] === LF && data[length - 2] === LF) return length;
  if (data[length - 1] === LF && data[length - 2] === CR && data[length - 3] === LF && data[length - 4] === CR)
    return length;
  const lf = data.lastIndexOf(LF_BOUNDARY);
  const crlf = data.lastIndexOf(CRLF_BOUNDARY);
  return Math.max(lf < 0 ? 0 : lf + 2, crlf < 0 ? 0 : crlf + 4);
}
