import { crc32 } from 'node:zlib';
import type { Message } from '@smithy/eventstream-codec';
import type { WireEvent } from '../../model/wire-event';
import { MalformedPayload } from '../codec';

/** Length of the frame, length of its headers, and their checksum. */
const PRELUDE = 12;
const SHORTEST_FRAME = PRELUDE + 4;
/** A frame larger than this is none. https://smithy.io/2.0/aws/amazon-eventstream.html */
const LONGEST_FRAME = 16 * 1024 * 1024;

/** Reads one whole frame and its checksums: `EventStreamCodec` of @smithy/eventstream-codec. */
export interface FrameCodec {
  decode(frame: Uint8Array): Message;
}

/**
 * Frames of `application/vnd.amazon.eventstream` as events, whatever pieces the bytes come in. The name is the frame's event
 * type, or its exception type; an unmodelled error is named `error`. The data is the payload. Keeps no more than the frame
 * that is under way, and looks at its length before waiting for it.
 */
export class AwsFrameCutter {
  /** Pieces of the frame under way; joined when it is whole. */
  private pending: Buffer[] = [];
  private pendingLength = 0;
  /** Length of the frame under way, once its prelude is there. */
  private frameLength: number | undefined = undefined;

  constructor(private readonly codec: FrameCodec) {}

  /** Events that are complete now. Throws MalformedPayload for what is no frame. */
  feed(piece: Buffer): WireEvent[] {
    const events: WireEvent[] = [];
    let start = 0;
    while (start < piece.length) {
      const wanted = (this.frameLength ?? PRELUDE) - this.pendingLength;
      const part = piece.subarray(start, start + wanted);
      start += part.length;
      this.pending.push(part);
      this.pendingLength += part.length;
      if (part.length < wanted) break;
      if (this.frameLength === undefined) this.readPrelude();
      else events.push(readFrame(this.codec, this.take()));
    }
    return events;
  }

  /** Every frame is complete in itself, so there is nothing to hand out; a frame that was cut off is told. */
  flush(): WireEvent[] {
    if (this.pendingLength > 0) throw new MalformedPayload('frame', 'is cut off');
    return [];
  }

  private readPrelude(): void {
    const prelude = Buffer.concat(this.pending);
    this.pending = [prelude];
    if (crc32(prelude.subarray(0, 8)) !== prelude.readUInt32BE(8)) {
      throw new MalformedPayload('frame', 'begins with the wrong checksum');
    }
    const length = prelude.readUInt32BE(0);
    if (length < SHORTEST_FRAME || length > LONGEST_FRAME)
      throw new MalformedPayload('frame', 'has no possible length');
    this.frameLength = length;
  }

  private take(): Buffer {
    const frame = Buffer.concat(this.pending);
    this.pending = [];
    this.pendingLength = 0;
    this.frameLength = undefined;
    return frame;
  }
}

function readFrame(codec: FrameCodec, frame: Buffer): WireEvent {
  const { headers, body } = decode(codec, frame);
  const data = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString();
  switch (readHeader(headers, ':message-type')) {
    case 'event':
      return { event: wantHeader(headers, ':event-type'), data };
    case 'exception':
      return { event: wantHeader(headers, ':exception-type'), data };
    case 'error': {
      const code = readHeader(headers, ':error-code');
      const message = readHeader(headers, ':error-message');
      return { event: 'error', data: JSON.stringify({ code, message }) };
    }
    default:
      throw new MalformedPayload('frame', 'has no known message type');
  }
}

function decode(codec: FrameCodec, frame: Buffer): Message {
  try {
    return codec.decode(frame);
  } catch (error) {
    throw new MalformedPayload('frame', error instanceof Error ? error.message : 'cannot be read');
  }
}

function readHeader(headers: Message['headers'], name: string): string | undefined {
  const header = Object.hasOwn(headers, name) ? headers[name] : undefined;
  return header?.type === 'string' ? header.value : undefined;
}

function wantHeader(headers: Message['headers'], name: string): string {
  const value = readHeader(headers, name);
  if (value === undefined) throw new MalformedPayload('frame', `lacks the header ${name}`);
  return value;
}
