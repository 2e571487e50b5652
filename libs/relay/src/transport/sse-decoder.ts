import type { WireEvent } from '../model/wire-event';

const LF = 0x0a;
const CR = 0x0d;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const NOWHERE = Number.MAX_SAFE_INTEGER;
/** An event larger than this is not an event. */
const LONGEST_EVENT = 16 * 1024 * 1024;

/**
 * Server-sent events from bytes, however they were cut: lines end in LF, CRLF or CR, comments and unknown fields are skipped,
 * several data lines are joined. Text is decoded line by line, so a character cut in two is never broken. Keeps no more than
 * the event that is under way.
 */
export class SseDecoder {
  /** Pieces of a line without its end; joined once, when that comes. */
  private pending: Buffer[] = [];
  private pendingLength = 0;
  private event: string | undefined = undefined;
  private data: string | undefined = undefined;
  private dataLength = 0;
  private isFirst = true;
  /** The last piece ended in CR: an LF that follows belongs to it. */
  private skipsLf = false;

  /** Events that are complete now. Throws RangeError for an event without end. */
  feed(piece: Buffer): WireEvent[] {
    const events: WireEvent[] = [];
    let lineStart = 0;
    if (this.skipsLf && piece.length > 0) {
      if (piece[0] === LF) piece = piece.subarray(1);
      this.skipsLf = false;
    }
    if (piece.indexOf(LF) < 0 && piece.indexOf(CR) < 0) {
      this.keep(piece);
      return events;
    }
    // What is pending holds no line end.
    let searchFrom = this.pendingLength;
    const bytes = this.takePending(piece);
    let cr = find(bytes, CR, searchFrom);
    for (;;) {
      // Looked for anew only when it lies behind: without any, once for all lines.
      if (cr < searchFrom) cr = find(bytes, CR, searchFrom);
      const end = Math.min(find(bytes, LF, searchFrom), cr);
      if (end === NOWHERE) break;
      this.line(bytes, lineStart, end, events);
      lineStart = end + 1;
      if (bytes[end] === CR) {
        if (lineStart === bytes.length) this.skipsLf = true;
        else if (bytes[lineStart] === LF) lineStart++;
      }
      searchFrom = lineStart;
    }
    this.keep(bytes.subarray(lineStart));
    return events;
  }

  /** The last event of a stream that ends without a blank line. */
  flush(): WireEvent[] {
    const events: WireEvent[] = [];
    if (this.pendingLength > 0) {
      const rest = this.takePending();
      this.line(rest, 0, rest.length, events);
    }
    this.dispatch(events);
    return events;
  }

  private keep(piece: Buffer): void {
    if (piece.length === 0) return;
    this.pending.push(piece);
    this.pendingLength += piece.length;
    if (this.pendingLength + this.dataLength > LONGEST_EVENT) throw new RangeError('Event without end');
  }

  private takePending(last?: Buffer): Buffer {
    const pieces = last === undefined ? this.pending : [...this.pending, last];
    this.pending = [];
    this.pendingLength = 0;
    return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
  }

  private line(bytes: Buffer, start: number, end: number, events: WireEvent[]): void {
    let from = start;
    if (this.isFirst) {
      this.isFirst = false;
      if (bytes.subarray(start, start + 3).equals(BYTE_ORDER_MARK)) from += 3;
    }
    if (from === end) return this.dispatch(events);
    const line = bytes.toString('utf8', from, end);
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const field = colon < 0 ? line : line.slice(0, colon);
    if (field === 'data') this.addData(valueOf(line, colon));
    else if (field === 'event') this.event = valueOf(line, colon);
  }

  private addData(value: string): void {
    this.data = this.data === undefined ? value : `${this.data}\n${value}`;
    this.dataLength += value.length;
    if (this.dataLength > LONGEST_EVENT) throw new RangeError('Event without end');
  }

  private dispatch(events: WireEvent[]): void {
    const { event, data } = this;
    this.event = this.data = undefined;
    this.dataLength = 0;
    if (data !== undefined) events.push(event === undefined || event === '' ? { data } : { event, data });
  }
}

function valueOf(line: string, colon: number): string {
  if (colon < 0) return '';
  return line.charCodeAt(colon + 1) === 0x20 ? line.slice(colon + 2) : line.slice(colon + 1);
}

function find(bytes: Buffer, byte: number, from: number): number {
  const at = bytes.indexOf(byte, from);
  return at < 0 ? NOWHERE : at;
}
