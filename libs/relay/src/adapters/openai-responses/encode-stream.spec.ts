import { AppError } from '@app/kernel';
import { unpackSignature } from '../../model/carry-signature';
import type { StreamEvent } from '../../model/stream-event';
import { NO_USAGE } from '../../model/usage';
import { ResponsesStreamEncoder } from './encode-stream';
import type { WireObject } from './openai-responses.wire';
import { answerTarget, decodeAll, encodeAll } from './__fixtures__/fixtures';

const start: StreamEvent = { type: 'start', id: 'chatcmpl-1', model: 'gpt', createdAt: 1, dialect: 'openai-chat' };
const usage = { ...NO_USAGE, input: 3, cacheRead: 2, output: 5, reasoning: 4 };
const end = (unified: 'stop' | 'length' | 'tool-calls' | 'content-filter' = 'stop'): StreamEvent[] => [
  { type: 'finish', choice: 0, finish: { unified } },
  { type: 'usage', usage },
  { type: 'end' },
];
const tool = (block: number, id: string, more: object = {}): StreamEvent => ({
  ...{ type: 'tool-input-start', choice: 0, block, id, name: 'f', kind: 'function' },
  ...more,
});
const input = (block: number, text: string): StreamEvent => ({ type: 'tool-input-delta', choice: 0, block, text });
const toolEnd = (block: number): StreamEvent => ({ type: 'tool-input-end', choice: 0, block });
const text = (block: number, ...pieces: string[]): StreamEvent[] => [
  { type: 'text-start', choice: 0, block },
  ...pieces.map((piece): StreamEvent => ({ type: 'text-delta', choice: 0, block, text: piece })),
  { type: 'text-end', choice: 0, block },
];
const itemsOf = (events: StreamEvent[]) => encodeAll([start, ...events, ...end()]).bodies.slice(2, -1);
const typesOf = (bodies: WireObject[]) => bodies.map(({ type }) => (type as string).replace('response.', ''));

