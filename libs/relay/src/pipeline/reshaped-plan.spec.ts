import type { ChannelTarget } from '@app/channel';
import { channel } from '../adapters/__fixtures__/channel';
import { decodeCall, type Endpoint } from '../adapters/decode-call';
import { SseDecoder } from '../transport/sse-decoder';
import { makePlans } from './__fixtures__/make-plans';
import type { AttemptPlan } from './attempt-plan';
import { ChatPlan } from './chat-plan';
import { RelayCall } from './relay-call';
import type { ReplyWriter } from './reply-writer';
import { ReshapedPlan } from './reshaped-plan';

const plans = makePlans();
const TO_CONTENT: Partial<ChannelTarget> = { config: { thinking_to_content: 'true' } };
const TO_THINKING: Partial<ChannelTarget> = { config: { content_to_thinking: 'true' } };

function plan(endpoint: Endpoint, body: object | string, target: ChannelTarget): AttemptPlan {
  const call = new RelayCall('id', 0, '', {} as ReplyWriter);
  call.body = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  call.request = decodeCall(endpoint, call.body, endpoint === 'generate' ? { model: 'm', isStream: false } : {});
  call.upstreamModel = 'up';
  return plans.plan(call, target) as AttemptPlan;
}

const chat = (isStream: boolean) => ({ model: 'm', stream: isStream, messages: [{ role: 'user', content: 'hi' }] });
const usage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 };

function read(made: AttemptPlan, pieces: readonly string[]) {
  const reader = made.openReader();
  const bytes = [...pieces.map((piece) => reader.feed(Buffer.from(piece))), reader.flush()];
  const events = new SseDecoder().feed(Buffer.concat(bytes.filter((one) => one !== undefined)));
  return { reader, data: events.map(({ data }) => data) };
}

/** What a chat client puts together. */
function deltas(data: readonly string[]) {
  const seen = { content: '', reasoning: '' };
  for (const event of data.filter((one) => one !== '[DONE]')) {
    const { choices } = JSON.parse(event) as { choices: { delta: { content?: string; reasoning_content?: string } }[] };
    seen.content += choices[0]?.delta.content ?? '';
    seen.reasoning += choices[0]?.delta.reasoning_content ?? '';
  }
  return seen;
}

