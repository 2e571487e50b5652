import type { WireEvent } from '../../model/wire-event';

const LF = 0x0a;
/** A line larger than this is not a line. */
const LONGEST_LINE = 16 * 1024 * 1024;

/**
 * Lines of JSON as events without a name, whatever pieces the bytes come in. Lines end in LF or CRLF, empty ones are skipped.
 * Text is decoded line by line, so a character cut in two is never broken. Keeps no more than the line that is under way.
 */
export class NdjsonCutter {
  /** Pieces of a line without its end; joined once, when that comes. */
  private pending: Buffer[] = [];
  private pendingLength = 0;

  /** Lines that are complete now. Throws RangeError for a line without end. */
  feed(piece: Buffer): WireEvent[] {
    const events: WireEvent[] = [];
    let start = 0;
    for (let end = piece.indexOf(LF); end >= 0; end = piece.indexOf(LF, start)) {
      this.keep(piece.subarray(start, end));
      this.take(events);
      start = end + 1;
    }
    this.keep(piece.subarray(start));
    return events;
  }

  /** The last line of a stream that ends without a line end. */
  flush(): WireEvent[] {
    const events: WireEvent[] = [];
    this.take(events);
    return events;
  }

  private keep(piece: Buffer): void {
    if (piece.length === 0) return;
    this.pending.push(piece);
    this.pendingLength += piece.length;
    if (this.pendingLength > LONGEST_LINE) throw new RangeError('Line without end');
  }

  private take(events: WireEvent[]): void {
    const { pending } = this;
    if (pending.length === 0) return;
    this.pending = [];
    this.pendingLength = 0;
    const line = (pending.length === 1 ? pending[0]! : Buffer.concat(pending)).toString().trim();
    if (line !== '') events.push({ data: line });
  }
}
