import { createHash } from 'node:crypto';
import type { ChannelTarget } from '@app/channel';
import { type AppError } from '@app/kernel';
import { channel } from '../adapters/__fixtures__/channel';
import { MalformedPayload } from '../adapters/codec';
import { decodeCall, type Endpoint } from '../adapters/decode-call';
import { SseDecoder } from '../transport/sse-decoder';
import { WatchedPlan } from '../proofs/watched-plan';
import { ChatPlan } from './chat-plan';
import { ConversionPlan } from './conversion-plan';
import { FinishedPlan } from './finished-plan';
import { NativePlan } from './native-plan';
import { makePlans } from './__fixtures__/make-plans';
import type { AttemptPlan } from './attempt-plan';
import { RelayCall } from './relay-call';
import type { ReplyWriter } from './reply-writer';

const MESSAGE = { role: 'user', content: 'hi' };
const TOOL = { name: 'get.weather', input_schema: { type: 'object', properties: {} } };
const ANTHROPIC = channel({ type: 14 });
const GEMINI = channel({ type: 24 });
const STRICT: Partial<ChannelTarget> = { type: 14, config: { conversion: 'strict' } };

const plans = makePlans();

function callOf(endpoint: Endpoint, body: object | string, isStream = false): RelayCall {
  const call = new RelayCall('id', 0, '', {} as ReplyWriter);
  call.body = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  call.request = decodeCall(endpoint, call.body, endpoint === 'generate' ? { model: 'm', isStream } : {});
  call.upstreamModel = 'up';
  return call;
}
function at(call: RelayCall, target: ChannelTarget): AttemptPlan {
  const made = plans.plan(call, target);
  if (made instanceof Promise) throw new Error('Nothing had to be fetched for it');
  return made;
}
const plan = (endpoint: Endpoint, body: object | string, target: ChannelTarget, isStream = false) =>
  at(callOf(endpoint, body, isStream), target);
const chat = (changes: object = {}) => ({ model: 'm', messages: [MESSAGE], ...changes });
const messages = (changes: object = {}) => ({ ...chat(changes), max_tokens: 9 });

function fault(work: () => unknown): AppError {
  try {
    work();
  } catch (error) {
    return error as AppError;
  }
  throw new Error('nothing was thrown');
}