const chunk = (delta: object, finish: string | null = null) =>
  `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 1, model: 'up', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;

describe('a channel that moves thinking', () => {
  it('sends the caller’s bytes all the same', () => {
    const body = '{"model" : "m","messages":[{"role":"user","content":"hi"}],"seed":12345678901234567890}';
    const made = plan('chat', body, channel(TO_CONTENT));
    expect(made).toBeInstanceOf(ReshapedPlan);
    expect(made.body.toString()).toBe(body.replace('"m"', '"up"'));
  });

  it('leaves calls alone whose answers are no chat', () => {
    expect(plan('completions', { model: 'm', prompt: 'hi' }, channel(TO_CONTENT))).toBeInstanceOf(ChatPlan);
    expect(plan('chat', chat(false), channel({ config: { thinking_to_content: 'false' } }))).toBeInstanceOf(ChatPlan);
  });

  it('gives a native answer’s thinking as text, with its figures and the caller’s model', () => {
    const message = { role: 'assistant', reasoning_content: 'why', content: 'so' };
    const answer = { id: 'x', object: 'chat.completion', created: 1, model: 'up', system_fingerprint: 'f', usage };
    const body = { ...answer, choices: [{ index: 0, message, finish_reason: 'stop' }] };
    const whole = plan('chat', chat(false), channel(TO_CONTENT)).readWhole(Buffer.from(JSON.stringify(body)));
    const told = JSON.parse(whole.body.toString()) as { choices: { message: object }[] };
    expect(told).toMatchObject({ id: 'x', model: 'm', system_fingerprint: 'f', usage });
    expect(told.choices[0]!.message).toMatchObject({ content: '<think>why</think>\n\nso' });
    expect(told.choices[0]!.message).not.toHaveProperty('reasoning_content');
    expect(whole.usage).toMatchObject({ input: 3, output: 2 });
  });

  it('does so in a native stream', () => {
    const stream = [
      chunk({ role: 'assistant', content: '' }),
      chunk({ reasoning_content: 'w' }),
      chunk({ reasoning_content: 'hy' }),
      chunk({ content: 's' }),
      chunk({ content: 'o' }, 'stop'),
      'data: [DONE]\n\n',
    ];
    const { data, reader } = read(plan('chat', chat(true), channel(TO_CONTENT)), stream);
    expect(deltas(data)).toEqual({ content: '<think>why</think>\n\nso', reasoning: '' });
    expect(data.at(-1)).toBe('[DONE]');
    expect(reader).toMatchObject({ isDone: true, hasFinished: true });
  });

  it('finds thinking in the text of a native stream, cut anywhere', () => {
    const pieces = ['<', 'thi', 'nk>\nwh', 'y</th', 'ink', '>\n', '\nso'].map((content) => chunk({ content }));
    const stream = [...pieces, chunk({}, 'stop'), 'data: [DONE]\n\n'];
    const { data } = read(plan('chat', chat(true), channel(TO_THINKING)), stream);
    expect(deltas(data)).toEqual({ content: 'so', reasoning: 'why' });
  });

  it.each<[Endpoint, number, object, object, (told: never) => unknown]>([
    [
      'messages',
      14,
      { ...chat(false), max_tokens: 9 },
      {
        type: 'message',
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'why', signature: 's' },
          { type: 'text', text: 'so' },
        ],
        stop_reason: 'end_turn',
      },
      ({ content }: { content: object[] }) => content,
    ],
    [
      'responses',
      1,
      { model: 'm', input: 'hi' },
      {
        object: 'response',
        status: 'completed',
        output: [
          { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'why' }] },
          {
            type: 'message',
            id: 'msg_1',
            role: 'assistant',
            status: 'completed',
            content: [{ type: 'output_text', text: 'so' }],
          },
        ],
      },
      ({ output }: { output: object[] }) => output,
    ],
    [
      'generate',
      24,
      { contents: [{ role: 'user', parts: [{ text: 'hi' }] }] },
      {
        candidates: [
          { content: { role: 'model', parts: [{ text: 'why', thought: true }, { text: 'so' }] }, finishReason: 'STOP' },
        ],
      },
      ({ candidates }: { candidates: object[] }) => candidates,
    ],
  ])('moves it in a native answer of %s both ways', (endpoint, type, request, answer, shown) => {
    const bytes = Buffer.from(JSON.stringify({ id: 'a', model: 'up', ...answer }));
    const { body } = plan(endpoint, request, channel({ ...TO_CONTENT, type })).readWhole(bytes);
    const text = JSON.stringify(shown(JSON.parse(body.toString()) as never));
    expect(text).toContain('"<think>why</think>');
    expect(text).not.toMatch(/"(type|thought)":("reasoning"|"thinking"|true)/);
    const back = plan(endpoint, request, channel({ ...TO_THINKING, type })).readWhole(body);
    const again = JSON.stringify(shown(JSON.parse(back.body.toString()) as never));
    expect(again).not.toContain('<think>');
    expect(again).toMatch(/"(type|thought)":("reasoning"|"thinking"|true)/);
  });

  it('finds it in a native answer of chat', () => {
    const message = { role: 'assistant', content: '<think>why</think>so' };
    const body = { id: 'x', model: 'up', choices: [{ index: 0, message, finish_reason: 'stop' }] };
    const { body: told } = plan('chat', chat(false), channel(TO_THINKING)).readWhole(Buffer.from(JSON.stringify(body)));
    expect(JSON.parse(told.toString())).toMatchObject({
      choices: [{ message: { content: 'so', reasoning_content: 'why' } }],
    });
  });

  it('does so where it converts', () => {
    const made = plan('messages', { ...chat(false), max_tokens: 9 }, channel(TO_THINKING));
    const message = { role: 'assistant', content: '<think>why</think>\n\nso' };
    const answer = { id: 'x', object: 'chat.completion', created: 1, model: 'up', usage };
    const body = { ...answer, choices: [{ index: 0, message, finish_reason: 'stop' }] };
    const told = JSON.parse(made.readWhole(Buffer.from(JSON.stringify(body))).body.toString()) as object;
    expect(told).toMatchObject({
      content: [
        { type: 'thinking', thinking: 'why' },
        { type: 'text', text: 'so' },
      ],
    });
  });

  it('does so with blocks of Anthropic’s native stream', () => {
    const event = (data: { type: string; [name: string]: unknown }) =>
      `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
    const block = (index: number, start: object, delta: object) =>
      event({ type: 'content_block_start', index, content_block: start }) +
      event({ type: 'content_block_delta', index, delta }) +
      event({ type: 'content_block_stop', index });
    const message = { id: 'a', type: 'message', role: 'assistant', model: 'up', content: [], stop_reason: null };
    const stream =
      event({ type: 'message_start', message: { ...message, usage: { input_tokens: 3, output_tokens: 1 } } }) +
      block(0, { type: 'thinking', thinking: '', signature: '' }, { type: 'thinking_delta', thinking: 'why' }) +
      block(1, { type: 'text', text: '' }, { type: 'text_delta', text: 'so' }) +
      event({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 2 } }) +
      event({ type: 'message_stop' });
    const made = plan('messages', { ...chat(true), max_tokens: 9 }, channel({ ...TO_CONTENT, type: 14 }));
    const { data, reader } = read(made, [stream]);
    const told = data.map((one) => JSON.parse(one) as { type: string; model?: string; delta?: { text?: string } });
    expect(told.map(({ delta }) => delta?.text ?? '').join('')).toBe('<think>why</think>\n\nso');
    expect(data.join('')).not.toContain('thinking_delta');
    expect(told.at(-1)!.type).toBe('message_stop');
    expect(reader.usage).toMatchObject({ input: 3, output: 2 });
  });
});
