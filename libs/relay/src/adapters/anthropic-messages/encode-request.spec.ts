import type { ChatRequest, Message } from '../../model/chat-request';
import type { Part } from '../../model/content';
import { encodeRequest } from './encode-request';
import { requestTarget } from './__fixtures__/fixtures';

const text = (value: string): Part => ({ type: 'text', text: value });
const says = (role: Message['role'], ...parts: Part[]): Message => ({ role, parts });
const call = (id: string, input = '{}', more: object = {}): Part => ({
  type: 'tool-call',
  id,
  name: 'f',
  kind: 'function',
  input,
  ...more,
});
const result = (callId: string, value: string): Part => ({
  type: 'tool-result',
  callId,
  kind: 'function',
  content: [{ type: 'text', text: value }],
});

function encode(fields: Partial<ChatRequest>, model = 'claude-opus-4-6', target = requestTarget) {
  const request: ChatRequest = {
    dialect: 'openai-chat',
    model: 'asked',
    isStream: false,
    wantsStreamUsage: false,
    messages: [says('user', text('hi'))],
    tools: [],
    extra: {},
    ...fields,
  };
  const { value, losses } = encodeRequest(request, { ...target, model });
  return {
    value,
    messages: value['messages'] as { role: string; content: unknown[] }[],
    losses: losses.map(({ field }) => field),
  };
}