describe('how a call reaches a channel', () => {
  it('goes in its own words where it can', () => {
    expect(plan('chat', chat(), channel())).toBeInstanceOf(ChatPlan);
    expect(plan('responses', { model: 'm', input: 'hi' }, channel())).toBeInstanceOf(WatchedPlan);
    expect(plan('messages', messages(), ANTHROPIC)).toBeInstanceOf(NativePlan);
    expect(plan('messages', messages(), channel())).toBeInstanceOf(ConversionPlan);
    expect(plan('chat', chat(), GEMINI)).toBeInstanceOf(ConversionPlan);
  });

  it('case 45: changes the name of the model in a native body and nothing else', () => {
    const body = '{"max_tokens":9, "model" : "m","messages":[{"n":1.0,"big":12345678901234567890}], "new":{}}';
    expect(plan('messages', body, ANTHROPIC).body.toString()).toBe(body.replace('"m"', '"up"'));
    const contents = '{"contents":[{"parts":[]}]}';
    expect(plan('generate', contents, GEMINI).body.toString()).toBe(contents);
    expect(plan('generate', contents, GEMINI, true).upstream.path).toBe(
      '/v1beta/models/up:streamGenerateContent?alt=sse',
    );
  });

  it('passes what switches features of a dialect on to upstreams of that dialect only', () => {
    const call = callOf('messages', messages());
    call.passedHeaders = { 'anthropic-beta': 'files-api' };
    expect(at(call, ANTHROPIC).upstream.head).toContain('anthropic-beta: files-api');
    expect(at(call, channel()).upstream.head).not.toContain('anthropic');
    expect(at(callOf('messages', messages()), ANTHROPIC).upstream.head).not.toContain('files-api');
  });

  it('case 52: asks for usage on a converted stream whose caller did not', () => {
    const body = JSON.parse(plan('messages', messages({ stream: true }), channel()).body.toString()) as object;
    expect(body).toMatchObject({ model: 'up', stream: true, stream_options: { include_usage: true } });
  });

  it('case 40: says in the request what a name’s suffix said, in native bytes and where it converts', () => {
    const call = callOf(
      'messages',
      '{"max_tokens":2000,"model":"m-thinking","messages":[{"role":"user","content":"hi"}],"n":1.0}',
    );
    call.upstreamModel = 'claude-3-7-sonnet';
    call.suffix = { base: 'm', mode: 'on' };
    const budget = '"thinking":{"type":"enabled","budget_tokens":1600}';
    expect(at(call, ANTHROPIC).body.toString()).toBe(
      `{"max_tokens":2000,"model":"claude-3-7-sonnet","messages":[{"role":"user","content":"hi"}],"n":1.0,${budget}}`,
    );
    call.upstreamModel = 'gemini-2.5-flash';
    const converted = JSON.parse(at(call, GEMINI).body.toString()) as object;
    expect(converted).toMatchObject({ generationConfig: { thinkingConfig: { includeThoughts: true } } });
    const stream = callOf('chat', chat({ model: 'o3-high', stream: true }));
    stream.upstreamModel = 'o3';
    stream.suffix = { base: 'o3', mode: 'on', effort: 'high' };
    expect(JSON.parse(at(stream, channel()).body.toString())).toEqual({
      ...chat({ model: 'o3', stream: true }),
      reasoning_effort: 'high',
      stream_options: { include_usage: true },
    });
    stream.upstreamModel = 'claude-3-7-sonnet';
    expect(JSON.parse(at(stream, ANTHROPIC).body.toString())).toMatchObject({
      thinking: { type: 'enabled', budget_tokens: 16_384 },
    });
    expect(stream.decoded!.reasoning).toBeUndefined();
  });

  it('tells a channel that serves no such calls: another may', () => {
    for (const target of [channel({ type: 15 }), ANTHROPIC]) {
      const error = fault(() => plan('embeddings', { model: 'm', input: 'hi' }, target));
      expect([error.status, error.retry]).toEqual([503, 'other-channel']);
    }
  });

  it('case 16: reports what is lost, or refuses naming the field where the channel is strict', () => {
    const body = chat({ seed: 7, logit_bias: { 1: 2 } });
    const lenient = plan('chat', body, ANTHROPIC);
    expect(lenient.losses.map(({ field }) => field)).toEqual(expect.arrayContaining(['seed', 'logit_bias']));
    expect(lenient.body.toString()).not.toContain('seed');
    const error = fault(() => plan('chat', body, channel(STRICT)));
    expect(error).toMatchObject({ status: 400, retry: 'no', code: 'conversion_loss', param: lenient.losses[0]!.field });
    expect(error.text.en).toContain('seed');
    expect(plan('chat', chat(), channel(STRICT)).losses).toEqual([]);
  });

  it('keeps a refusal short, whatever was lost', () => {
    const many = Object.fromEntries(Array.from({ length: 3_000 }, (_, i) => [`${'field'.repeat(200)}${i}`, i]));
    const error = fault(() => plan('chat', chat(many), channel(STRICT)));
    expect(error.status).toBe(400);
    expect(error.text.en.length).toBeLessThan(3_000);
    expect(error.param!.length).toBeLessThanOrEqual(200);
  });

  it.each<[string, (deep: string) => string, Endpoint, ChannelTarget]>([
    [
      'a schema',
      (deep) =>
        `{"model":"m","messages":[{"role":"user","content":"hi"}],"tools":[{"type":"function","function":{"name":"f","parameters":{"a":${deep}}}}]}`,
      'chat',
      ANTHROPIC,
    ],
    [
      'a schema for Gemini',
      (deep) =>
        `{"model":"m","messages":[{"role":"user","content":"hi"}],"tools":[{"type":"function","function":{"name":"f","parameters":{"properties":{"a":${deep}}}}}]}`,
      'chat',
      GEMINI,
    ],
    [
      'a tool input',
      (deep) =>
        `{"model":"m","max_tokens":1,"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"f","input":{"a":${deep}}}]}]}`,
      'messages',
      channel(),
    ],
    ['an unknown field', (deep) => `{"model":"m","input":"hi","x":${deep}}`, 'responses', ANTHROPIC],
    [
      'arguments',
      (deep) => `{"contents":[{"role":"model","parts":[{"functionCall":{"name":"f","args":{"a":${deep}}}}]}]}`,
      'generate',
      channel(),
    ],
  ])('answers 400 to %s nested without end, or does not look into it', (_, body, endpoint, target) => {
    const depth = 200_000;
    const deep = '['.repeat(depth) + ']'.repeat(depth);
    let error: AppError | undefined;
    try {
      plan(endpoint, body(deep), target);
    } catch (thrown) {
      error = thrown as AppError;
    }
    if (error !== undefined) expect([error.name, error.status, error.retry]).toEqual(['AppError', 400, 'no']);
  });

  it('reads a request once, however many channels are asked', () => {
    const call = callOf('messages', messages());
    at(call, channel());
    const { decoded } = call;
    at(call, GEMINI);
    expect(decoded).toBeDefined();
    expect(call.decoded).toBe(decoded);
  });
});

