import { AppError } from '@app/kernel';
import type { StreamEvent } from '../../../model/stream-event';
import { NO_USAGE } from '../../../model/usage';
import { ANSWER, encodeAll } from './__fixtures__/read-fixture';
import { ChatStreamEncoder } from './encode-stream';
import type { Fields } from './openai-chat.wire';

const START: StreamEvent = { type: 'start', id: 'msg_1', model: 'claude', createdAt: 0, dialect: 'anthropic-messages' };
const FINISH: StreamEvent = { type: 'finish', choice: 0, finish: { unified: 'stop', raw: 'end_turn' } };
const END: StreamEvent = { type: 'end' };
const choices = (bodies: Fields[]) => bodies.flatMap((body) => body['choices'] as Fields[]);
const deltas = (...events: StreamEvent[]) =>
  choices(encodeAll([START, ...events, FINISH, END]).bodies).map(({ delta }) => delta);

describe('writing a stream', () => {
  it('case 21, 23, 25: the role first, the reason last, then the last word', () => {
    const { bodies, written } = encodeAll([
      START,
      { type: 'text-start', choice: 0, block: 0 },
      { type: 'text-delta', choice: 0, block: 0, text: 'hi' },
      { type: 'text-end', choice: 0, block: 0 },
      FINISH,
      END,
    ]);
    expect(bodies[0]).toMatchObject({
      id: 'chatcmpl-new',
      object: 'chat.completion.chunk',
      created: 1_700_000_000,
      model: 'asked-for',
    });
    expect(choices(bodies)).toEqual([
      { index: 0, delta: { role: 'assistant', content: '' }, logprobs: null, finish_reason: null },
      { index: 0, delta: { content: 'hi' }, logprobs: null, finish_reason: null },
      { index: 0, delta: {}, logprobs: null, finish_reason: 'stop' },
    ]);
    expect(written.at(-1)).toEqual({ data: '[DONE]' });
  });

  it('case 52: usage comes last, and only to who asked', () => {
    const usage: StreamEvent = { type: 'usage', usage: { ...NO_USAGE, input: 3, output: 2 } };
    const { bodies } = encodeAll([START, usage, FINISH, END]);
    expect(bodies.map((body) => body['usage'])).toEqual([null, null, expect.objectContaining({ total_tokens: 5 })]);
    expect(bodies.at(-1)).toMatchObject({ choices: [] });
    const silent = encodeAll([START, usage, FINISH, END], { ...ANSWER, wantsStreamUsage: false });
    expect(silent.bodies.some((body) => 'usage' in body)).toBe(false);
  });

  it('case 1, 2, 5, 20: calls have numbers of their own; no input is the empty object', () => {
    const { bodies } = encodeAll([
      START,
      { type: 'tool-input-start', choice: 0, block: 0, id: 'a', name: 'f', kind: 'function' },
      { type: 'tool-input-start', choice: 0, block: 1, id: '', name: 'p', kind: 'custom' },
      { type: 'tool-input-delta', choice: 0, block: 1, text: 'raw' },
      { type: 'tool-input-end', choice: 0, block: 0 },
      { type: 'tool-input-end', choice: 0, block: 1 },
      FINISH,
      END,
    ]);
    const calls = choices(bodies).flatMap(({ delta }) => (delta as { tool_calls?: Fields[] }).tool_calls ?? []);
    expect(calls).toEqual([
      { index: 0, id: 'a', type: 'function', function: { name: 'f', arguments: '' } },
      { index: 1, id: 'call_new', type: 'custom', custom: { name: 'p', input: '' } },
      { index: 1, custom: { input: 'raw' } },
      { index: 0, function: { arguments: '{}' } },
    ]);
    expect(choices(bodies).at(-1)).toMatchObject({ finish_reason: 'tool_calls' });
  });

  it('case 31, 32, 33, 37: thinking in its field, and proofs with what they prove', () => {
    const signature = { dialect: 'openai-chat', value: 's' } as const;
    const gem = { dialect: 'gemini-generate', value: 'gem' } as const;
    const written = deltas(
      { type: 'thinking-start', choice: 0, block: 0 },
      { type: 'thinking-delta', choice: 0, block: 0, text: 'h' },
      { type: 'thinking-delta', choice: 0, block: 0, text: 'm' },
      { type: 'thinking-signature', choice: 0, block: 0, signature },
      { type: 'thinking-end', choice: 0, block: 0 },
      { type: 'redacted-thinking', choice: 0, block: 1, signature },
      { type: 'tool-input-start', choice: 0, block: 2, id: 'a', name: 'f', kind: 'function', signature: gem },
    );
    expect(written.slice(1, -1)).toEqual([
      { reasoning_content: 'h' },
      { reasoning_content: 'm' },
      { reasoning_details: [{ type: 'reasoning.text', text: 'hm', signature: 's', index: 0 }] },
      { reasoning_details: [{ type: 'reasoning.encrypted', data: 's', index: 1 }] },
      { tool_calls: [expect.objectContaining({ extra_content: { google: { thought_signature: 'gem' } } })] },
    ]);
  });

  it('case 64: refusals, sources and pictures', () => {
    const written = deltas(
      { type: 'text-start', choice: 0, block: 0 },
      { type: 'text-delta', choice: 0, block: 0, text: 'abc' },
      { type: 'citation', choice: 0, block: 0, citation: { url: 'u' } },
      { type: 'refusal-delta', choice: 0, block: 1, text: 'no' },
      { type: 'media', choice: 0, block: 2, kind: 'image', mediaType: 'image/png', data: 'AA' },
    );
    expect(written.slice(2, -1)).toEqual([
      { annotations: [{ type: 'url_citation', url_citation: { start_index: 0, end_index: 3, title: '', url: 'u' } }] },
      { refusal: 'no' },
      { images: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AA' } }] },
    ]);
  });

  it('says once what has no place', () => {
    const opaque = { dialect: 'anthropic-messages', value: {} } as const;
    const video = { type: 'media', choice: 0, block: 1, kind: 'video', mediaType: 'video/mp4', data: '' } as const;
    const { losses } = encodeAll([START, { type: 'opaque', choice: 0, block: 0, opaque }, video, video, FINISH, END]);
    expect(losses.map(({ field }) => field)).toEqual(['choices[0].block[0]', 'choices[0].block[1]']);
  });

  it('case 26, 27, 67: a failure is an error without the last word, and nothing follows', () => {
    const encoder = new ChatStreamEncoder(ANSWER);
    encoder.push(START);
    const error = new AppError('upstream_error', { zh: '坏了', en: 'Broken' }, { status: 502 });
    const events = encoder.fail(error, 'req-1', 'en');
    expect(events.map(({ data }) => JSON.parse(data) as unknown)).toEqual([
      { error: { message: 'Broken (request id: req-1)', type: 'upstream_error', param: null, code: 'upstream_error' } },
    ]);
    expect(encoder.push(END)).toEqual([]);
  });

  it('a stream whose beginning was swallowed is still one', () => {
    expect(encodeAll([{ type: 'text-delta', choice: 0, block: 0, text: 'hi' }, END]).bodies[0]).toMatchObject({
      id: 'chatcmpl-new',
    });
  });
});