describe('writing a request of another dialect', () => {
  it('case 61: names the model upstream and the default limit', () => {
    expect(encode({}).value).toEqual({
      model: 'claude-opus-4-6',
      max_tokens: 4096,
      messages: [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }],
    });
  });

  it('case 6, 7, 8: calls of one turn stay together, their results are one user’s turn in their order', () => {
    const { messages } = encode({
      messages: [
        says('user', text('go')),
        says('assistant', text(''), call('a'), call('b', '{"x":0}')),
        says('user', result('a', '1')),
        says('user', result('b', '2')),
        says('user', text('and?')),
      ],
    });
    expect(messages).toMatchObject([
      { role: 'user' },
      {
        role: 'assistant',
        content: [
          { type: 'tool_use', id: 'a', input: {} },
          { type: 'tool_use', id: 'b', input: { x: 0 } },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'a' },
          { type: 'tool_result', tool_use_id: 'b' },
          { type: 'text', text: 'and?' },
        ],
      },
    ]);
  });

  it('case 8: results come first in their turn', () => {
    const { messages } = encode({
      messages: [
        says('user', text('go')),
        says('assistant', call('a')),
        says('user', text('note')),
        says('user', result('a', '1')),
      ],
    });
    expect(messages[2]!.content).toMatchObject([{ type: 'tool_result' }, { type: 'text', text: 'note' }]);
  });

  it('case 9: text after a call stays after it', () => {
    const { messages } = encode({ messages: [says('user', text('go')), says('assistant', call('a'), text('wait'))] });
    expect(messages[1]!.content).toMatchObject([{ type: 'tool_use' }, { type: 'text', text: 'wait' }]);
  });

  it('case 5: no input is the empty object, broken input is passed as text', () => {
    const { messages, losses } = encode({
      messages: [
        says('user', text('go')),
        says('assistant', call('a', ''), call('b', '{"x":'), call('c', 'diff', { kind: 'custom' })),
      ],
    });
    expect(messages[1]!.content).toMatchObject([
      { input: {} },
      { input: { input: '{"x":' } },
      { input: { input: 'diff' } },
    ]);
    expect(losses).toEqual(['messages[1].content[1].input']);
  });

  it('case 10, 58: images and errors within results', () => {
    const { messages } = encode({
      messages: [
        says('user', text('go')),
        says('assistant', call('a')),
        says('user', {
          type: 'tool-result',
          callId: 'a',
          kind: 'function',
          isError: true,
          content: [{ type: 'image', source: { kind: 'url', url: 'https://a.example/a.png' } }],
        }),
      ],
    });
    expect(messages[2]!.content).toEqual([
      {
        type: 'tool_result',
        tool_use_id: 'a',
        content: [{ type: 'image', source: { type: 'url', url: 'https://a.example/a.png' } }],
        is_error: true,
      },
    ]);
  });

  it('case 12: ids that are refused here change alike in call and result', () => {
    const { messages } = encode({
      messages: [says('user', text('go')), says('assistant', call('call.1')), says('user', result('call.1', 'x'))],
    });
    const id = (messages[1]!.content[0] as { id: string }).id;
    expect(id).toMatch(/^[a-zA-Z0-9_-]+$/);
    expect(messages[2]!.content[0]).toMatchObject({ tool_use_id: id });
  });

  it('case 41: no empty text goes out, nor a turn of nothing else', () => {
    const { messages } = encode({
      messages: [says('user', text('a')), says('assistant', text('')), says('user', text(''), text('b'))],
    });
    expect(messages).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'a' },
          { type: 'text', text: 'b' },
        ],
      },
    ]);
  });

  it('case 42, 44: cache marks go along, and none is added', () => {
    const { value } = encode({
      messages: [
        says('system', { type: 'text', text: 's', cache: { ttl: '1h' } }),
        says('user', { type: 'text', text: 'u', cache: {} }, text('v')),
      ],
      tools: [{ type: 'function', name: 'f', cache: { ttl: '5m' } }],
    });
    expect(value).toMatchObject({
      system: [{ cache_control: { type: 'ephemeral', ttl: '1h' } }],
      messages: [{ content: [{ cache_control: { type: 'ephemeral' } }, { type: 'text', text: 'v' }] }],
      tools: [{ cache_control: { type: 'ephemeral', ttl: '5m' } }],
    });
    expect(JSON.stringify(value).match(/cache_control/g)).toHaveLength(3);
  });

  it('case 56, 57: media as they can be read, the others named as lost', () => {
    const { messages, losses } = encode({
      messages: [
        says(
          'user',
          { type: 'image', source: { kind: 'url', url: 'data:image/png;base64,/9j/AA==' } },
          { type: 'image', source: { kind: 'file', id: 'file-1' } },
          { type: 'image', source: { kind: 'base64', mediaType: 'image/bmp', data: 'Qk0=' } },
          { type: 'document', source: { kind: 'base64', mediaType: 'application/pdf', data: 'JVBERi0=' }, title: 't' },
          { type: 'document', source: { kind: 'base64', mediaType: 'text/markdown', data: 'IyBh' } },
          { type: 'audio', source: { kind: 'base64', mediaType: 'audio/wav', data: 'UklG' } },
        ),
      ],
    });
    expect(messages[0]!.content).toEqual([
      { type: 'image', source: { type: 'base64', media_type: 'image/jpeg', data: '/9j/AA==' } },
      { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0=' }, title: 't' },
      { type: 'document', source: { type: 'text', media_type: 'text/plain', data: '# a' } },
    ]);
    expect(losses).toEqual(['messages[0].content[1]', 'messages[0].content[2]', 'messages[0].content[5]']);
  });

  it('case 62: what has no place is named as the caller names it; zeros that ask for nothing are not', () => {
    const { losses } = encode({
      seed: 0,
      choices: 2,
      frequencyPenalty: 0,
      presencePenalty: 0.5,
      logprobs: { isWanted: true },
      metadata: { a: '1' },
      store: true,
      responseFormat: { type: 'json' },
      extra: { prediction: {}, odd: null },
    });
    expect(losses).toEqual([
      'presence_penalty',
      'seed',
      'n',
      'logprobs',
      'metadata',
      'store',
      'response_format',
      'prediction',
    ]);
    expect(encode({ dialect: 'gemini-generate', seed: 1 }).losses).toEqual(['generationConfig.seed']);
  });

  it('case 62: stop, user and tier are mapped', () => {
    expect(encode({ stop: ['END', '\n'], endUser: 'u', serviceTier: 'default' })).toMatchObject({
      value: { stop_sequences: ['END'], metadata: { user_id: 'u' }, service_tier: 'standard_only' },
      losses: ['stop'],
    });
    expect(encode({ serviceTier: 'flex' }).losses).toEqual(['service_tier']);
  });

  it('case 63: the schema of the answer goes unchanged', () => {
    const schema = { type: 'object', properties: { a: { type: ['string', 'null'] } }, $defs: {} };
    expect(encode({ responseFormat: { type: 'json-schema', name: 'n', schema, isStrict: true } })).toMatchObject({
      value: { output_config: { format: { type: 'json_schema', schema } } },
      losses: [],
    });
  });
});

