import { MalformedPayload } from '../codec';
import { packSignature } from '../../model/carry-signature';
import { NO_USAGE } from '../../model/usage';
import { decodeAll, readChunks, toEvents } from './__fixtures__/fixtures';

const START = { type: 'start', id: 'resp_01', model: 'gpt-5.1-codex-max', createdAt: 1765552659 };
const read = (...bodies: object[]) => decodeAll(toEvents(bodies));
const created = { type: 'response.created', response: { id: 'r', model: 'm', created_at: 1 } };
const completed = (response: object = {}) => ({
  type: 'response.completed',
  response: { status: 'completed', ...response },
});
const added = (output_index: number, item: object) => ({ type: 'response.output_item.added', output_index, item });
const done = (output_index: number, item: object) => ({ type: 'response.output_item.done', output_index, item });
const call = (id: string, more: object = {}) => ({
  ...{ type: 'function_call', id: `fc_${id}`, call_id: id, name: 'f', arguments: '' },
  ...more,
});
const inputsOf = (events: ReturnType<typeof read>) =>
  events.reduce<Record<string, string>>((inputs, event) => {
    if (event.type === 'tool-input-start') inputs[event.block] = '';
    if (event.type === 'tool-input-delta') inputs[event.block] += event.text;
    return inputs;
  }, {});

