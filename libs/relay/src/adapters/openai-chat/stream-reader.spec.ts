import fc from 'fast-check';
import { StreamReader } from './stream-reader';

const event = (data: unknown) => `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
const delta = (content: string, finish: string | null = null) => event({ model: 'up', choices: [{ delta: { content }, finish_reason: finish }] });
const USAGE = event({ model: 'up', choices: [], usage: { prompt_tokens: 9, completion_tokens: 4, total_tokens: 13 } });
const DONE = event('[DONE]');

function read(stream: string | Buffer, cuts: number[] = [], options = { dropsUsageEvent: true, showModel: undefined as string | undefined }) {
  const bytes = Buffer.from(stream as string);
  const reader = new StreamReader(options);
  const out: Buffer[] = [];
  const ends = [...new Set([...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b);
  let start = 0;
  for (const end of ends) {
    const passed = reader.feed(bytes.subarray(start, end));
    if (passed !== undefined) out.push(passed);
    start = end;
  }
  const rest = reader.flush();
  if (rest !== undefined) out.push(rest);
  return { reader, text: Buffer.concat(out).toString() };
}

describe('reading a stream on its way through', () => {
  it('passes events untouched, drops the usage event nobody asked for and remembers its figures', () => {
    const { reader, text } = read(delta('a') + delta('b', 'stop') + USAGE + DONE);
    expect(text).toBe(delta('a') + delta('b', 'stop') + DONE);
    expect(reader).toMatchObject({ isDone: true, hasFinished: true, usage: { input: 9, output: 4 } });
  });

  it('keeps the usage event when it was asked for', () => {
    const whole = delta('a', 'stop') + USAGE + DONE;
    expect(read(whole, [], { dropsUsageEvent: false, showModel: undefined }).text).toBe(whole);
  });

  it('keeps an event that carries usage beside an answer', () => {
    const last = event({ choices: [{ delta: { content: 'x' }, finish_reason: 'stop' }], usage: { prompt_tokens: 1, completion_tokens: 1 } });
    expect(read(last + DONE).text).toBe(last + DONE);
  });

  it('is not fooled by text that looks like its marks', () => {
    const sly = delta('data: [DONE] "usage":{"prompt_tokens":1} "error" finish_reason":"stop"\n\n');
    const { reader, text } = read(sly);
    expect(text).toBe(sly);
    expect(reader).toMatchObject({ isDone: false, hasFinished: false, usage: undefined, error: undefined });
  });

  it('stops at an error within the stream and hands none of it on', () => {
    const { reader, text } = read(delta('a') + event({ error: { message: 'supplier.example is down' } }) + delta('b'));
    expect(text).toBe(delta('a'));
    expect(reader.error?.raw).toContain('supplier.example');
    expect(read(delta('a') + event({ error: null, choices: [] }) + DONE).reader.error).toBeUndefined();
  });

  it('takes the last usage, not the sum', () => {
    const running = (n: number) => event({ choices: [{ delta: {} }], usage: { prompt_tokens: 5, completion_tokens: n, total_tokens: 5 + n } });
    expect(read(running(1) + running(2) + running(3) + DONE).reader.usage).toMatchObject({ input: 5, output: 3 });
  });

  it('reads CRLF streams, comments and a last event without its blank line', () => {
    const crlf = (': hi\n\n' + delta('a') + USAGE + DONE).replaceAll('\n', '\r\n');
    expect(read(crlf).reader).toMatchObject({ isDone: true, usage: { input: 9 } });
    expect(read(delta('a', 'stop') + 'data: [DONE]').reader.isDone).toBe(true);
  });

  it('shows the requested model name in every event', () => {
    const { text } = read(delta('a') + delta('b') + DONE, [], { dropsUsageEvent: true, showModel: 'mine' });
    expect(text.match(/"model":"mine"/g)).toHaveLength(2);
    expect(text).not.toContain('"up"');
  });

  it('gives the same bytes and figures however the stream is cut', () => {
    const stream = ': ping\n\n' + delta('你好 ') + delta('wörld"\\n') + delta('', 'stop') + USAGE + DONE;
    const expected = read(stream);
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 30 }), (cuts) => {
        const { reader, text } = read(stream, cuts);
        expect(text).toBe(expected.text);
        expect([reader.usage, reader.isDone, reader.answer.tokens]).toEqual([expected.reader.usage, true, expected.reader.answer.tokens]);
      }),
      { numRuns: 500 },
    );
  });

  it('survives any bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 })), (chunks) => {
        const reader = new StreamReader({ dropsUsageEvent: true, showModel: 'm' });
        for (const chunk of chunks) reader.feed(Buffer.from(chunk));
        reader.flush();
      }),
    );
  });

  it('counts delivered text: four ASCII bytes or three others to a token', () => {
    expect(read(delta('x'.repeat(40))).reader.answer.tokens).toBe(10);
    expect(read(delta('你'.repeat(10))).reader.answer.tokens).toBe(10);
    const call = event({ choices: [{ delta: { tool_calls: [{ function: { arguments: '{"a":1}' } }] } }] });
    expect(read(call).reader.answer.tokens).toBeGreaterThan(0);
  });
});
