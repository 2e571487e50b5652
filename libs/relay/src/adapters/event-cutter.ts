const LF_BOUNDARY = Buffer.from('\n\n');
const CRLF_BOUNDARY = Buffer.from('\r\n\r\n');
/** An event larger than this is not an event. */
const LONGEST_EVENT = 16 * 1024 * 1024;

/** Cuts a stream of events between events, without reading them. An incomplete one waits for its rest. */
export class EventCutter {
  private rest: Buffer | undefined = undefined;

  /** Whole events; undefined = none is complete yet. Throws RangeError for an event without end. */
  feed(chunk: Buffer): Buffer | undefined {
    const data = this.rest === undefined ? chunk : Buffer.concat([this.rest, chunk]);
    const end = lastBoundary(data);
    this.rest = end === data.length ? undefined : data.subarray(end);
    if (this.rest !== undefined && this.rest.length > LONGEST_EVENT) throw new RangeError('Event without end');
    return end === 0 ? undefined : end === data.length ? data : data.subarray(0, end);
  }

  /** A last event that lacks its blank line, with one. */
  flush(): Buffer | undefined {
    const { rest } = this;
    this.rest = undefined;
    return rest === undefined || rest.length === 0 ? undefined : Buffer.concat([rest, LF_BOUNDARY]);
  }
}

/** Offset after the event that starts at `from`. */
export function endOfEvent(data: Buffer, from: number): number {
  const lf = data.indexOf(LF_BOUNDARY, from);
  const crlf = data.indexOf(CRLF_BOUNDARY, from);
  const ends = [lf < 0 ? Infinity : lf + 2, crlf < 0 ? Infinity : crlf + 4];
  return Math.min(...ends, data.length);
}

function lastBoundary(data: Buffer): number {
  // Nearly every read ends with an event.
  const { length } = data;
  if (data[length - 1] === 0x0a && data[length - 2] === 0x0a) return length;
  const lf = data.lastIndexOf(LF_BOUNDARY);
  const crlf = data.lastIndexOf(CRLF_BOUNDARY);
  return Math.max(lf < 0 ? 0 : lf + 2, crlf < 0 ? 0 : crlf + 4);
}
