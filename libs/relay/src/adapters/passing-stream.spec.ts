import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { AppError } from '@app/kernel';
import type { Dialect } from '../model/dialect';
import { SseDecoder } from '../transport/sse-decoder';
import { AnswerCounter } from './answer-counter';
import { nativeDialect } from './native-dialect';
import { PassingStream } from './passing-stream';

type TypedDialect = Exclude<Dialect, 'openai-chat'>;

const line = (data: string, isTyped: boolean) =>
  `${isTyped ? `event: ${(JSON.parse(data) as { type: string }).type}\n` : ''}data: ${data}\n\n`;
/** A recorded stream as it came over the wire. */
function recorded(dialect: TypedDialect, name: string): string {
  const lines = readFileSync(join(__dirname, dialect, '__fixtures__', `${name}.chunks.txt`), 'utf8').trim();
  return lines
    .split('\n')
    .map((data) => line(data, dialect !== 'gemini-generate'))
    .join('');
}
const messages = (...events: object[]) => events.map((event) => line(JSON.stringify(event), true)).join('');

function pass(dialect: TypedDialect, stream: string, options: { cuts?: number[]; showModel?: string } = {}) {
  const bytes = Buffer.from(stream);
  const reader = new PassingStream(nativeDialect(dialect), options.showModel);
  const ends = [...(options.cuts ?? []).map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  const out: (Buffer | undefined)[] = [];
  let start = 0;
  for (const end of ends) {
    out.push(reader.feed(bytes.subarray(start, end)));
    start = end;
  }
  out.push(reader.flush());
  return { reader, text: Buffer.concat(out.filter((part) => part !== undefined)).toString() };
}

const STREAMS: [TypedDialect, string][] = [
  ['openai-responses', 'text'],
  ['openai-responses', 'tool-calls'],
  ['openai-responses', 'custom-tool'],
  ['openai-responses', 'hosted'],
  ['anthropic-messages', 'text'],
  ['anthropic-messages', 'thinking'],
  ['anthropic-messages', 'tool-calls'],
  ['anthropic-messages', 'server-tool'],
  ['gemini-generate', 'text'],
  ['gemini-generate', 'tool-call'],
  ['gemini-generate', 'grounded'],
  ['gemini-generate', 'code-and-image'],
  ['gemini-generate', 'blocked'],
];
const MODELS = {
  'openai-responses': 'gpt-5.1-codex-max',
  'anthropic-messages': 'claude-sonnet-4-5-20250929',
  'gemini-generate': 'gemini-3-pro-preview',
};

describe('a stream that passes between two sides of one dialect', () => {
  it.each(STREAMS)('case 66: %s %s comes out as it was written, and its figures and end are seen', (dialect, name) => {
    const stream = recorded(dialect, name);
    const { reader, text } = pass(dialect, stream);
    expect(text).toBe(stream);
    expect(reader).toMatchObject({ hasFinished: true, hasFigures: true, error: undefined });
    expect(reader.usage!.input + reader.usage!.cacheRead).toBeGreaterThan(0);
    // Gemini has no last word.
    expect(reader.isDone).toBe(dialect !== 'gemini-generate');
  });

  it.each(STREAMS)('case 29: %s %s is the same however the bytes are cut', (dialect, name) => {
    const stream = recorded(dialect, name);
    const whole = pass(dialect, stream).reader;
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 30 }), (cuts) => {
        const { reader, text } = pass(dialect, stream, { cuts });
        expect(text).toBe(stream);
        expect([reader.usage, reader.answer.tokens]).toEqual([whole.usage, whole.answer.tokens]);
      }),
      { numRuns: 25 },
    );
  });

  it.each(Object.entries(MODELS) as [TypedDialect, string][])(
    'case 72: %s shows the name that was asked for, in the events that name a model and nowhere else',
    (dialect, model) => {
      const stream = recorded(dialect, 'text');
      const { text } = pass(dialect, stream, { showModel: 'asked-for' });
      expect(stream).toContain(`"${model}"`);
      expect(text).toBe(stream.replaceAll(`"${model}"`, '"asked-for"'));
    },
  );

  it('counts text once, with what the dialect repeats left out', () => {
    const stream = recorded('openai-responses', 'text');
    const deltas = new SseDecoder()
      .feed(Buffer.from(stream))
      .flatMap(({ data }) => {
        const { delta } = JSON.parse(data) as { delta?: unknown };
        return typeof delta === 'string' ? [delta] : [];
      })
      .join('');
    const counter = new AnswerCounter();
    counter.add(deltas);
    expect(pass('openai-responses', stream).reader.answer.tokens).toBe(counter.tokens);
    const twice = { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: '12345678' } };
    expect(pass('anthropic-messages', messages(twice)).reader.answer.tokens).toBe(2);
    const gemini = `data: {"candidates":[{"content":{"parts":[{"text":"12345678"}],"role":"model"}}]}\n\n`;
    expect(pass('gemini-generate', gemini).reader.answer.tokens).toBe(2);
  });

  it('counts a call without arguments as something delivered', () => {
    const call = {
      type: 'content_block_start',
      index: 0,
      content_block: { type: 'tool_use', id: 't', name: 'refund', input: {} },
    };
    expect(pass('anthropic-messages', messages(call)).reader.answer.isEmpty).toBe(false);
    const gemini = 'data: {"candidates":[{"content":{"parts":[{"functionCall":{"name":"refund","args":{}}}]}}]}\n\n';
    expect(pass('gemini-generate', gemini).reader.answer.isEmpty).toBe(false);
  });

  it.each<[TypedDialect, string, number]>([
    ['anthropic-messages', recorded('anthropic-messages', 'error'), 529],
    ['openai-responses', recorded('openai-responses', 'error'), 429],
    ['gemini-generate', 'data: {"error":{"code":503,"message":"supplier down","status":"UNAVAILABLE"}}\n\n', 503],
  ])('case 27: %s keeps an error of the stream back', (dialect, stream, status) => {
    const { reader, text } = pass(dialect, stream);
    expect(reader.error).toMatchObject({ status });
    expect(text).not.toContain('"error":{');
    expect(reader.feed(Buffer.from('data: {"more":1}\n\n'))).toBeUndefined();
  });

  it('is not confused by text that is a mark of the dialect', () => {
    const delta = (delta: object) => ({ type: 'content_block_delta', index: 0, delta });
    for (const mark of ['error', 'message_stop', 'message_delta', 'content_block_delta']) {
      const stream = messages(
        { type: 'message_start', message: { id: 'm', model: 'c', usage: { input_tokens: 3, output_tokens: 1 } } },
        { type: 'content_block_start', index: 0, content_block: { type: 'tool_use', id: 't', name: 'log', input: {} } },
        delta({ type: 'input_json_delta', partial_json: mark }),
        { type: 'content_block_stop', index: 0 },
        {
          type: 'message_delta',
          delta: { stop_reason: 'stop_sequence', stop_sequence: mark },
          usage: { output_tokens: 7 },
        },
        { type: 'message_stop' },
      );
      const { reader, text } = pass('anthropic-messages', stream);
      expect(text).toBe(stream);
      expect(reader).toMatchObject({ isDone: true, hasFinished: true, usage: { input: 3, output: 7 } });
    }
    const said = messages({ type: 'response.output_text.delta', item_id: 'i', output_index: 0, delta: 'error' });
    expect(pass('openai-responses', said)).toMatchObject({ text: said, reader: { error: undefined, isDone: false } });
  });

  it('case 26: an answer of Anthropic that lacks only its last word gets it, a broken one does not', () => {
    const stream = recorded('anthropic-messages', 'text');
    const cut = stream.slice(0, stream.lastIndexOf('event: message_stop'));
    const { reader, text } = pass('anthropic-messages', cut);
    expect(text).toBe(cut);
    expect(reader).toMatchObject({ hasFinished: true, isDone: false });
    expect(reader.closing).toContain('message_stop');
    const broken = pass('anthropic-messages', stream.slice(0, stream.indexOf('event: message_delta'))).reader;
    expect(broken).toMatchObject({ hasFinished: false, isDone: false, hasFigures: false });
  });

  it('case 66: passes content in a form that is not known, and sees the end beside it', () => {
    const pieces = [
      { content: { parts: [{ functionCall: { name: 'f', willContinue: true } }] } },
      {
        content: {
          parts: [{ functionCall: { partialArgs: [{ jsonPath: '$.a', numberValue: 1.0 }], willContinue: true } }],
        },
      },
      { content: { parts: [{ functionCall: {} }, null, { text: 7 }] }, finishReason: 'STOP' },
    ];
    const usageMetadata = { promptTokenCount: 5, candidatesTokenCount: 6, totalTokenCount: 11 };
    const stream = pieces.map((piece) => line(JSON.stringify({ candidates: [piece], usageMetadata }), false)).join('');
    const { reader, text } = pass('gemini-generate', stream);
    expect(text).toBe(stream);
    expect(reader).toMatchObject({ hasFinished: true, usage: { input: 5, output: 6 } });
  });

  it('case 26: Google ends without a last word, but not without reasons', () => {
    expect(pass('gemini-generate', recorded('gemini-generate', 'text')).reader).toMatchObject({
      hasFinished: true,
      closing: undefined,
    });
    expect(pass('gemini-generate', recorded('gemini-generate', 'cut-midway')).reader.hasFinished).toBe(false);
  });

  it('adds the blank line that a last event lacks', () => {
    const stream = recorded('anthropic-messages', 'text');
    expect(pass('anthropic-messages', stream.trimEnd())).toMatchObject({ text: stream, reader: { isDone: true } });
  });

  it('case 25: a stream of Responses that breaks off is not begun again', () => {
    const stream = recorded('openai-responses', 'text');
    const begun = stream.slice(0, stream.indexOf('event: response.completed'));
    const { reader } = pass('openai-responses', begun, { showModel: 'asked-for' });
    const end = reader
      .fail(new AppError('upstream_error', { zh: 'z', en: 'e' }, { status: 502 }), 'r1', 'en')
      .toString();
    const events = new SseDecoder().feed(Buffer.from(end));
    expect(events.map(({ event }) => event)).toEqual(['error', 'response.failed']);
    expect(JSON.parse(events[1]!.data)).toMatchObject({
      response: { id: 'resp_01', model: 'asked-for', status: 'failed' },
    });
  });

  it('says that something is no stream', () => {
    expect(() => pass('anthropic-messages', 'data: {"error"\n\n')).toThrow('is not JSON');
  });
});

