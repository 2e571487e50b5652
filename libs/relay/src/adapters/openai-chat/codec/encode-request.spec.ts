import type { ChatRequest, Reasoning } from '../../../model/chat-request';
import type { Part } from '../../../model/content';
import { packSignature } from '../../../model/carry-signature';
import type { RequestTarget } from '../../codec';
import { REQUEST } from './__fixtures__/read-fixture';
import { encodeRequest } from './encode-request';
import type { Fields } from './openai-chat.wire';

const foreign = (more: Partial<ChatRequest> = {}): ChatRequest => ({
  dialect: 'anthropic-messages',
  model: 'asked',
  isStream: false,
  wantsStreamUsage: true,
  messages: [{ role: 'user', parts: [{ type: 'text', text: 'hi' }] }],
  tools: [],
  extra: {},
  ...more,
});
const write = (more: Partial<ChatRequest> = {}, target: Partial<RequestTarget> = {}) =>
  encodeRequest(foreign(more), { ...REQUEST, ...target });
const said = (...parts: Part[]): Pick<ChatRequest, 'messages'> => ({ messages: [{ role: 'user', parts }] });
const turn = (...parts: Part[]): Pick<ChatRequest, 'messages'> => ({ messages: [{ role: 'assistant', parts }] });
const fields = (losses: { field: string }[]) => losses.map(({ field }) => field);
const messages = (value: Fields) => value['messages'] as Fields[];
const call: Part = { type: 'tool-call', id: 'a', name: 'run', kind: 'function', input: '{}' };
const png = { kind: 'base64', mediaType: 'image/png', data: 'AA' } as const;

