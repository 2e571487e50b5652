import { unpackSignature } from '../../model/carry-signature';
import type { ChatResponse } from '../../model/chat-response';
import type { Part } from '../../model/content';
import { NO_USAGE } from '../../model/usage';
import { MalformedPayload } from '../codec';
import { decodeResponse } from './decode-response';
import { encodeResponse } from './encode-response';
import { answerTarget, readJson } from './__fixtures__/fixtures';

function encode(parts: Part[], more: Partial<ChatResponse> = {}) {
  const response: ChatResponse = {
    dialect: 'openai-chat',
    id: 'chatcmpl-1',
    model: 'gpt',
    createdAt: 1,
    choices: [{ index: 0, parts, finish: { unified: 'stop' } }],
    usage: { ...NO_USAGE, input: 3, output: 4 },
    extra: {},
    ...more,
  };
  const { value, losses } = encodeResponse(response, answerTarget);
  return { value, content: value['content'] as Record<string, unknown>[], losses: losses.map(({ field }) => field) };
}

describe('an answer for Anthropic’s clients', () => {
  it('case 72: names the model asked for, and an id of its own', () => {
    expect(encode([{ type: 'text', text: 'a' }]).value).toEqual({
      id: 'msg_new',
      type: 'message',
      role: 'assistant',
      model: 'asked-for',
      content: [{ type: 'text', text: 'a' }],
      stop_reason: 'end_turn',
      stop_sequence: null,
      usage: {
        input_tokens: 3,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 0,
        cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
        output_tokens: 4,
      },
    });
  });

  it('case 33, 35: thinking is apart and has a signature field, also without one', () => {
    expect(encode([{ type: 'thinking', text: 't' }]).content).toEqual([
      { type: 'thinking', thinking: 't', signature: '' },
    ]);
  });

  it('case 37: the signature of a call or a text goes before it and comes back to it', () => {
    const signature = { dialect: 'gemini-generate', value: 'sig' } as const;
    const parts: Part[] = [
      { type: 'text', text: 'so', signature },
      { type: 'tool-call', id: 'a', name: 'f', kind: 'function', input: '{}', signature },
    ];
    const { value, content } = encode(parts);
    expect(unpackSignature(content[0]!['data'] as string, 'anthropic-messages')).toEqual(signature);
    expect(decodeResponse(value).choices[0]!.parts).toEqual(parts);
  });

  it('case 5, 20: calls are objects, and end the answer', () => {
    const call = (id: string, input: string): Part => ({ type: 'tool-call', id, name: 'f', kind: 'function', input });
    const { value, content, losses } = encode([call('a', '{"x":0}'), call('', ''), call('c', '{"x')]);
    expect(content).toMatchObject([
      { id: 'a', input: { x: 0 } },
      { id: 'toolu_new', input: {} },
      { input: { input: '{"x' } },
    ]);
    expect(value['stop_reason']).toBe('tool_use');
    expect(losses).toEqual(['choices[0].content[2].input']);
  });

  it('case 64: citations with a URL find a place, refusals are text', () => {
    const { value, content, losses } = encode([
      { type: 'text', text: 'a', citations: [{ url: 'https://a.example', title: 't' }, { title: 'no url' }] },
      { type: 'refusal', text: 'No.' },
    ]);
    expect(content).toMatchObject([
      { citations: [{ type: 'web_search_result_location', url: 'https://a.example', title: 't' }] },
      { type: 'text', text: 'No.' },
    ]);
    expect(value['stop_reason']).toBe('refusal');
    expect(losses).toEqual(['choices[0].content[0].citations[1]']);
  });

  it('case 62: what has no place is named', () => {
    const { losses } = encode([{ type: 'image', source: { kind: 'base64', mediaType: 'image/png', data: '' } }], {
      choices: [
        {
          index: 0,
          parts: [{ type: 'video', source: { kind: 'url', url: '' } }],
          finish: { unified: 'stop' },
          logprobs: {},
        },
        { index: 1, parts: [], finish: { unified: 'stop' } },
      ],
      extra: { system_fingerprint: 'fp', odd: null },
    });
    expect(losses).toEqual(['choices[1]', 'choices[0].logprobs', 'choices[0].content[0]', 'system_fingerprint']);
  });
});

describe('reading an answer', () => {
  it('case 47, 54: its figures are disjoint', () => {
    expect(decodeResponse(readJson('answer.json'))).toMatchObject({
      id: 'msg_01XFDUDYJgAACzvnptvVoYEL',
      serviceTier: 'standard',
      usage: { input: 12, cacheRead: 2000, cacheWrite5m: 100, cacheWrite1h: 200, output: 50, reasoning: 40 },
    });
  });

  it.each([
    null,
    'x',
    {},
    { content: 'a' },
    { content: [null] },
    { content: [{ type: 'text' }] },
    { type: 'error', error: {} },
  ])('case 27, 28: %j is no answer', (body) => {
    expect(() => decodeResponse(body)).toThrow(MalformedPayload);
  });
});