const ANSWER = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'up',
  choices: [
    {
      index: 0,
      finish_reason: 'tool_calls',
      message: {
        role: 'assistant',
        content: 'well',
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'NAME', arguments: '{"a":1}' } }],
      },
    },
  ],
  usage: { prompt_tokens: 10, completion_tokens: 4, total_tokens: 14, prompt_tokens_details: { cached_tokens: 3 } },
};

describe('what a call costs beside its plan', () => {
  const AZURE = channel({ type: 3 });
  const BEDROCK = channel({ type: 35, key: 'A|S|us-east-1', modelMapping: new Map([['m', 'claude-x']]) });

  it('is nothing for ordinary upstreams: all calls share what was prepared', () => {
    for (const target of [channel(), ANTHROPIC, AZURE]) {
      const first = plan('chat', chat(), target);
      expect(first).not.toBeInstanceOf(FinishedPlan);
      expect(plan('chat', chat(), target).upstream).toBe(first.upstream);
    }
  });

  it('is an address for each model where addresses name it', () => {
    const call = callOf('chat', chat());
    const { upstream } = at(call, AZURE);
    call.upstreamModel = 'another';
    expect(at(call, AZURE).upstream).not.toBe(upstream);
    expect(at(call, AZURE).upstream.path).toContain('/another/');
  });

  it('is a signature where one is wanted, over what is sent', async () => {
    const made = plans.plan(callOf('messages', messages({ stream: true }), true), BEDROCK);
    expect(made).toBeInstanceOf(Promise);
    const { upstream, body, streamType } = await made;
    expect(streamType).toBe('application/vnd.amazon.eventstream');
    expect(upstream.head).toMatch(/\r\nauthorization: AWS4-HMAC-SHA256 Credential=A\//);
    expect(upstream.head).toContain(`x-amz-content-sha256: ${createHash('sha256').update(body).digest('hex')}`);
    expect(JSON.parse(body.toString())).not.toHaveProperty('model');
  });

  it('lets an authorization that the operator set stand', async () => {
    const target = channel({ ...BEDROCK, headers: { authorization: 'Mine' } });
    const { head } = (await plans.plan(callOf('messages', messages()), target)).upstream;
    expect(head.match(/authorization: .*/g)).toEqual(['authorization: Mine']);
  });

  it('fails as the channel’s fault where its settings say too little', () => {
    const error = fault(() => plan('messages', messages(), channel({ ...BEDROCK, key: 'A' })));
    expect(error).toMatchObject({ code: 'channel_misconfigured', status: 503, retry: 'other-channel' });
    expect(`${error.text.en}${error.text.zh}`).not.toMatch(/region|key/);
  });
});

describe('an answer that is converted', () => {
  const converted = () => plan('messages', messages({ tools: [TOOL] }), channel());
  const wireName = (body: Buffer) =>
    (JSON.parse(body.toString()) as { tools: { function: { name: string } }[] }).tools[0]!.function.name;

  it('cases 12, 47, 72: has the caller’s names, form and figures', () => {
    const made = converted();
    const name = wireName(made.body);
    expect(name).toMatch(/^[\w-]+$/);
    const whole = made.readWhole(Buffer.from(JSON.stringify(ANSWER).replace('NAME', name)));
    expect(JSON.parse(whole.body.toString())).toMatchObject({
      type: 'message',
      model: 'm',
      stop_reason: 'tool_use',
      content: [
        { type: 'text', text: 'well' },
        { type: 'tool_use', name: 'get.weather', input: { a: 1 } },
      ],
      usage: { input_tokens: 7, cache_read_input_tokens: 3, output_tokens: 4 },
    });
    expect(whole.usage).toMatchObject({ input: 7, cacheRead: 3, output: 4 });
    expect(whole.tally()).toMatchObject({ isEmpty: false, tokens: 3 });
  });

  it('turns names back in a stream too, and ends it as the caller’s dialect does', () => {
    const made = plan('messages', messages({ tools: [TOOL], stream: true }), channel());
    const call = { index: 0, id: 'c1', type: 'function', function: { name: wireName(made.body), arguments: '{}' } };
    const chunk = (choice: object) =>
      `data: ${JSON.stringify({ id: 'x', model: 'up', choices: [{ index: 0, ...choice }] })}\n\n`;
    const reader = made.openReader();
    const stream =
      chunk({ delta: { role: 'assistant', tool_calls: [call] } }) + chunk({ delta: {}, finish_reason: 'tool_calls' });
    const bytes = [reader.feed(Buffer.from(stream)), reader.feed(Buffer.from('data: [DONE]\n\n'))].filter(
      (part) => part !== undefined,
    );
    const events = new SseDecoder().feed(Buffer.concat(bytes));
    expect(events[0]!.event).toBe('message_start');
    expect(events.at(-1)!.event).toBe('message_stop');
    expect(events.find(({ event }) => event === 'content_block_start')!.data).toContain('"get.weather"');
    expect(reader).toMatchObject({ isDone: true, hasFinished: true });
    expect(reader.answer.isEmpty).toBe(false);
  });

  it.each(['{"a":1}', '{broken', '{"choices":7}', '{"choices":[7]}'])('says that %s is no answer', (body) => {
    expect(() => converted().readWhole(Buffer.from(body))).toThrow(MalformedPayload);
  });

  it('counts nothing that the upstream did not tell', () => {
    const { usage: _, ...silent } = ANSWER;
    expect(converted().readWhole(Buffer.from(JSON.stringify(silent))).usage).toBeUndefined();
  });
});

describe('an answer that passes', () => {
  it('is handed on and counted even in a form that is not known', () => {
    const made = plan('messages', messages(), ANTHROPIC);
    const body = '{"model":"up","parts_of_next_year":[{"text":"12345678"}]}';
    const whole = made.readWhole(Buffer.from(body));
    expect(whole.body.toString()).toBe(body.replace('up', 'm'));
    expect(whole.usage).toBeUndefined();
    expect(whole.tally()).toMatchObject({ isEmpty: false, tokens: 2 });
  });

  it('gives its figures', () => {
    const usage = { input_tokens: 5, cache_read_input_tokens: 2, output_tokens: 3 };
    const body = JSON.stringify({
      id: 'm',
      type: 'message',
      role: 'assistant',
      model: 'up',
      content: [],
      stop_reason: 'end_turn',
      usage,
    });
    expect(plan('messages', messages(), ANTHROPIC).readWhole(Buffer.from(body)).usage).toMatchObject({
      input: 5,
      cacheRead: 2,
      output: 3,
    });
  });

  it('passes a nesting without end, which nobody has to walk', () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    const body = `{"model":"up","type":"message","role":"assistant","content":[{"type":"tool_use","id":"t","name":"f","input":{"a":${deep}}}],"stop_reason":"tool_use"}`;
    const made = plan('messages', messages(), ANTHROPIC);
    expect(made.readWhole(Buffer.from(body)).body).toHaveLength(body.length - 1);
  });
});
