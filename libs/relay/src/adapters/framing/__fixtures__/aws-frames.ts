import { crc32 } from 'node:zlib';
import { EventStreamCodec } from '@smithy/eventstream-codec';
import type { WireEvent } from '../../../model/wire-event';

/** As the vendor's package reads and writes frames. */
export const codec = new EventStreamCodec(
  (bytes: Uint8Array) => Buffer.from(bytes).toString(),
  (text) => Buffer.from(text),
);

/** One frame; with `length` it claims to be that long and says so with the right checksum. */
export function frame(headers: Record<string, string>, body: string, length?: number): Buffer {
  const named = Object.entries(headers).map(([name, value]) => [name, { type: 'string', value }] as const);
  const bytes = Buffer.from(codec.encode({ headers: Object.fromEntries(named), body: Buffer.from(body) }));
  if (length === undefined) return bytes;
  bytes.writeUInt32BE(length, 0);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, 8)), 8);
  return bytes;
}

/** Events as an upstream frames them. */
export function frames(events: readonly WireEvent[]): Buffer {
  return Buffer.concat(
    events.map(({ event, data }) => {
      const kind = event?.endsWith('Exception') === true ? 'exception' : 'event';
      const headers = { ':message-type': kind, [`:${kind}-type`]: event ?? '', ':content-type': 'application/json' };
      return frame(headers, data);
    }),
  );
}