describe('reading a stream', () => {
  it('text, once, with its figures at the end', () => {
    const events = decodeAll(readChunks('text.chunks.txt'));
    expect(events).toMatchObject([
      START,
      { type: 'text-start', block: 0 },
      ...['Hello', ', 世', '界'].map((text) => ({ type: 'text-delta', block: 0, text })),
      { type: 'text-end', block: 0 },
      { type: 'finish', finish: { unified: 'stop' } },
      { type: 'usage', usage: { ...NO_USAGE, input: 8, cacheRead: 8, cacheWrite5m: 4, output: 6 } },
      { type: 'end' },
    ]);
  });

  it('case 1, 20, 39: thinking by paragraphs with its proof, and calls with their namespace', () => {
    const events = decodeAll(readChunks('tool-calls.chunks.txt'));
    expect(events.slice(1)).toMatchObject([
      { type: 'thinking-start', block: 0, isSummary: true },
      ...['**Plan', 'ning**', '\n\n', 'Then ', 'act.'].map((text) => ({ type: 'thinking-delta', block: 0, text })),
      { type: 'thinking-signature', signature: { dialect: 'openai-responses', value: 'gAAAAproof', id: 'rs_01' } },
      { type: 'thinking-end', block: 0 },
      { type: 'tool-input-start', block: 1, id: 'call_a', name: 'shell', namespace: 'dev', kind: 'function' },
      { type: 'tool-input-delta', block: 1, text: '{"cmd"' },
      { type: 'tool-input-delta', block: 1, text: ':"ls"}' },
      { type: 'tool-input-end', block: 1 },
      { type: 'tool-input-start', block: 2, id: 'call_b' },
      { type: 'tool-input-delta', block: 2, text: '{}' },
      { type: 'tool-input-end', block: 2 },
      { type: 'finish', finish: { unified: 'tool-calls' } },
      { type: 'usage', usage: { input: 36, cacheRead: 64, output: 15, reasoning: 25 } },
      { type: 'end' },
    ]);
  });

  it('case 15, 17, 64: custom calls, hosted items and citations', () => {
    expect(decodeAll(readChunks('custom-tool.chunks.txt'))[1]).toMatchObject({ kind: 'custom', name: 'apply_patch' });
    const events = decodeAll(readChunks('hosted.chunks.txt'));
    expect(events[1]).toMatchObject({ type: 'opaque', opaque: { value: { type: 'web_search_call', id: 'ws_01' } } });
    expect(events.find(({ type }) => type === 'citation')).toMatchObject({
      citation: { url: 'https://a.example/1', end: 4 },
    });
    expect(events.at(-2)).toMatchObject({ usage: { toolCalls: { web_search: 1 } } });
  });

  it.each([
    [
      'the event of their own',
      { type: 'response.function_call_arguments.done', output_index: 0, arguments: '{"a":1}' },
    ],
    ['the end of the item', done(0, call('c', { arguments: '{"a":1}' }))],
    ['the end of the answer', completed({ output: [call('c', { arguments: '{"a":1}' })] })],
  ])('case 3: arguments that come only with %s are not lost', (_where, event) => {
    const events = read(created, added(0, call('c')), event, completed());
    expect(inputsOf(events)).toEqual({ 0: '{"a":1}' });
    expect(events.at(-2)).toMatchObject({ finish: { unified: 'tool-calls' } });
  });

  it('case 3, 50: a beginning that was streamed is completed, not repeated', () => {
    const delta = { type: 'response.function_call_arguments.delta', output_index: 0, delta: '{"a"' };
    const whole = call('c', { arguments: '{"a":1}' });
    expect(inputsOf(read(created, added(0, call('c')), delta, done(0, whole), completed({ output: [whole] })))).toEqual(
      {
        0: '{"a":1}',
      },
    );
  });

  it('case 2: pieces of two calls at once find their call', () => {
    const piece = (output_index: number, delta: string) => ({
      ...{ type: 'response.function_call_arguments.delta', output_index, delta },
    });
    const events = read(
      created,
      ...[
        added(0, call('a')),
        added(1, call('b')),
        piece(1, '{"b"'),
        piece(0, '{"a"'),
        piece(1, ':1}'),
        piece(0, ':0}'),
      ],
      ...[done(0, call('a', { arguments: '{"a":0}' })), done(1, call('b', { arguments: '{"b":1}' })), completed()],
    );
    expect(inputsOf(events)).toEqual({ 0: '{"a":0}', 1: '{"b":1}' });
  });

  it('reads an answer that comes as a whole at the end, or without its items’ beginnings', () => {
    const output = [{ type: 'message', id: 'm', content: [{ type: 'output_text', text: 'hi' }] }];
    expect(read(completed({ output })).map(({ type }) => type)).toEqual([
      ...['start', 'text-start', 'text-delta', 'text-end', 'finish', 'end'],
    ]);
    const bare = read({ type: 'response.output_text.delta', item_id: 'm', delta: 'hi' }, completed({ output }));
    expect(bare.filter(({ type }) => type === 'text-delta')).toHaveLength(1);
  });

  it('case 32, 37: proofs of hidden thinking and of calls return to where they belong', () => {
    const item = (id: string) => ({
      ...{ type: 'reasoning', id: 'rs', summary: [] },
      encrypted_content: packSignature({ dialect: 'gemini-generate', value: 's', id }, 'openai-responses'),
    });
    const events = read(created, done(0, item('hidden')), done(1, item('on-call:c')), done(2, call('c')), completed());
    expect(events.slice(1, 3)).toMatchObject([
      { type: 'redacted-thinking', signature: { dialect: 'gemini-generate', value: 's' } },
      { type: 'tool-input-start', signature: { dialect: 'gemini-generate', value: 's' } },
    ]);
  });

  it('case 64: refusals, and images that were made', () => {
    const refusal = { type: 'response.refusal.delta', output_index: 0, content_index: 0, delta: 'No.' };
    const events = read(
      created,
      ...[
        added(0, { type: 'message', id: 'm' }),
        refusal,
        { ...refusal, type: 'response.refusal.done', refusal: 'No.' },
      ],
      ...[done(1, { type: 'image_generation_call', id: 'i', result: 'aGk=' }), completed()],
    );
    expect(events.slice(1, 4)).toMatchObject([
      { type: 'refusal-delta', text: 'No.' },
      { type: 'media', kind: 'image', mediaType: 'image/png', data: 'aGk=' },
      { finish: { unified: 'refusal' } },
    ]);
  });

  it.each([
    ['max_output_tokens', 'length'],
    ['content_filter', 'content-filter'],
    ['next_year', 'other'],
  ])('case 22: incomplete because of %s', (reason, unified) => {
    const response = { status: 'incomplete', incomplete_details: { reason } };
    expect(read(created, { type: 'response.incomplete', response }).at(-2)).toMatchObject({ finish: { unified } });
  });

  it('case 26: a stream without its last event is cut off', () => {
    expect(decodeAll(readChunks('text.chunks.txt').slice(0, -1)).map(({ type }) => type)).not.toContain('end');
  });

  it.each([
    [{ type: 'error', error: { code: 'insufficient_quota' } }, 429],
    [{ type: 'error', code: 'rate_limit_exceeded', message: 'a' }, 429],
    [{ type: 'response.failed', response: { error: { code: 'server_is_overloaded' } } }, 503],
    [{ type: 'response.failed', response: { error: { code: 'invalid_prompt' } } }, 400],
    [{ type: 'response.failed', response: {} }, 500],
  ])('case 27: %j takes the place of the end', (event, status) => {
    const events = read(created, event, completed());
    expect(events).toHaveLength(2);
    expect(events[1]).toEqual({ type: 'error', error: { status, raw: JSON.stringify(event) } });
  });

  it('says of what is no event that it is malformed', () => {
    expect(() => decodeAll([{ data: '{' }])).toThrow(MalformedPayload);
    expect(() => read({ type: 'response.output_item.added', output_index: 0 })).toThrow(MalformedPayload);
    expect(read({ type: 'response.next_year.done', output_index: 3 })).toEqual([]);
  });
});
