import { AppError } from '@app/kernel';
import type { ChatResponse } from '../../model/chat-response';
import type { Part } from '../../model/content';
import { NO_USAGE } from '../../model/usage';
import { MalformedPayload } from '../codec';
import { decodeResponse } from './decode-response';
import { encodeError } from './encode-error';
import { encodeResponse } from './encode-response';
import type { WireObject } from './openai-responses.wire';
import { answerTarget, readJson, text } from './__fixtures__/fixtures';

function encode(parts: Part[], fields: Partial<ChatResponse> = {}) {
  const response: ChatResponse = {
    ...{ dialect: 'anthropic-messages', id: 'msg_1', model: 'claude', createdAt: 0, extra: {} },
    choices: [{ index: 0, parts, finish: { unified: 'stop' } }],
    usage: { ...NO_USAGE, input: 1, output: 2 },
    ...fields,
  };
  const { value, losses } = encodeResponse(response, answerTarget());
  return { value, output: value['output'] as WireObject[], losses: losses.map(({ field }) => field) };
}

describe('a complete answer', () => {
  it('case 15, 39, 64: is read with everything in it', () => {
    const response = decodeResponse(readJson('answer.json'));
    expect(response).toMatchObject({
      ...{ id: 'resp_01', createdAt: 1765552659, serviceTier: 'auto', extra: { next_year: { a: 1 } } },
      usage: { input: 28, cacheRead: 64, cacheWrite5m: 8, output: 15, reasoning: 25, toolCalls: { web_search: 1 } },
    });
    expect(Object.keys(response.extra)).toEqual(['next_year']);
    expect(response.choices[0]).toMatchObject({
      finish: { unified: 'tool-calls' },
      parts: [
        { type: 'thinking', text: '**Planning**\n\nThen act.', signature: { value: 'gAAAAproof', id: 'rs_01' } },
        { type: 'opaque' },
        { type: 'text', text: 'Rain today.', citations: [{ url: 'https://a.example/1' }] },
        { type: 'text', text: 'a' },
        { type: 'refusal', text: 'No.' },
        { type: 'tool-call', kind: 'custom', name: 'apply_patch' },
        { type: 'tool-call', kind: 'function', id: 'call_z', namespace: 'dev' },
        { type: 'image', source: { mediaType: 'image/webp' } },
      ],
    });
  });

  it('case 72: is written with the name that was asked for, an id for each item, and what clients insist on', () => {
    const { value, output, losses } = encode([
      { type: 'thinking', text: 't', signature: { dialect: 'anthropic-messages', value: 's' } },
      text('a'),
      { type: 'tool-call', id: 'toolu_1', name: 'f', kind: 'function', input: '' },
    ]);
    expect(value).toMatchObject({
      ...{ id: 'resp_new1', object: 'response', created_at: 1_700_000_000, model: 'asked-for', status: 'completed' },
      ...{ error: null, incomplete_details: null, instructions: null, metadata: {}, parallel_tool_calls: true },
      ...{ temperature: null, tool_choice: 'auto', tools: [], top_p: null },
      usage: { input_tokens: 1, output_tokens: 2, total_tokens: 3 },
    });
    expect(output).toMatchObject([
      { id: 'rs_new2', type: 'reasoning', summary: [{ type: 'summary_text', text: 't' }] },
      {
        ...{ id: 'msg_new3', type: 'message', status: 'completed', role: 'assistant' },
        content: [{ type: 'output_text', text: 'a', annotations: [] }],
      },
      { id: 'fc_new4', type: 'function_call', status: 'completed', call_id: 'toolu_1', arguments: '{}' },
    ]);
    expect(losses).toEqual([]);
  });

  it('case 22: tells how it ended', () => {
    const ended = (unified: 'length' | 'content-filter' | 'error' | 'pause') =>
      encode([], { choices: [{ index: 0, parts: [], finish: { unified } }] }).value;
    expect(ended('length')).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
    });
    expect(ended('content-filter')).toMatchObject({ incomplete_details: { reason: 'content_filter' } });
    expect(ended('error')).toMatchObject({ status: 'failed', error: { code: 'server_error' } });
    expect(ended('pause')).toMatchObject({ status: 'completed' });
  });

  it('case 37: the proof of a call goes before it and comes back', () => {
    const call: Part = {
      ...{ type: 'tool-call', id: 'c', name: 'f', kind: 'function', input: '{}' },
      signature: { dialect: 'gemini-generate', value: 's' },
    };
    const { value, output } = encode([call]);
    expect(output.map(({ type }) => type)).toEqual(['reasoning', 'function_call']);
    expect(decodeResponse(value).choices[0]!.parts).toMatchObject([call]);
  });

  it('case 62: names what has no place, and keeps probabilities of one text', () => {
    const choice = { parts: [text('a')], finish: { unified: 'stop' } } as const;
    const logprobs = { content: [{ token: 'a', logprob: -1 }] };
    const choices = [
      { index: 0, logprobs, ...choice, parts: [...choice.parts] },
      { index: 1, ...choice, parts: [] },
    ];
    const { output, losses } = encode([], { choices, extra: { fingerprint: 'x' } });
    expect(output[0]).toMatchObject({ content: [{ logprobs: logprobs.content }] });
    expect(losses).toEqual(['choices[1]', 'fingerprint']);
  });

  it.each([
    [{ status: 'failed', output: [] }],
    [{ error: { message: 'a' } }],
    [{ output: 'a' }],
    [{ output: [{ type: 'message' }] }],
    [null],
  ])('case 27: %j is none', (body) => {
    expect(() => decodeResponse(body)).toThrow(MalformedPayload);
  });

  it('keeps items of next year for those who know them', () => {
    expect(decodeResponse({ output: [{ type: 'next_year' }] }).choices[0]!.parts).toMatchObject([{ type: 'opaque' }]);
  });
});

describe('an error', () => {
  it('case 67, 68: has the form of OpenAI, with the field and the request', () => {
    const error = new AppError('invalid_text_request', { zh: '错', en: 'Wrong' }, { status: 400, param: 'input' });
    expect(encodeError(error, 'req_1', 'en')).toEqual({
      error: {
        ...{ message: 'Wrong (request id: req_1)', type: 'invalid_request_error' },
        ...{ param: 'input', code: 'invalid_text_request' },
      },
    });
  });
});