describe('writing a request of another dialect', () => {
  it('case 59: texts of one message are one string, in place and in order', () => {
    const { value, losses } = write({
      messages: [
        {
          role: 'system',
          parts: [
            { type: 'text', text: 'a' },
            { type: 'text', text: 'b' },
          ],
        },
        { role: 'user', parts: [{ type: 'text', text: 'hi' }] },
        { role: 'developer', parts: [{ type: 'text', text: 'late' }] },
      ],
    });
    expect(value).toEqual({
      model: 'gpt-4.1',
      messages: [
        { role: 'system', content: 'a\n\nb' },
        { role: 'user', content: 'hi' },
        { role: 'developer', content: 'late' },
      ],
    });
    expect(losses).toEqual([]);
  });

  it('case 8, 10, 58: results come before the rest of their turn; pictures follow as the user’s', () => {
    const { value, losses } = write(
      said(
        { type: 'text', text: 'see' },
        {
          type: 'tool-result',
          callId: 'a',
          kind: 'function',
          content: [
            { type: 'text', text: 'one' },
            { type: 'image', source: png },
          ],
        },
        { type: 'tool-result', callId: 'b', kind: 'function', content: [], isError: true },
      ),
    );
    expect(messages(value)).toEqual([
      { role: 'tool', tool_call_id: 'a', content: 'one' },
      { role: 'tool', tool_call_id: 'b', content: '' },
      {
        role: 'user',
        content: [
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AA' } },
          { type: 'text', text: 'see' },
        ],
      },
    ]);
    expect(fields(losses)).toEqual(['messages[0].content[1].content[1]', 'messages[0].content[2].is_error']);
  });

  it('case 5, 6, 9: text around calls is one text; without any it is null; broken input is passed', () => {
    const broken = { ...call, input: '{"a":' };
    const { value } = write(turn({ type: 'text', text: 'be' }, broken, { type: 'text', text: 'fore' }));
    expect(messages(value)).toEqual([
      {
        role: 'assistant',
        content: 'before',
        tool_calls: [{ id: 'a', type: 'function', function: { name: 'run', arguments: '{"a":' } }],
      },
    ]);
    expect(messages(write(turn(call)).value)[0]).toMatchObject({ content: null });
  });

  it('case 36: thinking goes back as text to who wants it', () => {
    const thinking: Part = { type: 'thinking', text: 'hm', signature: { dialect: 'anthropic-messages', value: 's' } };
    const { value, losses } = write(turn(thinking, call), { traits: { wantsReasoningBack: true } });
    expect(messages(value)[0]).toMatchObject({ reasoning_content: 'hm' });
    expect(losses).toEqual([]);
  });

  it('case 38: proofs of others and unproved thinking stay away and are told; accepted ones go', () => {
    const of = (dialect: 'openai-chat' | 'gemini-generate'): Part => ({
      type: 'thinking',
      text: 'hm',
      signature: { dialect, value: 's' },
    });
    const refused = write(turn({ type: 'thinking', text: 'plain' }, of('gemini-generate'), call));
    expect(Object.keys(messages(refused.value)[0]!)).toEqual(['role', 'content', 'tool_calls']);
    expect(fields(refused.losses)).toEqual(['messages[0].content[0]', 'messages[0].content[1]']);
    expect(messages(write(turn(of('openai-chat'), call)).value)[0]).toMatchObject({
      reasoning_details: [{ type: 'reasoning.text', text: 'hm', signature: 's', index: 0 }],
    });
  });

  it('case 37: Gemini’s proof of a call goes where Google’s own endpoint has it', () => {
    const signed: Part = { ...call, signature: { dialect: 'gemini-generate', value: 'gem' } };
    const { value } = write(turn(signed), { acceptsSignature: () => true });
    expect(messages(value)[0]).toMatchObject({
      tool_calls: [{ extra_content: { google: { thought_signature: 'gem' } } }],
    });
    expect(fields(write(turn(signed)).losses)).toEqual(['messages[0].content[0].signature']);
  });

  it('case 31: a wrapped proof is unwrapped on the way to who made it', () => {
    const packed = packSignature({ dialect: 'openai-chat', value: 's', id: 'rs_1' }, 'openai-chat');
    const { value } = write(
      turn({ type: 'redacted-thinking', signature: { dialect: 'openai-chat', value: 's', id: 'rs_1' } }),
    );
    expect(messages(value)[0]).toMatchObject({ reasoning_details: [{ type: 'reasoning.encrypted', data: packed }] });
  });

  it('case 42, 43: cache marks only where the upstream takes them', () => {
    const marked = said({ type: 'text', text: 'hi', cache: { ttl: '1h' } });
    const none = write(marked);
    expect(messages(none.value)[0]).toEqual({ role: 'user', content: 'hi' });
    expect(fields(none.losses)).toEqual(['messages[0].content[0].cache_control']);
    const all = write(marked, { traits: { cacheMarks: 'all' } });
    expect(messages(all.value)[0]).toMatchObject({ content: [{ cache_control: { type: 'ephemeral', ttl: '1h' } }] });
    const some = write(marked, { traits: { cacheMarks: 'no-ttl' } });
    expect(messages(some.value)[0]).toMatchObject({ content: [{ cache_control: { type: 'ephemeral' } }] });
    expect(fields(some.losses)).toEqual(['messages[0].content[0].cache_control.ttl']);
  });

  it.each<[string, Partial<Reasoning>, Fields, string[]]>([
    ['gpt-5', { mode: 'on', budgetTokens: 2000 }, { reasoning_effort: 'low' }, []],
    ['gpt-5', { mode: 'on', budgetTokens: 8192 }, { reasoning_effort: 'medium' }, []],
    ['o3', { mode: 'on', budgetTokens: 31_999 }, { reasoning_effort: 'high' }, []],
    ['gpt-5', { mode: 'off' }, { reasoning_effort: 'minimal' }, ['reasoning.mode']],
    ['o3', { mode: 'off' }, { reasoning_effort: 'low' }, ['reasoning.mode']],
    ['gpt-5.1', { mode: 'off' }, { reasoning_effort: 'none' }, []],
    ['gpt-5.2', { mode: 'on', effort: 'max' }, { reasoning_effort: 'xhigh' }, []],
    ['gpt-5', { mode: 'on', effort: 'xhigh' }, { reasoning_effort: 'high' }, []],
    ['gpt-4.1', { mode: 'on', effort: 'low' }, {}, ['reasoning']],
    ['gpt-4.1', { mode: 'adaptive' }, {}, []],
    ['glm-4.6', { mode: 'off' }, { thinking: { type: 'disabled' } }, []],
    ['deepseek-chat', { mode: 'on', budgetTokens: 9 }, { thinking: { type: 'enabled' } }, []],
    ['qwen3-max', { mode: 'on', budgetTokens: 9 }, { enable_thinking: true, thinking_budget: 9 }, []],
    ['z-ai/glm-4.6', { mode: 'off' }, { reasoning_effort: 'none' }, []],
  ])('case 40: %s with %j', (model, reasoning, expected, lost) => {
    const { value, losses } = write({ reasoning }, { model });
    const { model: _model, messages: _messages, ...rest } = value;
    expect(rest).toEqual(expected);
    expect(fields(losses)).toEqual(lost);
  });

  it('case 61: the limit’s field, and sampling that reasoning models refuse', () => {
    expect(write({ maxTokens: 5 }).value).toMatchObject({ max_tokens: 5 });
    expect(write({ maxTokens: 5 }, { traits: { limitField: 'max_completion_tokens' } }).value).toMatchObject({
      max_completion_tokens: 5,
    });
    const { value, losses } = write({ maxTokens: 5, temperature: 0, topP: 1, topK: 3 }, { model: 'gpt-5' });
    expect(value).toEqual({ model: 'gpt-5', max_completion_tokens: 5, messages: [{ role: 'user', content: 'hi' }] });
    expect(fields(losses)).toEqual(['top_k', 'temperature']);
  });

  it('case 62: what has no place is said', () => {
    const { value, losses } = write({
      stop: ['a', 'b', 'c', 'd', 'e'],
      metadata: { a: 1 },
      serviceTier: 'priority',
      extra: { x: 1, y: null },
    });
    expect(value['stop']).toHaveLength(4);
    expect(fields(losses)).toEqual(['stop_sequences[4]', 'metadata', 'service_tier', 'x']);
  });

  it('case 65: zeros and empty lists survive', () => {
    expect(write({ temperature: 0, seed: 0, stop: [], presencePenalty: 0 }).value).toMatchObject({
      temperature: 0,
      seed: 0,
      stop: [],
      presence_penalty: 0,
    });
  });

  it('case 14, 63: a schema goes as it is', () => {
    const schema = { type: 'object', $defs: { a: {} }, additionalProperties: false };
    const { value } = write({
      responseFormat: { type: 'json-schema', schema },
      tools: [{ type: 'function', name: 'run', parameters: schema, isStrict: true }],
    });
    expect(value).toMatchObject({
      response_format: { type: 'json_schema', json_schema: { name: 'response', schema } },
      tools: [{ function: { parameters: schema, strict: true } }],
    });
  });

  it('case 52: usage is always asked for', () => {
    expect(write({ isStream: true, wantsStreamUsage: false }).value).toMatchObject({
      stream: true,
      stream_options: { include_usage: true },
    });
  });
});

