import { unpackSignature } from '../../model/carry-signature';
import type { StreamEvent } from '../../model/stream-event';
import { NO_USAGE } from '../../model/usage';
import { decodeAll, encodeAll, readChunks } from './__fixtures__/fixtures';

const start: StreamEvent = { type: 'start', id: 'chatcmpl-1', model: 'gpt', createdAt: 1, dialect: 'openai-chat' };
const usage = { ...NO_USAGE, input: 3, cacheRead: 2, output: 5, reasoning: 4 };
const end = (unified: 'stop' | 'length' | 'tool-calls' = 'stop'): StreamEvent[] => [
  { type: 'finish', choice: 0, finish: { unified } },
  { type: 'usage', usage },
  { type: 'end' },
];
const tool = (block: number, id: string, more: object = {}): StreamEvent => ({
  type: 'tool-input-start',
  choice: 0,
  block,
  id,
  name: 'f',
  kind: 'function',
  ...more,
});
const input = (block: number, text: string): StreamEvent => ({ type: 'tool-input-delta', choice: 0, block, text });
const toolEnd = (block: number): StreamEvent => ({ type: 'tool-input-end', choice: 0, block });
const blocksOf = (events: StreamEvent[]) => encodeAll([start, ...events, ...end()]).bodies.slice(1, -2);

