import { MalformedPayload } from '../codec';
import { AnthropicStreamDecoder } from './decode-stream';
import { decodeAll, readChunks, toEvent } from './__fixtures__/fixtures';

const wire = (...bodies: object[]) => bodies.map((body) => toEvent(JSON.stringify(body)));
const start = {
  type: 'message_start',
  message: { id: 'msg_1', model: 'm', usage: { input_tokens: 3, output_tokens: 1 } },
};
const open = (index: number, content_block: object) => ({ type: 'content_block_start', index, content_block });
const delta = (index: number, more: object) => ({ type: 'content_block_delta', index, delta: more });
const json = (index: number, partial_json: string) => delta(index, { type: 'input_json_delta', partial_json });
const stop = (index: number) => ({ type: 'content_block_stop', index });
const finish = (stop_reason: string | null, usage?: object) => ({
  type: 'message_delta',
  delta: { stop_reason },
  usage,
});
const last = { type: 'message_stop' };
const call = (id: string, input = {}) => ({ type: 'tool_use', id, name: `f_${id}`, input });
const types = (events: { type: string }[]) => events.map(({ type }) => type);

describe('reading a stream', () => {
  it('tells text in order, with figures that replace each other', () => {
    const events = decodeAll(readChunks('text.chunks.txt'));
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
    expect(events[0]).toMatchObject({ id: 'msg_01EhbVtT4ePmCiKzp', usage: { input: 25, output: 1 } });
    expect(events[6]).toMatchObject({ usage: { input: 25, output: 15 } });
  });

  it('case 1, 5: two calls have their own ids, and an empty input is the empty object', () => {
    const events = decodeAll(readChunks('tool-calls.chunks.txt'));
    expect(events.filter(({ type }) => type.startsWith('tool-'))).toMatchObject([
      { type: 'tool-input-start', block: 1, id: 'toolu_01T1x1fJ', name: 'get_weather' },
      { block: 1, text: '{"location":' },
      { block: 1, text: ' "San Francisco"}' },
      { type: 'tool-input-end', block: 1 },
      { type: 'tool-input-start', block: 2, id: 'toolu_02T1x1fK' },
      { block: 2, text: '{}' },
      { type: 'tool-input-end', block: 2 },
    ]);
    expect(events.at(-2)).toMatchObject({
      usage: { input: 472, cacheRead: 8000, cacheWrite5m: 200, cacheWrite1h: 1000, output: 89 },
    });
  });

  it('case 2: pieces of two calls that overlap end up in the right one, one after the other', () => {
    const events = decodeAll(
      wire(
        start,
        open(0, call('a')),
        open(1, call('b')),
        json(1, '{"b"'),
        json(0, '{"a"'),
        json(1, ':1}'),
        json(0, ':0}'),
        stop(0),
        stop(1),
        finish('tool_use'),
        last,
      ),
    );
    expect(events.slice(1, -2)).toMatchObject([
      { type: 'tool-input-start', block: 0 },
      { text: '{"a"' },
      { text: ':0}' },
      { type: 'tool-input-end', block: 0 },
      { type: 'tool-input-start', block: 1 },
      { text: '{"b"' },
      { text: ':1}' },
      { type: 'tool-input-end', block: 1 },
    ]);
  });

  it('case 3: input that comes only with the start is not lost', () => {
    const events = decodeAll(wire(start, open(0, call('a', { x: 0 })), stop(0), finish('tool_use'), last));
    expect(events[2]).toMatchObject({ type: 'tool-input-delta', text: '{"x":0}' });
  });

  it('case 32: a signature alone and hidden thoughts are blocks like others', () => {
    const events = decodeAll(readChunks('thinking.chunks.txt'));
    expect(types(events)).toEqual([
      'start',
      ...['thinking-start', 'thinking-delta', 'thinking-delta', 'thinking-signature', 'thinking-end'],
      'redacted-thinking',
      ...['thinking-start', 'thinking-signature', 'thinking-end'],
      ...['text-start', 'text-delta', 'text-end'],
      ...['finish', 'usage', 'end'],
    ]);
    expect(events.at(-2)).toMatchObject({ usage: { output: 30, reasoning: 60 } });
  });

  it('case 17, 49, 64: server tools stay whole, citations with their text, the end’s figures win', () => {
    const events = decodeAll(readChunks('server-tool.chunks.txt'));
    expect(events[1]).toMatchObject({
      type: 'opaque',
      opaque: { value: { name: 'web_search', input: { query: 'weather NYC today' } } },
    });
    expect(events[2]).toMatchObject({ type: 'opaque', opaque: { value: { type: 'web_search_tool_result' } } });
    expect(events[5]).toMatchObject({
      type: 'citation',
      citation: { url: 'https://weather.example/nyc', citedText: '62°F' },
    });
    expect(events.at(-3)).toMatchObject({ type: 'finish', finish: { unified: 'pause' } });
    expect(events.at(-2)).toMatchObject({ usage: { input: 10682, output: 510, toolCalls: { web_search: 1 } } });
  });

  it('case 20, 21: one end, and a call decides what it is', () => {
    const events = decodeAll(
      wire(start, open(0, call('a')), stop(0), finish(null), finish('end_turn'), finish('end_turn'), last),
    );
    expect(events.filter(({ type }) => type === 'finish')).toMatchObject([{ finish: { unified: 'tool-calls' } }]);
  });

  it('case 25: a second start and what follows the end are not told', () => {
    const events = decodeAll(
      wire(start, start, open(0, { type: 'text', text: '' }), stop(0), finish('end_turn'), last, last, start),
    );
    expect(types(events)).toEqual(['start', 'text-start', 'text-end', 'finish', 'end']);
  });

  it('case 26: a stream that breaks has no end; one whose reason came lacks only the last word', () => {
    expect(types(decodeAll(readChunks('text.chunks.txt').slice(0, 5)))).toEqual([
      'start',
      'text-start',
      'text-delta',
      'text-delta',
    ]);
    expect(types(decodeAll(readChunks('text.chunks.txt').slice(0, -1)))).toContain('end');
  });

  it('case 27: an error within the stream stands for its status', () => {
    const events = decodeAll(readChunks('error.chunks.txt'));
    expect(events.at(-1)).toMatchObject({
      type: 'error',
      error: { status: 529, raw: expect.stringContaining('Overloaded') as string },
    });
  });

  it('closes blocks that the upstream forgot, before the next and before the end', () => {
    const events = decodeAll(
      wire(start, open(0, { type: 'text', text: 'a' }), open(1, call('a')), json(1, '{}'), finish('tool_use'), last),
    );
    expect(types(events)).toEqual([
      ...['start', 'text-start', 'text-delta', 'text-end'],
      ...['tool-input-start', 'tool-input-delta', 'tool-input-end', 'finish', 'end'],
    ]);
  });

  it('takes text whose block was never begun for text', () => {
    const events = decodeAll(wire(delta(0, { type: 'text_delta', text: 'a' }), finish('end_turn'), last));
    expect(types(events)).toEqual(['start', 'text-start', 'text-delta', 'text-end', 'finish', 'end']);
  });

  it.each([
    '{',
    '[]',
    '{"type":"content_block_delta","index":-1}',
    JSON.stringify(json(4, '{}')),
    JSON.stringify(last),
  ])('refuses %s', (data) => {
    expect(() => new AnthropicStreamDecoder().push({ data })).toThrow(MalformedPayload);
  });
});