describe('figures that come with every event of Gemini’s', () => {
  const native = nativeDialect('gemini-generate');
  const piece = (text: string, output: number, more: object = {}) =>
    line(
      JSON.stringify({
        candidates: [{ content: { role: 'model', parts: [{ text }] }, index: 0, ...more }],
        usageMetadata: { promptTokenCount: 7, candidatesTokenCount: output, totalTokenCount: 7 + output },
        modelVersion: 'gemini-x',
      }),
      false,
    );

  it('are the newest whenever somebody asks, and read no oftener than that', () => {
    const reader = new PassingStream(native, undefined);
    const gist = jest.spyOn(native, 'gist');
    for (let n = 1; n <= 50; n++) expect(reader.feed(Buffer.from(piece('x', n)))).toBeDefined();
    expect(gist).toHaveBeenCalledTimes(1);
    expect(reader.usage).toMatchObject({ input: 7, output: 50 });
    expect(reader.usage).toMatchObject({ output: 50 });
    expect(gist).toHaveBeenCalledTimes(2);
    reader.feed(Buffer.from(piece('x', 51)));
    reader.feed(Buffer.from(piece('', 60, { finishReason: 'STOP' })));
    reader.flush();
    expect([reader.hasFinished, reader.usage?.output]).toEqual([true, 60]);
    gist.mockRestore();
  });

  it('stay when the last event has none, or is no JSON', () => {
    const reader = new PassingStream(native, undefined);
    for (let n = 1; n <= 3; n++) reader.feed(Buffer.from(piece('x', n)));
    reader.feed(Buffer.from(line('{"candidates":[{"content":{"parts":[]},"finishReason":"STOP","index":0}]}', false)));
    reader.flush();
    expect([reader.hasFinished, reader.usage?.output]).toEqual([true, 3]);
    const broken = new PassingStream(native, undefined);
    broken.feed(Buffer.from(piece('x', 1)));
    broken.feed(Buffer.from('data: {"usageMetadata":\n\n'));
    expect(broken.usage).toMatchObject({ output: 1 });
  });
});
