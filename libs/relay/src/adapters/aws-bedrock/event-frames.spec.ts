import fc from 'fast-check';
import { expectOnly, mutateAll, mutations } from '../__fixtures__/mutations';
import { FramedReader } from '../framed-reader';
import { SseDecoder } from '../../transport/sse-decoder';
import { MalformedPayload } from '../codec';
import { nativeDialect } from '../native-dialect';
import { PassingStream } from '../passing-stream';
import { CLAUDE_EVENTS, chunkFrame, exceptionFrame, frame } from './__fixtures__/frames';
import { claudeEvent } from './claude-chunk';
import type { AwsFrameCutter } from '../framing/aws-frame-cutter';
import { FrameDeframer, loadFrameCutter } from './event-frames';

let open: () => AwsFrameCutter;
beforeAll(async () => {
  open = await loadFrameCutter();
});

const ANSWER = Buffer.concat(CLAUDE_EVENTS.map(chunkFrame));
const reader = () =>
  new FramedReader(
    new PassingStream(nativeDialect('anthropic-messages'), undefined),
    new FrameDeframer(open(), claudeEvent),
  );

function run(bytes: Buffer, size: number) {
  const stream = reader();
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size)
    parts.push(stream.feed(bytes.subarray(at, at + size)) ?? Buffer.alloc(0));
  parts.push(stream.flush() ?? Buffer.alloc(0));
  return { stream, text: Buffer.concat(parts).toString() };
}

describe('a stream of frames', () => {
  it('is read as Anthropic’s, wherever it is cut', () => {
    const whole = run(ANSWER, ANSWER.length).text;
    for (let size = 1; size < 700; size += size < 40 ? 1 : 37) {
      const { stream, text } = run(ANSWER, size);
      expect(text).toBe(whole);
      expect(stream).toMatchObject({ isDone: true, hasFinished: true, error: undefined });
      expect(stream.usage).toMatchObject({ input: 7, output: 5 });
    }
    const events = new SseDecoder().feed(Buffer.from(whole));
    expect(events.map(({ event }) => event)).toEqual(CLAUDE_EVENTS.map((event) => (event as { type: string }).type));
    expect(JSON.parse(events[3]!.data)).toEqual(CLAUDE_EVENTS[3]);
    expect(JSON.parse(events[6]!.data)).toEqual({ type: 'message_stop' });
    expect(whole).not.toMatch(/amazon|invocationMetrics/);
  });

  it('that breaks between or within frames is not complete', () => {
    for (const cut of [1, 90]) {
      const { stream } = run(ANSWER.subarray(0, ANSWER.length - cut), 50);
      expect(stream.isDone).toBe(false);
    }
  });

  it.each([
    ['throttlingException', 429],
    ['validationException', 400],
    ['serviceUnavailableException', 529],
    ['modelTimeoutException', 504],
    ['internalServerException', 500],
    ['modelStreamErrorException', 500],
  ])('with a %s in it has failed like a %d', (type, status) => {
    const bytes = Buffer.concat([
      ...CLAUDE_EVENTS.slice(0, 3).map(chunkFrame),
      exceptionFrame(type, 'why'),
      chunkFrame(CLAUDE_EVENTS[3]!),
    ]);
    const { stream, text } = run(bytes, 33);
    expect(stream.error?.status).toBe(status);
    expect(stream.error?.raw).toContain('why');
    expect(text).toContain('Grüß');
    expect(text).not.toContain('Gott');
    expect(stream.isDone).toBe(false);
  });

  it('may fail in the protocol’s own words too', () => {
    const bytes = frame({ ':message-type': 'error', ':error-code': 'InternalFailure', ':error-message': 'oops' }, '');
    const { error } = run(bytes, 1000).stream;
    expect(error?.raw).toContain('oops');
    expect(error?.status).toBe(500);
  });

  it('passes over events that are none of ours', () => {
    const bytes = Buffer.concat([frame({ ':message-type': 'event', ':event-type': 'initial-response' }, '{}'), ANSWER]);
    expect(run(bytes, 100).stream.isDone).toBe(true);
  });

  it('is refused when a frame is damaged, endless or no frame at all', () => {
    const damaged = Buffer.from(ANSWER);
    damaged[200]! ^= 1;
    const endless = Buffer.from(ANSWER);
    endless.writeUInt32BE(0x7fffffff, 0);
    for (const bytes of [damaged, endless, Buffer.from('data: {"type":"message_start"}\n\n'), Buffer.alloc(40)])
      expect(() => run(bytes, 64)).toThrow(MalformedPayload);
    expect(() => run(frame({ ':message-type': 'event', ':event-type': 'chunk' }, 'no json'), 64)).toThrow(
      MalformedPayload,
    );
  });

  it('never fails in another way, whatever the bytes are', () => {
    const damage = fc.array(fc.tuple(fc.nat({ max: ANSWER.length - 1 }), fc.nat({ max: 255 })), { minLength: 1 });
    fc.assert(
      fc.property(damage, fc.integer({ min: 1, max: 500 }), (changes, size) => {
        const bytes = Buffer.from(ANSWER);
        for (const [place, value] of changes) bytes[place] = value;
        expectOnly(MalformedPayload, () => run(bytes, size));
      }),
      { numRuns: 1_000 },
    );
    fc.assert(
      fc.property(mutations, (list) => {
        const payload = JSON.stringify(mutateAll(JSON.stringify(CLAUDE_EVENTS[0]), list) ?? null);
        const bytes = frame(
          { ':message-type': 'event', ':event-type': 'chunk' },
          JSON.stringify({ bytes: Buffer.from(payload).toString('base64') }),
        );
        expectOnly(MalformedPayload, () => run(bytes, 50));
      }),
      { numRuns: 1_000 },
    );
  });
});
