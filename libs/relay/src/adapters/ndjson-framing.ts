import type { Deframer, StreamFraming } from './upstream-profile';

const LF = 0x0a;
/** A line larger than this is not one. */
const LONGEST_LINE = 16 * 1024 * 1024;

/** Lines of JSON, each of which becomes an event without a name. */
export const NDJSON_FRAMING: StreamFraming = {
  contentType: 'application/x-ndjson',
  open: () => new LineDeframer(),
};

class LineDeframer implements Deframer {
  /** Pieces of a line without its end; joined once, when that comes. */
  private pending: Buffer[] = [];
  private pendingLength = 0;

  feed(piece: Buffer): Buffer | undefined {
    const end = piece.lastIndexOf(LF) + 1;
    if (end === 0) return this.keep(piece);
    const lines = Buffer.concat([...this.pending, piece.subarray(0, end)]);
    this.pending = [];
    this.pendingLength = 0;
    this.keep(piece.subarray(end));
    return events(lines);
  }

  /** A last line without its end. */
  flush(): Buffer | undefined {
    const last = Buffer.concat(this.pending.splice(0));
    return events(last);
  }

  private keep(piece: Buffer): undefined {
    if (piece.length === 0) return;
    this.pending.push(piece);
    this.pendingLength += piece.length;
    if (this.pendingLength > LONGEST_LINE) throw new RangeError('Line without end');
  }
}

function events(lines: Buffer): Buffer | undefined {
  let text = '';
  for (const line of lines.toString('utf8').split('\n')) {
    const json = line.trim();
    if (json !== '') text += `data: ${json}\n\n`;
  }
  return text === '' ? undefined : Buffer.from(text);
}
