const LF = 0x0a;
const CR = 0x0d;
const LF_BOUNDARY = Buffer.from('\n\n');
const CRLF_BOUNDARY = Buffer.from('\r\n\r\n');
/** An event larger than this is not an event. */
const LONGEST_EVENT = 16 * 1024 * 1024;

/** Cuts a stream of events between events, without reading them. An incomplete one waits for its rest. */
export class EventCutter {
  private rest: Buffer | undefined = undefined;
  /** What follows the rest without ending it: an event with a picture comes in hundreds of pieces, joined once. */
  private readonly more: Buffer[] = [];
  private moreLength = 0;

  /** Whole events; undefined = none is complete yet. Throws RangeError for an event without end. */
  feed(chunk: Buffer): Buffer | undefined {
    if (this.rest !== undefined && chunk.indexOf(LF) < 0) return this.wait(chunk);
    const data = this.rest === undefined ? chunk : this.joined(chunk);
    const end = lastBoundary(data);
    this.rest = end === data.length ? undefined : data.subarray(end);
    if (this.rest !== undefined && this.rest.length > LONGEST_EVENT) throw new RangeError('Event without end');
    return end === 0 ? undefined : end === data.length ? data : data.subarray(0, end);
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

  /** A last event that lacks its blank line, with one. */
  flush(): Buffer | undefined {
    if (this.rest === undefined) return undefined;
    const rest = this.joined(LF_BOUNDARY);
    this.rest = undefined;
    return rest.length === LF_BOUNDARY.length ? undefined : rest;
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