describe('writing a stream', () => {
  it('case 25, 47: text in the sequence of OpenAI, and at the end the whole answer', () => {
    const { bodies, written } = encodeAll([start, start, ...text(0, 'He', 'llo'), ...end(), ...end()]);
    expect(typesOf(bodies)).toEqual([
      ...[
        'created',
        'in_progress',
        'output_item.added',
        'content_part.added',
        'output_text.delta',
        'output_text.delta',
      ],
      ...['output_text.done', 'content_part.done', 'output_item.done', 'completed'],
    ]);
    expect(bodies.map(({ sequence_number }) => sequence_number)).toEqual([...bodies.keys()]);
    expect(written.every(({ event }, index) => event === bodies[index]!['type'])).toBe(true);
    const at = { item_id: 'msg_new2', output_index: 0, content_index: 0 };
    expect(bodies[4]).toMatchObject({ ...at, delta: 'He', logprobs: [] });
    expect(bodies[6]).toMatchObject({ ...at, text: 'Hello' });
    const item = bodies[8]!['item'];
    expect(item).toEqual({
      ...{ id: 'msg_new2', type: 'message', status: 'completed', role: 'assistant' },
      content: [{ type: 'output_text', text: 'Hello', annotations: [], logprobs: [] }],
    });
    expect(bodies.at(-1)).toMatchObject({
      response: {
        ...{ id: 'resp_new1', object: 'response', created_at: 1, model: 'asked-for', status: 'completed', error: null },
        output: [item],
        usage: {
          ...{ input_tokens: 5, input_tokens_details: { cached_tokens: 2 }, output_tokens: 9 },
          ...{ output_tokens_details: { reasoning_tokens: 4 }, total_tokens: 14 },
        },
      },
    });
  });

  it('case 4: every event of a call, in order, under one id', () => {
    const bodies = itemsOf([tool(0, 'call_1', { namespace: 'n' }), input(0, '{"a"'), input(0, ':1}'), toolEnd(0)]);
    const item = { id: 'fc_new2', type: 'function_call', call_id: 'call_1', name: 'f', namespace: 'n' };
    const at = { item_id: 'fc_new2', output_index: 0 };
    expect(bodies.map(({ sequence_number: _number, ...body }) => body)).toEqual([
      {
        ...{ type: 'response.output_item.added', output_index: 0 },
        item: { ...item, status: 'in_progress', arguments: '' },
      },
      { type: 'response.function_call_arguments.delta', ...at, delta: '{"a"' },
      { type: 'response.function_call_arguments.delta', ...at, delta: ':1}' },
      { type: 'response.function_call_arguments.done', ...at, arguments: '{"a":1}', name: 'f' },
      {
        ...{ type: 'response.output_item.done', output_index: 0 },
        item: { ...item, status: 'completed', arguments: '{"a":1}' },
      },
    ]);
  });

  it('case 1, 2: overlapping calls go out one after the other', () => {
    const bodies = itemsOf([
      tool(0, 'a'),
      tool(1, 'b'),
      input(1, '{"b":1}'),
      input(0, '{"a":0}'),
      toolEnd(0),
      toolEnd(1),
    ]);
    expect(bodies.map(({ output_index }) => output_index)).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
    expect(bodies.filter(({ type }) => (type as string).endsWith('item.done'))).toMatchObject([
      { item: { call_id: 'a', arguments: '{"a":0}' } },
      { item: { call_id: 'b', arguments: '{"b":1}' } },
    ]);
  });

  it('case 5: a call without arguments has the empty object', () => {
    expect(itemsOf([tool(0, 'a'), toolEnd(0)]).at(-1)).toMatchObject({ item: { arguments: '{}' } });
  });

  it('case 15: free text of a custom tool has events of its own', () => {
    const bodies = itemsOf([tool(0, 'a', { kind: 'custom' }), input(0, '*** "Begin'), toolEnd(0)]);
    expect(typesOf(bodies)).toEqual([
      ...['output_item.added', 'custom_tool_call_input.delta', 'custom_tool_call_input.done', 'output_item.done'],
    ]);
    expect(bodies.at(-1)).toMatchObject({ item: { type: 'custom_tool_call', id: 'ctc_new2', input: '*** "Begin' } });
  });

  it('case 31, 33: thinking is a summary with its proof, and comes back with it', () => {
    const signature = { dialect: 'anthropic-messages', value: 'sig' } as const;
    const thought: StreamEvent[] = [
      { type: 'thinking-start', choice: 0, block: 0 },
      { type: 'thinking-delta', choice: 0, block: 0, text: 't' },
      { type: 'thinking-signature', choice: 0, block: 0, signature },
      { type: 'thinking-end', choice: 0, block: 0 },
    ];
    const bodies = itemsOf(thought);
    expect(typesOf(bodies)).toEqual([
      ...['output_item.added', 'reasoning_summary_part.added', 'reasoning_summary_text.delta'],
      ...['reasoning_summary_text.done', 'reasoning_summary_part.done', 'output_item.done'],
    ]);
    expect(bodies[2]).toMatchObject({ item_id: 'rs_new2', output_index: 0, summary_index: 0, delta: 't' });
    const item = bodies.at(-1)!['item'] as WireObject;
    expect(unpackSignature(item['encrypted_content'] as string, 'openai-responses')).toEqual(signature);
    expect(decodeAll(encodeAll([start, ...thought, ...end()]).written)).toContainEqual(thought[2]);
  });

  it('case 32, 37: hidden thinking and the proof of a call are items without text, and come back', () => {
    const signature = { dialect: 'gemini-generate', value: 'sig' } as const;
    const events: StreamEvent[] = [
      { type: 'redacted-thinking', choice: 0, block: 0, signature },
      ...[tool(1, 'a', { signature }), input(1, '{}'), toolEnd(1)],
    ];
    const { written, losses } = encodeAll([start, ...events, ...end()]);
    expect(decodeAll(written).slice(1, 5)).toEqual(events);
    expect(losses).toEqual([]);
  });

  it('case 64: refusals and citations', () => {
    const citation = { url: 'https://a.example', title: 'A' };
    const bodies = itemsOf([
      { type: 'text-start', choice: 0, block: 0 },
      { type: 'text-delta', choice: 0, block: 0, text: 'abc' },
      { type: 'citation', choice: 0, block: 0, citation },
      { type: 'text-end', choice: 0, block: 0 },
      { type: 'refusal-delta', choice: 0, block: 1, text: 'No.' },
    ]);
    const annotation = { type: 'url_citation', url: citation.url, title: 'A', start_index: 0, end_index: 3 };
    expect(bodies[3]).toMatchObject({ type: 'response.output_text.annotation.added', annotation_index: 0, annotation });
    expect(bodies[5]).toMatchObject({ part: { annotations: [annotation] } });
    expect(bodies.at(-1)).toMatchObject({ item: { content: [{ type: 'refusal', refusal: 'No.' }] }, output_index: 1 });
  });

  it('images are items of their own; what has no place is named once', () => {
    const { bodies, losses } = encodeAll([
      start,
      { type: 'media', choice: 0, block: 0, kind: 'image', mediaType: 'image/webp', data: 'aGk=' },
      { type: 'media', choice: 0, block: 1, kind: 'audio', mediaType: 'audio/wav', data: '' },
      { type: 'opaque', choice: 0, block: 2, opaque: { dialect: 'anthropic-messages', value: {} } },
      ...text(3),
      { type: 'text-start', choice: 1, block: 4 },
      { type: 'text-end', choice: 1, block: 4 },
      ...end(),
    ]);
    expect(bodies.at(-1)).toMatchObject({
      response: { output: [{ type: 'image_generation_call', result: 'aGk=', output_format: 'webp' }] },
    });
    expect(losses.map(({ field }) => field)).toEqual(['choices[0].content[1]', 'choices[0].content[2]', 'choices[1]']);
  });

  it.each([
    ['length', 'max_output_tokens'],
    ['content-filter', 'content_filter'],
  ] as const)('case 22: %s is an answer that is incomplete', (unified, reason) => {
    expect(encodeAll([start, ...text(0, 'a'), ...end(unified)]).bodies.at(-1)).toMatchObject({
      type: 'response.incomplete',
      response: { status: 'incomplete', incomplete_details: { reason }, usage: { total_tokens: 14 } },
    });
  });

  it('case 26, 67: a failure is told as an error and as the answer’s end, in the order of what went before', () => {
    const encoder = new ResponsesStreamEncoder(answerTarget());
    const before = [start, ...text(0, 'a')].flatMap((event) => encoder.push(event));
    const error = new AppError('upstream_overloaded', { zh: '忙', en: 'Busy' }, { status: 503 });
    const bodies = encoder.fail(error, 'req_1', 'en').map(({ data }) => JSON.parse(data) as WireObject);
    const message = 'Busy (request id: req_1)';
    expect(bodies).toMatchObject([
      {
        ...{ type: 'error', sequence_number: before.length, code: 'server_is_overloaded', message, param: null },
        error: { type: 'upstream_error', code: 'server_is_overloaded', message },
      },
      {
        ...{ type: 'response.failed', sequence_number: before.length + 1 },
        response: { id: 'resp_new1', status: 'failed', error: { code: 'server_is_overloaded', message }, output: [{}] },
      },
    ]);
    expect(encoder.push(end()[2]!)).toEqual([]);
  });

  it('case 30: a failure before anything was told still begins as an answer', () => {
    const error = new AppError('upstream_error', { zh: '错', en: 'Failed' }, { status: 502 });
    const written = new ResponsesStreamEncoder(answerTarget()).fail(error, 'req_1', 'en');
    expect(written.map(({ event }) => event)).toEqual([
      ...['response.created', 'response.in_progress', 'error', 'response.failed'],
    ]);
  });
});
