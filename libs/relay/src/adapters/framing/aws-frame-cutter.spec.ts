import fc from 'fast-check';
import type { WireEvent } from '../../model/wire-event';
import { MalformedPayload } from '../codec';
import { codec, frame, frames } from './__fixtures__/aws-frames';
import { AwsFrameCutter } from './aws-frame-cutter';

function cut(...pieces: Buffer[]): WireEvent[] {
  const cutter = new AwsFrameCutter(codec);
  return [...pieces.flatMap((piece) => cutter.feed(piece)), ...cutter.flush()];
}

const EVENTS: WireEvent[] = [
  { event: 'messageStart', data: '{"role":"assistant"}' },
  { event: 'contentBlockDelta', data: '{"delta":{"text":"你好😀"}}' },
  { event: 'metadata', data: '' },
];

describe('cutting event-stream frames', () => {
  it('names events, exceptions and errors', () => {
    const pieces = [
      frame({ ':message-type': 'event', ':event-type': 'messageStart' }, '{}'),
      frame({ ':message-type': 'exception', ':exception-type': 'throttlingException' }, '{"message":"slow"}'),
      frame({ ':message-type': 'error', ':error-code': 'InternalFailure', ':error-message': 'no' }, ''),
    ];
    expect(cut(Buffer.concat(pieces))).toEqual([
      { event: 'messageStart', data: '{}' },
      { event: 'throttlingException', data: '{"message":"slow"}' },
      { event: 'error', data: '{"code":"InternalFailure","message":"no"}' },
    ]);
  });

  it('gives the same events cut at every byte', () => {
    const bytes = frames(EVENTS);
    for (let at = 0; at <= bytes.length; at++) expect(cut(bytes.subarray(0, at), bytes.subarray(at))).toEqual(EVENTS);
    expect(cut(...Array.from(bytes, (byte) => Buffer.from([byte])))).toEqual(EVENTS);
  });

  it('gives the same events however the bytes are cut', () => {
    const event = fc.record({ event: fc.stringMatching(/^[a-zA-Z]{1,12}$/), data: fc.string({ unit: 'grapheme' }) });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 5 }), fc.array(fc.nat(), { maxLength: 9 }), (events, cuts) => {
        const bytes = frames(events);
        const ends = [...cuts.map((at) => at % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
        expect(cut(...ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end)))).toEqual(events);
      }),
    );
  });

  it('refuses a frame with one bit changed, wherever it is', () => {
    const bytes = frames(EVENTS.slice(0, 1));
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const broken = Buffer.from(bytes);
      broken[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => cut(broken)).toThrow(MalformedPayload);
    }
  });

  it('refuses a length that cannot be before its bytes come', () => {
    for (const length of [15, 16 * 1024 * 1024 + 1, 0xffff_ffff]) {
      const prelude = frame({ ':message-type': 'event', ':event-type': 'a' }, '', length);
      expect(() => new AwsFrameCutter(codec).feed(prelude.subarray(0, 12))).toThrow(MalformedPayload);
    }
  });

  it('refuses a frame that is cut off, and frames without a name', () => {
    const bytes = frames(EVENTS);
    expect(() => cut(bytes.subarray(0, bytes.length - 1))).toThrow(MalformedPayload);
    expect(() => cut(frame({ ':message-type': 'event' }, '{}'))).toThrow(MalformedPayload);
    expect(() => cut(frame({}, '{}'))).toThrow(MalformedPayload);
  });

  it('holds no more than the frame under way', () => {
    const cutter = new AwsFrameCutter(codec);
    const one = frame({ ':message-type': 'event', ':event-type': 'a' }, 'x'.repeat(4096));
    const bytes = Buffer.concat(Array.from({ length: 50 }, () => one));
    let count = 0;
    for (let at = 0; at < bytes.length; at += 1000) {
      count += cutter.feed(bytes.subarray(at, at + 1000)).length;
      const held = Object.values(cutter).flat().filter(Buffer.isBuffer);
      expect(held.reduce((sum, piece) => sum + piece.length, 0)).toBeLessThanOrEqual(one.length);
    }
    expect(count).toBe(50);
  });
});
