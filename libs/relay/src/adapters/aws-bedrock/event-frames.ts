import type { WireEvent } from '../../model/wire-event';
import { MalformedPayload } from '../codec';
import type { Deframer } from '../upstream-profile';
import { writeEvents } from '../write-events';

/** One frame of a stream: an event, or an exception that ends it. */
export interface Frame {
  isException: boolean;
  /** `:event-type` or `:exception-type`; `error` for errors of the protocol itself. */
  name: string;
  payload: string;
}

/** Reads one whole frame; throws for what is none. */
export type FrameReader = (bytes: Buffer) => Frame;

/** Total length, length of the headers, checksum of both. */
const PRELUDE = 12;
/** What surrounds headers and payload: the prelude and the last checksum. */
const LEAST_FRAME = PRELUDE + 4;
/** A frame larger than this is not one. */
const LONGEST_FRAME = 16 * 1024 * 1024;

/** Cuts AWS's event streams into frames, in whatever pieces they come, and writes each as an event. */
export class FrameDeframer implements Deframer {
  private pending: Buffer[] = [];
  private pendingLength = 0;
  /** Length of the frame that is under way; 0 = not known yet. */
  private frameLength = 0;

  constructor(
    private readonly read: FrameReader,
    /** What a frame says; undefined = nothing for us. */
    private readonly eventOf: (frame: Frame) => WireEvent | undefined,
  ) {}

  feed(piece: Buffer): Buffer | undefined {
    this.pending.push(piece);
    this.pendingLength += piece.length;
    if (!this.isFrameComplete()) return undefined;
    let bytes = Buffer.concat(this.pending);
    const events: WireEvent[] = [];
    for (;;) {
      this.pending = [bytes];
      this.pendingLength = bytes.length;
      if (!this.isFrameComplete()) break;
      const event = this.eventOf(this.read(bytes.subarray(0, this.frameLength)));
      if (event !== undefined) events.push(event);
      bytes = bytes.subarray(this.frameLength);
      this.frameLength = 0;
    }
    return events.length === 0 ? undefined : writeEvents(events);
  }

  /** A frame without its rest is a stream that broke; its reader sees that it never ended. */
  flush(): undefined {
    this.pending = [];
    this.pendingLength = 0;
  }

  private isFrameComplete(): boolean {
    if (this.frameLength === 0 && this.pendingLength >= PRELUDE) this.frameLength = lengthOf(this.prelude());
    return this.frameLength > 0 && this.pendingLength >= this.frameLength;
  }

  private prelude(): Buffer {
    const [first] = this.pending;
    return first!.length >= PRELUDE ? first! : Buffer.concat(this.pending);
  }
}

function lengthOf(prelude: Buffer): number {
  const length = prelude.readUInt32BE(0);
  if (length < LEAST_FRAME || length > LONGEST_FRAME) throw new MalformedPayload('frame', `has a length of ${length}`);
  return length;
}

/** Later: the package that checks and reads frames is loaded when the first stream is asked for. */
export async function loadFrameReader(): Promise<FrameReader> {
  const { EventStreamCodec } = await import('@smithy/eventstream-codec');
  const codec = new EventStreamCodec(
    (bytes) => Buffer.from(bytes).toString('utf8'),
    (text) => Buffer.from(text),
  );
  return (bytes) => {
    try {
      const { headers, body } = codec.decode(bytes);
      const header = (name: string): string => String(headers[name]?.value ?? '');
      const type = header(':message-type');
      const payload = Buffer.from(body).toString('utf8');
      if (type === 'event') return { isException: false, name: header(':event-type'), payload };
      if (type === 'exception') return { isException: true, name: header(':exception-type'), payload };
      const error = { code: header(':error-code'), message: header(':error-message') };
      return { isException: true, name: 'error', payload: JSON.stringify(error) };
    } catch (error) {
      throw new MalformedPayload('frame', (error as Error).message);
    }
  };
}