describe('tools of another dialect', () => {
  const patch = {
    type: 'custom',
    name: 'patch',
    format: { type: 'grammar', syntax: 'lark', definition: 'x' },
  } as const;

  it('case 15: custom tools as OpenAI has them', () => {
    expect(write({ tools: [patch] }).value['tools']).toEqual([
      {
        type: 'custom',
        custom: { name: 'patch', format: { type: 'grammar', grammar: { syntax: 'lark', definition: 'x' } } },
      },
    ]);
  });

  it('case 15: where there are none, functions of one string, and so their calls', () => {
    const custom: Part = { ...call, name: 'patch', kind: 'custom', input: 'raw' };
    const { value, losses } = write({ tools: [patch], ...turn(custom) }, { traits: { takesCustomTools: false } });
    expect(value['tools']).toMatchObject([
      { type: 'function', function: { name: 'patch', parameters: { required: ['input'] } } },
    ]);
    expect(messages(value)[0]).toMatchObject({
      tool_calls: [{ type: 'function', function: { arguments: '{"input":"raw"}' } }],
    });
    expect(fields(losses)).toEqual(['tools[0].format']);
  });

  it('case 12: groups are flattened, names and ids fit, and the history follows', () => {
    const namespaced: Part = { ...call, id: 'x'.repeat(60), name: 'my.tool', namespace: 'ns' };
    const { value, toolNames } = write({
      tools: [{ type: 'function', name: 'my.tool', namespace: 'ns' }],
      toolChoice: { type: 'tool', name: 'my.tool', kind: 'function' },
      ...turn(namespaced),
    });
    expect(value).toMatchObject({
      tools: [{ function: { name: 'ns__my_tool' } }],
      tool_choice: { type: 'function', function: { name: 'ns__my_tool' } },
      messages: [
        {
          tool_calls: [
            { id: expect.stringMatching(/^call_[0-9a-f]{32}$/) as string, function: { name: 'ns__my_tool' } },
          ],
        },
      ],
    });
    expect(toolNames.fromWire('ns__my_tool')).toEqual({ name: 'my.tool', namespace: 'ns', kind: 'function' });
  });

  it('case 16: a search is one here too, other hosted tools are not', () => {
    const opaque = (value: Fields) => ({ dialect: 'anthropic-messages', value }) as const;
    const tools = [
      {
        type: 'hosted',
        name: 'web_search',
        opaque: opaque({ type: 'web_search_20250305', name: 'web_search', max_uses: 2 }),
      },
      { type: 'hosted', name: 'code_execution', opaque: opaque({}) },
    ];
    const { value, losses } = write({ tools } as never, { model: 'gpt-4o-search-preview' });
    expect(value).toMatchObject({ web_search_options: {} });
    expect(losses).toEqual([
      { field: 'tools[0].max_uses', reason: 'the search here has no such setting' },
      { field: 'tools[1]', reason: 'the hosted tool code_execution does not exist here' },
    ]);
    const other = write({ tools } as never, { model: 'gpt-4o' });
    expect(other.value).not.toHaveProperty('web_search_options');
    expect(fields(other.losses)).toEqual(['tools[0]', 'tools[1]']);
  });

  it('case 11: a choice among some is OpenAI’s only', () => {
    const asked = {
      tools: [{ type: 'function', name: 'run' }],
      toolChoice: { type: 'allowed', names: ['run'], isRequired: true },
    } as const;
    expect(write(asked as never).value['tool_choice']).toMatchObject({ type: 'allowed_tools' });
    const other = write(asked as never, { model: 'glm-4.6' });
    expect(other.value['tool_choice']).toBe('required');
    expect(fields(other.losses)).toEqual(['tool_choice']);
  });
});
