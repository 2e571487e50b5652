import type { StreamEvent } from '../../../model/stream-event';
import { MalformedPayload } from '../../codec';
import { chunks, decodeAll, DONE, readChunks } from './__fixtures__/read-fixture';
import type { Fields } from './openai-chat.wire';

const types = (events: readonly StreamEvent[]) => events.map(({ type }) => type);
const call = (fields: Fields) => ({ tool_calls: [fields] });
const fn = (name?: string, text?: unknown) => ({ function: { name, arguments: text } });

/** What the calls of a stream came to: id, name, input. */
function calls(...deltas: Parameters<typeof chunks>): unknown[] {
  const events = decodeAll([...chunks(...deltas), DONE]);
  return events.flatMap((event) => {
    if (event.type !== 'tool-input-start') return [];
    const input = events.map((one) => (one.type === 'tool-input-delta' && one.block === event.block ? one.text : ''));
    return [[event.id, event.name, input.join('')]];
  });
}

describe('reading a stream', () => {
  it('case 23, 24, 50: text, and usage that comes with no choice', () => {
    const events = decodeAll(readChunks('text'));
    expect(types(events)).toEqual([
      'start',
      'text-start',
      'text-delta',
      'text-delta',
      'text-end',
      'finish',
      'usage',
      'end',
    ]);
    expect(events[0]).toMatchObject({ id: 'chatcmpl-9', createdAt: 1761052928, dialect: 'openai-chat' });
    expect(events.at(-2)).toMatchObject({ usage: { input: 176, cacheRead: 1024, output: 20, reasoning: 10 } });
  });

  it('case 1, 5: two calls, one without arguments', () => {
    const events = decodeAll(readChunks('tool-calls'));
    expect(types(events).slice(1, -3)).toEqual([
      ...['tool-input-start', 'tool-input-delta', 'tool-input-delta', 'tool-input-end'],
      ...['tool-input-start', 'tool-input-delta', 'tool-input-end'],
    ]);
    expect(events.findLast(({ type }) => type === 'tool-input-delta')).toMatchObject({ block: 1, text: '{}' });
    expect(events.at(-3)).toMatchObject({ type: 'finish', finish: { unified: 'tool-calls' } });
  });

  it('case 2: pieces of two calls that overlap end up in the right one', () => {
    expect(
      calls(
        call({ index: 0, id: 'a', ...fn('f', '{"a"') }),
        call({ index: 1, id: 'b', ...fn('g', '{"b"') }),
        call({ index: 0, ...fn(undefined, ':0}') }),
        call({ index: 1, ...fn(undefined, ':1}') }),
      ),
    ).toEqual([
      ['a', 'f', '{"a":0}'],
      ['b', 'g', '{"b":1}'],
    ]);
  });

  it.each<[string, Fields[], unknown[]]>([
    [
      'case 3: input with the last piece only',
      [call({ index: 0, id: 'a', ...fn('f') }), call({ index: 0, ...fn(undefined, '{"x":1}') })],
      [['a', 'f', '{"x":1}']],
    ],
    [
      'neither number nor id',
      [call(fn('f', '{"x"')), call(fn(undefined, ':1}')), call(fn('f', '{}'))],
      [
        ['', 'f', '{"x":1}'],
        ['', 'f', '{}'],
      ],
    ],
    [
      'the same number for all',
      [call({ index: 0, id: 'a', ...fn('f', '{}') }), call({ index: 0, id: 'b', ...fn('f', '{}') })],
      [
        ['a', 'f', '{}'],
        ['b', 'f', '{}'],
      ],
    ],
    [
      'id and name with every piece',
      [call({ index: 0, id: 'a', ...fn('f', '{"x"') }), call({ index: 0, id: 'a', ...fn('f', ':1}') })],
      [['a', 'f', '{"x":1}']],
    ],
    [
      'ids without numbers',
      [
        call({ id: 'a', ...fn('f', '{') }),
        call({ id: 'b', ...fn('g', '{') }),
        call({ id: 'a', ...fn(undefined, '}') }),
        call({ id: 'b', ...fn(undefined, '}') }),
      ],
      [
        ['a', 'f', '{}'],
        ['b', 'g', '{}'],
      ],
    ],
    ['the name after the id', [call({ index: 0, id: 'a' }), call({ index: 0, ...fn('f', '{}') })], [['a', 'f', '{}']]],
    ['an object for its text', [call({ index: 0, id: 'a', ...fn('f', { x: 1 }) })], [['a', 'f', '{"x":1}']]],
    ['case 5: input that is broken', [call({ index: 0, id: 'a', ...fn('f', '{"x":') })], [['a', 'f', '{"x":']]],
    [
      'a call of old',
      [{ function_call: { name: 'f', arguments: '{' } }, { function_call: { arguments: '}' } }],
      [['', 'f', '{}']],
    ],
    [
      'a custom call',
      [
        call({ index: 0, id: 'a', type: 'custom', custom: { name: 'p', input: '' } }),
        call({ index: 0, custom: { input: 'raw' } }),
      ],
      [['a', 'p', 'raw']],
    ],
  ])('%s', (_name, deltas, expected) => {
    expect(calls(...deltas)).toEqual(expected);
  });

  it('case 20: a reason that came before the calls still is theirs', () => {
    const events = decodeAll([...chunks('stop', call({ index: 0, id: 'a', ...fn('f', '{}') }), ''), DONE]);
    expect(events.at(-2)).toMatchObject({ type: 'finish', finish: { unified: 'tool-calls', raw: 'stop' } });
  });

  it('case 21, 25: a reason with every piece is told once', () => {
    const pieces = chunks({ content: 'a' }, 'stop', { content: 'b' }, 'stop');
    expect(types(decodeAll(pieces)).filter((type) => type === 'finish' || type === 'end')).toEqual(['finish', 'end']);
  });

  it('case 26: without a reason the answer is cut off; with one only the last word is missing', () => {
    expect(types(decodeAll(chunks({ content: 'a' })))).toEqual(['start', 'text-start', 'text-delta']);
    expect(types(decodeAll(chunks({ content: 'a' }, 'stop'))).at(-1)).toBe('end');
  });

  it.each([
    ['{"error":{"message":"slow down","type":"rate_limit_error"}}', 429],
    ['{"error":{"message":"no","code":503}}', 503],
    ['{"object":"error","message":"bad","code":400}', 400],
    ['[{"error":{"code":500,"status":"INTERNAL"}}]', 500],
    ['{"error":"what"}', 500],
  ])('case 27: %s', (data, status) => {
    expect(decodeAll([...chunks({ content: 'a' }), { data }, DONE]).at(-1)).toEqual({
      type: 'error',
      error: { status, raw: data },
    });
  });

  it('case 31, 32, 34: details tell the text once, with its proof, and what is hidden', () => {
    const events = decodeAll(readChunks('reasoning-details'));
    expect(types(events).slice(0, 8)).toEqual([
      ...['start', 'thinking-start', 'thinking-delta', 'thinking-delta', 'thinking-signature', 'thinking-end'],
      ...['redacted-thinking', 'text-start'],
    ]);
    expect(events[4]).toMatchObject({ signature: { dialect: 'openai-chat', value: 'EuYBCkQYAiJA' } });
    expect(events.find(({ type }) => type === 'usage')).toMatchObject({ usage: { cacheWrite5m: 30, reasoning: 25 } });
  });

  it('case 33, 34, 50: plain thinking never becomes text', () => {
    const events = decodeAll(readChunks('reasoning-content'));
    expect(types(events).slice(1, 8)).toEqual([
      ...['thinking-start', 'thinking-delta', 'thinking-delta', 'thinking-end', 'text-start', 'text-delta', 'usage'],
    ]);
    expect(events[7]).toMatchObject({ usage: { input: 36, cacheRead: 64, output: 3, reasoning: 9 } });
  });

  it('a proof that repeats the whole of its thinking adds no text', () => {
    const detail = { type: 'reasoning.text', text: 'hm', signature: 's' };
    const events = decodeAll([
      ...chunks({ reasoning_content: 'h' }, { reasoning_content: 'm' }, { reasoning_details: [detail] }),
      DONE,
    ]);
    expect(types(events)).toEqual([
      ...[
        'start',
        'thinking-start',
        'thinking-delta',
        'thinking-delta',
        'thinking-signature',
        'thinking-end',
        'finish',
        'end',
      ],
    ]);
  });

  it('case 64: sources, refusals, pictures and speech', () => {
    const annotation = { type: 'url_citation', url_citation: { url: 'u', title: 't', start_index: 0, end_index: 1 } };
    const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AA' } };
    const events = decodeAll([
      ...chunks(
        { content: 'a' },
        { annotations: [annotation] },
        { refusal: 'no' },
        { images: [image] },
        { audio: { id: 'audio_1', data: 'AAE=' } },
        { audio: { data: 'AgM=', transcript: 'hi' } },
      ),
      DONE,
    ]);
    expect(types(events).slice(1, -2)).toEqual([
      'text-start',
      'text-delta',
      'citation',
      'text-end',
      'refusal-delta',
      'media',
      'media',
    ]);
    expect(events.at(-4)).toMatchObject({ kind: 'image', mediaType: 'image/png', data: 'AA' });
    expect(events.at(-3)).toMatchObject({ kind: 'audio', data: 'AAECAw==' });
  });

  it('case 24: a first chunk that tells of filters only, and one that has the whole message', () => {
    const filters = { data: '{"id":"","choices":[],"prompt_filter_results":[]}' };
    const whole = {
      data: '{"id":"x","choices":[{"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}]}',
    };
    expect(types(decodeAll([filters, whole]))).toEqual([
      'start',
      'text-start',
      'text-delta',
      'text-end',
      'finish',
      'end',
    ]);
  });

  it('several choices have blocks of their own', () => {
    const data = JSON.stringify({
      id: 'x',
      choices: [0, 1].map((index) => ({ index, delta: { content: 'a' }, finish_reason: 'stop' })),
    });
    expect(decodeAll([{ data }]).filter(({ type }) => type === 'text-start')).toMatchObject([
      { choice: 0, block: 0 },
      { choice: 1, block: 1 },
    ]);
  });

  it.each(['{', '3', '{"id":"x","choices":[3]}'])('%s is malformed', (data) => {
    expect(() => decodeAll([{ data }])).toThrow(MalformedPayload);
  });

  it('a last word before the first is malformed', () => {
    expect(() => decodeAll([DONE])).toThrow(MalformedPayload);
  });
});
