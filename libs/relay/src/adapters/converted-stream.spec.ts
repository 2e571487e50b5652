import { AppError } from '@app/kernel';
import fc from 'fast-check';
import { NO_USAGE } from '../model/usage';
import type { StreamEvent } from '../model/stream-event';
import { SseDecoder } from '../transport/sse-decoder';
import type { StreamDecoder, StreamEncoder } from './codec';
import { billedUsage } from './billed-usage';
import { ConvertedStream } from './converted-stream';
import { ToolRestorer } from './restore-tools';
import { ToolNames } from './tool-names';
import { writeEvents } from './write-events';

/** A dialect whose events are the model's own, as JSON. */
const plainDecoder = (): StreamDecoder => ({
  push: ({ data }) => [JSON.parse(data) as StreamEvent],
  close: () => [{ type: 'end' }],
});
const plainEncoder = (): StreamEncoder => ({
  push: (event) => [{ event: event.type, data: JSON.stringify(event) }],
  fail: ({ code }, requestId) => [{ event: 'error', data: JSON.stringify({ code, requestId }) }],
  losses: [],
});

const usage = { ...NO_USAGE, input: 3, output: 2 };
const ANSWER: StreamEvent[] = [
  { type: 'start', id: 'a', model: 'm', createdAt: 1, dialect: 'openai-chat', usage: { ...NO_USAGE } },
  { type: 'text-start', choice: 0, block: 0 },
  { type: 'text-delta', choice: 0, block: 0, text: '你好' },
  { type: 'finish', choice: 0, finish: { unified: 'stop' } },
  { type: 'usage', usage },
  { type: 'end' },
];
const wire = (events: readonly StreamEvent[]) => writeEvents(events.map((event) => ({ data: JSON.stringify(event) })));
const read = (bytes: Buffer) => new SseDecoder().feed(bytes).map(({ data }) => JSON.parse(data) as StreamEvent);

function convert(pieces: readonly Buffer[]) {
  const stream = new ConvertedStream(plainDecoder(), plainEncoder());
  const out = [...pieces.map((piece) => stream.feed(piece)), stream.flush()].filter((bytes) => bytes !== undefined);
  return { stream, events: read(Buffer.concat(out)) };
}

describe('a converted stream', () => {
  it('hands everything on once, and keeps what billing needs', () => {
    const { stream, events } = convert([wire(ANSWER)]);
    expect(events).toEqual(ANSWER);
    expect(stream).toMatchObject({ usage: billedUsage(usage), isDone: true, hasFinished: true, error: undefined });
    expect(stream.answer).toMatchObject({ isEmpty: false, tokens: 2 });
  });

  it('hands on whole events, however the bytes are cut', () => {
    const bytes = wire(ANSWER);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: bytes.length }), { maxLength: 8 }), (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        expect(convert(places.slice(1).map((end, i) => bytes.subarray(places[i], end))).events).toEqual(ANSWER);
      }),
    );
  });

  it('case 27: keeps an error to itself and hands nothing on after it', () => {
    const error = { status: 529, raw: 'overloaded' };
    const { stream, events } = convert([wire([...ANSWER.slice(0, 3), { type: 'error', error }, ...ANSWER.slice(3)])]);
    expect(events).toEqual(ANSWER.slice(0, 3));
    expect(stream).toMatchObject({ error, isDone: false });
  });

  it('turns the calls of changed tools back before they are written, and counts what is handed on', () => {
    const names = new ToolNames({ forbidden: /[^a-z_]/, longest: 64 });
    const name = names.toWire({ name: 'apply.patch', kind: 'custom' });
    const stream = new ConvertedStream(plainDecoder(), plainEncoder(), new ToolRestorer(names));
    const calls: StreamEvent[] = [
      { type: 'tool-input-start', choice: 0, block: 0, id: 'a', name, kind: 'function' },
      { type: 'tool-input-delta', choice: 0, block: 0, text: '{"input":' },
      { type: 'tool-input-delta', choice: 0, block: 0, text: '"好"}' },
      { type: 'tool-input-end', choice: 0, block: 0 },
    ];
    expect(read(stream.feed(wire(calls)) ?? Buffer.alloc(0))).toEqual([
      { ...calls[0], name: 'apply.patch', kind: 'custom' },
      { ...calls[1], text: '好' },
      calls[3],
    ]);
    expect(stream.answer).toMatchObject({ isEmpty: false, tokens: 4 });
  });

  it('case 27: ends as its dialect does when it fails', () => {
    const stream = new ConvertedStream(plainDecoder(), plainEncoder());
    const error = new AppError('relay.busy', { zh: '忙', en: 'Busy' });
    expect(stream.fail(error, 'req_1', 'en').toString()).toBe(
      'event: error\ndata: {"code":"relay.busy","requestId":"req_1"}\n\n',
    );
  });

  it('writes several lines of data as several lines', () => {
    expect(writeEvents([{ data: 'a\nb' }]).toString()).toBe('data: a\ndata: b\n\n');
  });
});
