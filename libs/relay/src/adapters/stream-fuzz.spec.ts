import { AppError } from '@app/kernel';
import type { Dialect } from '../model/dialect';
import type { StreamEvent } from '../model/stream-event';
import { SseDecoder } from '../transport/sse-decoder';
import { ANSWER, DIALECTS, SAMPLES } from './__fixtures__/dialect-samples';
import { OrderCheck } from './__fixtures__/order-check';
import { mutateStream, pick, repeat, type Draw } from './__fixtures__/random-mutations';
import { MalformedPayload, type StreamDecoder } from './codec';
import { ConvertedStream } from './converted-stream';
import { nativeDialect } from './native-dialect';
import { ToolRestorer } from './restore-tools';
import { ToolNames } from './tool-names';

const RUNS = 10_000;
const BROKEN = new AppError('upstream_closed', { zh: '断', en: 'Closed' }, { status: 502 });

describe('10 000 mutated streams of each dialect, converted to any dialect', () => {
  it.each(DIALECTS)('%s: whole events in the promised order, or malformed', (dialect) => {
    const ends = { done: 0, broken: 0, malformed: 0 };
    repeat(RUNS, (draw) => {
      ends[convert(dialect, draw)]++;
      return true;
    });
    expect(Object.values(ends).every((count) => count > RUNS / 50)).toBe(true);
  });
});

/** Mutated, cut into pieces, converted to a dialect by lot; what the caller gets must be readable whatever happens. */
function convert(dialect: Dialect, draw: Draw): 'done' | 'broken' | 'malformed' {
  const bytes = toBytes(mutateStream(pick(SAMPLES[dialect].streams, draw), draw), draw);
  const encoder = nativeDialect(pick(DIALECTS, draw)).codec.createStreamEncoder(ANSWER);
  const names = new ToolNames({ forbidden: /[^a-z_]/, longest: 64 });
  const decoder = new CheckedDecoder(nativeDialect(dialect).codec.createStreamDecoder());
  const stream = new ConvertedStream(decoder, encoder, new ToolRestorer(names));
  const out: Buffer[] = [];
  const fail = () => out.push(stream.fail(BROKEN, 'req_1', 'en'));
  try {
    for (const piece of cut(bytes, draw)) keep(out, stream.feed(piece));
    keep(out, stream.flush());
  } catch (error) {
    if (!(error instanceof MalformedPayload)) throw error;
    fail();
    readAll(out);
    return 'malformed';
  }
  if (!stream.isDone) fail();
  readAll(out);
  return stream.isDone ? 'done' : 'broken';
}

/** Sees the events between decoder and encoder. */
class CheckedDecoder implements StreamDecoder {
  private readonly order = new OrderCheck();

  constructor(private readonly inner: StreamDecoder) {}

  push(event: Parameters<StreamDecoder['push']>[0]): StreamEvent[] {
    return this.check(this.inner.push(event));
  }

  close(): StreamEvent[] {
    return this.check(this.inner.close());
  }

  private check(events: StreamEvent[]): StreamEvent[] {
    for (const event of events) this.order.add(event);
    return events;
  }
}

function toBytes(lines: readonly string[], draw: Draw): Buffer {
  const lineEnd = draw(4) === 0 ? '\r\n' : '\n';
  return Buffer.from(lines.map((line) => `data: ${line}${lineEnd}${lineEnd}`).join(''));
}

function cut(bytes: Buffer, draw: Draw): Buffer[] {
  const places = Array.from({ length: draw(4) }, () => draw(bytes.length + 1)).sort((a, b) => a - b);
  return [0, ...places].map((from, index) => bytes.subarray(from, places[index] ?? bytes.length));
}

function keep(out: Buffer[], bytes: Buffer | undefined): void {
  if (bytes !== undefined) out.push(bytes);
}

/** Throws unless it is a row of whole events with JSON in them. */
function readAll(out: readonly Buffer[]): void {
  const events = new SseDecoder();
  const read = [...events.feed(Buffer.concat(out)), ...events.flush()];
  for (const { data } of read) if (data !== '[DONE]') JSON.parse(data);
}