describe('writing a stream', () => {
  it('case 25, 51: one start, blocks with their own names of events, the figures, one stop', () => {
    const { written, bodies } = encodeAll([
      { ...start, usage: { ...NO_USAGE, input: 3 } },
      start,
      { type: 'text-start', choice: 0, block: 0 },
      { type: 'text-delta', choice: 0, block: 0, text: 'a' },
      { type: 'text-end', choice: 0, block: 0 },
      ...end(),
      ...end(),
    ]);
    expect(written.map(({ event }) => event)).toEqual([
      'message_start',
      ...['content_block_start', 'content_block_delta', 'content_block_stop'],
      ...['message_delta', 'message_stop'],
    ]);
    expect(bodies.every(({ type }, index) => type === written[index]!.event)).toBe(true);
    expect(bodies[0]).toMatchObject({
      message: { id: 'msg_new', model: 'asked-for', role: 'assistant', content: [], usage: { input_tokens: 3 } },
    });
    expect(bodies.at(-2)).toMatchObject({
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: {
        input_tokens: 3,
        cache_read_input_tokens: 2,
        output_tokens: 9,
        output_tokens_details: { thinking_tokens: 4 },
      },
    });
  });

  it('case 1, 2: overlapping calls go out one after the other, each with its own pieces', () => {
    const bodies = blocksOf([
      tool(0, 'a'),
      tool(1, 'b'),
      input(1, '{"b":1}'),
      input(0, '{"a":0}'),
      toolEnd(0),
      toolEnd(1),
    ]);
    expect(bodies).toMatchObject([
      { index: 0, content_block: { id: 'a', input: {} } },
      { index: 0, delta: { partial_json: '{"a":0}' } },
      { type: 'content_block_stop', index: 0 },
      { index: 1, content_block: { id: 'b' } },
      { index: 1, delta: { partial_json: '{"b":1}' } },
      { type: 'content_block_stop', index: 1 },
    ]);
  });

  it('case 2: nothing that waits is lost when nobody ends the block before', () => {
    const bodies = blocksOf([tool(0, 'a'), tool(1, 'b'), tool(2, 'c'), input(2, '{}'), input(1, '{}')]);
    expect(bodies.map(({ type, index }) => `${type as string} ${index as number}`)).toEqual([
      ...['content_block_start 0', 'content_block_stop 0'],
      ...['content_block_start 1', 'content_block_delta 1', 'content_block_stop 1'],
      ...['content_block_start 2', 'content_block_delta 2', 'content_block_stop 2'],
    ]);
  });

  it('case 15: free text of a tool becomes one string, however it is cut', () => {
    const pieces = ['*** "Begin', '\n\\ ', '\ud83d', '\ude00'].map((text) => input(0, text));
    const bodies = blocksOf([tool(0, 'a', { kind: 'custom' }), ...pieces, toolEnd(0)]);
    const json = bodies
      .map(({ delta }) => (delta as { partial_json?: string } | undefined)?.partial_json ?? '')
      .join('');
    expect(JSON.parse(json)).toEqual({ input: '*** "Begin\n\\ \ud83d\ude00' });
  });

  it('case 20: a call ends with tool_use', () => {
    expect(encodeAll([start, tool(0, 'a'), toolEnd(0), ...end('stop')]).bodies.at(-2)).toMatchObject({
      delta: { stop_reason: 'tool_use' },
    });
  });

  it('case 33, 35: thinking is a block of its own and always has a signature field', () => {
    const bodies = blocksOf([
      { type: 'thinking-start', choice: 0, block: 0 },
      { type: 'thinking-delta', choice: 0, block: 0, text: 't' },
      { type: 'thinking-end', choice: 0, block: 0 },
    ]);
    expect(bodies).toMatchObject([
      { content_block: { type: 'thinking', thinking: '', signature: '' } },
      { delta: { type: 'thinking_delta', thinking: 't' } },
      { type: 'content_block_stop' },
    ]);
  });

  it('case 32, 37: foreign signatures go out wrapped, those of calls before the call', () => {
    const signature = { dialect: 'gemini-generate', value: 'sig' } as const;
    const bodies = blocksOf([
      { type: 'thinking-start', choice: 0, block: 0 },
      { type: 'thinking-signature', choice: 0, block: 0, signature },
      { type: 'thinking-end', choice: 0, block: 0 },
      tool(1, 'a', { signature }),
      toolEnd(1),
    ]);
    const unpack = (text: unknown) => unpackSignature(text as string, 'anthropic-messages');
    expect(unpack((bodies[1] as { delta: { signature: string } }).delta.signature)).toEqual(signature);
    expect(unpack((bodies[3] as { content_block: { data: string } }).content_block.data)).toEqual(signature);
    expect(bodies.slice(3)).toMatchObject([
      { index: 1, content_block: { type: 'redacted_thinking' } },
      { index: 1, type: 'content_block_stop' },
      { index: 2, content_block: { type: 'tool_use', id: 'a' } },
      { index: 2, type: 'content_block_stop' },
    ]);
  });

  it('case 64: a refusal is text, and the end says so', () => {
    const { bodies } = encodeAll([start, { type: 'refusal-delta', choice: 0, block: 0, text: 'No.' }, ...end()]);
    expect(bodies.slice(1)).toMatchObject([
      { content_block: { type: 'text' } },
      { delta: { type: 'text_delta', text: 'No.' } },
      { type: 'content_block_stop' },
      { delta: { stop_reason: 'refusal' } },
      { type: 'message_stop' },
    ]);
  });

  it('case 62: a second answer, media and probabilities are lost, once by name', () => {
    const { losses } = encodeAll([
      start,
      { type: 'text-start', choice: 0, block: 0 },
      { type: 'text-delta', choice: 0, block: 0, text: 'a', logprobs: {} },
      { type: 'text-delta', choice: 0, block: 0, text: 'b', logprobs: {} },
      { type: 'text-end', choice: 0, block: 0 },
      { type: 'text-start', choice: 1, block: 1 },
      { type: 'text-end', choice: 1, block: 1 },
      { type: 'media', choice: 0, block: 2, kind: 'image', mediaType: 'image/png', data: '' },
      { type: 'opaque', choice: 0, block: 3, opaque: { dialect: 'openai-responses', value: {} } },
      ...end(),
    ]);
    expect(losses.map(({ field }) => field)).toEqual([
      'choices[0].logprobs',
      'choices[1]',
      'choices[0].content[2]',
      'choices[0].content[3]',
    ]);
  });

  it('case 26, 27: an error of the upstream ends the answer and is not told; its words are those of fail', () => {
    const { bodies } = encodeAll([start, { type: 'error', error: { status: 503, raw: 'supplier X' } }, ...end()]);
    expect(bodies).toHaveLength(1);
    expect(JSON.stringify(bodies)).not.toContain('supplier');
  });

  it('case 17: input of a server tool comes as deltas, as clients put it together', () => {
    const { bodies } = encodeAll(decodeAll(readChunks('server-tool.chunks.txt')));
    expect(bodies.slice(1, 4)).toMatchObject([
      { content_block: { type: 'server_tool_use', input: {} } },
      { delta: { type: 'input_json_delta', partial_json: '{"query":"weather NYC today"}' } },
      { type: 'content_block_stop' },
    ]);
    expect(bodies.at(-2)).toMatchObject({
      delta: { stop_reason: 'pause_turn', container: { id: 'container_01' } },
      context_management: {},
    });
  });
});