describe('turns', () => {
  it('case 59: instructions first and apart, whatever their role and number', () => {
    expect(
      encode({ messages: [says('system', text('a')), says('developer', text('b')), says('user', text('u'))] }).value[
        'system'
      ],
    ).toEqual([
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b' },
    ]);
  });

  it('case 59: later instructions stay in their place: as such where the model knows them, else as the user’s', () => {
    const messages = [
      says('user', text('u')),
      says('system', text('s')),
      says('assistant', text('a')),
      says('user', text('v')),
    ];
    expect(encode({ messages }, 'claude-opus-4-8').messages.map(({ role }) => role)).toEqual([
      'user',
      'system',
      'assistant',
      'user',
    ]);
    const demoted = encode({ messages });
    expect(demoted.messages[0]).toEqual({
      role: 'user',
      content: [
        { type: 'text', text: 'u' },
        { type: 'text', text: 's' },
      ],
    });
    expect(demoted.losses).toEqual(['messages[1].role']);
  });

  it('case 60: instructions alone become what the user says', () => {
    expect(encode({ messages: [says('system', text('a')), says('system', text('b'))] })).toMatchObject({
      value: { system: [{ text: 'a' }], messages: [{ role: 'user', content: [{ text: 'b' }] }] },
      losses: ['messages[1].role'],
    });
  });

  it('case 60: neighbours of one role become one turn, and no text is made up', () => {
    const { messages } = encode({
      messages: [
        says('user', text('a')),
        says('user', text('b')),
        says('assistant', text('c')),
        says('assistant', text('d ')),
      ],
    });
    expect(messages).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'a' },
          { type: 'text', text: 'b' },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'c' },
          { type: 'text', text: 'd' },
        ],
      },
    ]);
  });

  it('case 60: a greeting before the user’s first word goes to the instructions', () => {
    const { value, losses } = encode({ messages: [says('assistant', text('Welcome')), says('user', text('hi'))] });
    expect(value).toMatchObject({ system: [{ text: 'Welcome' }], messages: [{ role: 'user' }] });
    expect(losses).toEqual(['messages']);
  });
});

describe('thinking', () => {
  const own = { dialect: 'anthropic-messages', value: 'sig' } as const;
  const foreign = { dialect: 'gemini-generate', value: 'sig' } as const;
  const history = (...parts: Part[]) => ({ messages: [says('user', text('u')), says('assistant', ...parts)] });

  it('case 31, 38: own signatures go up, foreign ones never do', () => {
    const { messages, losses } = encode(
      history(
        { type: 'thinking', text: 'a', signature: own },
        { type: 'thinking', text: 'b', signature: foreign },
        { type: 'redacted-thinking', signature: own },
        { type: 'redacted-thinking', signature: foreign },
        call('a', '{}', { signature: foreign }),
      ),
    );
    expect(messages[1]!.content).toMatchObject([
      { type: 'thinking', thinking: 'a', signature: 'sig' },
      { type: 'redacted_thinking', data: 'sig' },
      { type: 'tool_use', id: 'a' },
    ]);
    expect(losses).toEqual(['messages[1].content[1]', 'messages[1].content[3]', 'messages[1].content[4].signature']);
  });

  it('case 36: unsigned thinking goes to upstreams that take the empty signature, and to no other', () => {
    const fields = history({ type: 'thinking', text: 'a' }, text('b'));
    expect(encode(fields).losses).toEqual(['messages[1].content[0]']);
    const { messages } = encode(fields, 'deepseek-chat', { ...requestTarget, acceptsSignature: () => true });
    expect(messages[1]!.content[0]).toEqual({ type: 'thinking', thinking: 'a', signature: '' });
  });

  it.each([
    ['claude-opus-4-6', { mode: 'on', effort: 'xhigh' }, { type: 'adaptive' }, 'high'],
    [
      'claude-opus-4-7',
      { mode: 'on', effort: 'minimal', summary: 'auto' },
      { type: 'adaptive', display: 'summarized' },
      'low',
    ],
    ['claude-opus-4-7', { mode: 'adaptive', isShown: false }, { type: 'adaptive', display: 'omitted' }, undefined],
    ['claude-opus-4-6', { mode: 'on', budgetTokens: 2000 }, { type: 'enabled', budget_tokens: 2000 }, undefined],
    ['claude-sonnet-4-5', { mode: 'on', effort: 'low' }, { type: 'enabled', budget_tokens: 2048 }, undefined],
    [
      'anthropic.claude-opus-4-5-20251101-v1:0',
      { mode: 'on', effort: 'low' },
      { type: 'enabled', budget_tokens: 2048 },
      'low',
    ],
    ['claude-3-7-sonnet-20250219', { mode: 'on' }, { type: 'enabled', budget_tokens: 8192 }, undefined],
    ['claude-opus-4-6', { mode: 'off' }, { type: 'disabled' }, undefined],
  ] as const)('case 40: %s with %j', (model, reasoning, thinking, effort) => {
    const { value } = encode({ reasoning: { ...reasoning }, maxTokens: 30000 }, model);
    expect(value['thinking']).toEqual(thinking);
    expect((value['output_config'] as { effort?: string } | undefined)?.effort).toBe(effort);
  });

  it.each([
    [undefined, 8192, 4096 + 8192],
    [4000, 3200, 4000],
    [1000, undefined, 1000],
  ])('case 40: the budget is less than the most tokens (%s)', (maxTokens, budget, most) => {
    const { value } = encode({ reasoning: { mode: 'on' }, ...(maxTokens && { maxTokens }) }, 'claude-sonnet-4-5');
    expect((value['thinking'] as { budget_tokens?: number } | undefined)?.budget_tokens).toBe(budget);
    expect(value['max_tokens']).toBe(most);
  });

  it('case 61: thinking leaves no other temperature; models without sampling neither', () => {
    const sampling = { temperature: 0.2, topP: 0.5, topK: 0 };
    const thought = encode({ ...sampling, reasoning: { mode: 'on' } });
    expect(thought.value).not.toHaveProperty('temperature');
    expect(thought.losses).toEqual(['temperature', 'top_p', 'top_k']);
    expect(encode({ ...sampling, dialect: 'gemini-generate' }, 'claude-opus-4-7').losses).toEqual([
      'generationConfig.temperature',
      'generationConfig.topP',
      'generationConfig.topK',
    ]);
  });

  it('case 65: temperature 0 stays; what is beyond this scale is cut and said', () => {
    expect(encode({ temperature: 0 }).value).toMatchObject({ temperature: 0 });
    expect(encode({ temperature: 1.5, topP: 1 })).toMatchObject({ value: { temperature: 1 }, losses: ['temperature'] });
  });

  it('a forced call excludes thinking', () => {
    const { value, losses } = encode({
      reasoning: { mode: 'on', effort: 'high' },
      tools: [{ type: 'function', name: 'f' }],
      toolChoice: { type: 'required' },
    });
    expect(value).not.toHaveProperty('thinking');
    expect(losses).toEqual(['reasoning']);
  });
});
