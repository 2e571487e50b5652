import type { ChatRequest } from '../../model/chat-request';
import type { Dialect } from '../../model/dialect';
import type { RequestTarget } from '../codec';
import { ask, askEverything, call, fieldsOf, PNG, result, says, signed, text } from '../__fixtures__/every-capability';
import { TARGET } from './__fixtures__/read-fixture';
import type { Fields, WireMessage } from './bedrock-converse.wire';
import { encodeRequest } from './encode-request';

const NOVA = 'us.amazon.nova-pro-v1:0';
const LLAMA = 'meta.llama3-3-70b-instruct-v1:0';

function write(
  more: Partial<ChatRequest> = {},
  model = TARGET.model,
  dialect?: Dialect,
  target: Partial<RequestTarget> = {},
) {
  const { value, losses } = encodeRequest(ask(more, dialect), { ...TARGET, ...target, model });
  return { value, messages: value['messages'] as WireMessage[], losses: fieldsOf(losses) };
}

describe('writing a request for Converse', () => {
  it('a plain one names neither model nor stream', () => {
    expect(write({ isStream: true })).toMatchObject({
      value: { messages: [{ role: 'user', content: [{ text: 'hi' }] }] },
      losses: [],
    });
    expect(Object.keys(write().value)).toEqual(['messages']);
  });

  it('every capability that Converse has, and the names of all that it has not', () => {
    const { value, losses, toolNames } = encodeRequest(askEverything(), TARGET);
    const plain = Buffer.from('plain').toString('base64');
    expect(value).toEqual({
      system: [{ text: 'be brief' }, { cachePoint: { type: 'default', ttl: '1h' } }, { text: 'be kind' }],
      messages: [
        {
          role: 'user',
          content: [
            { text: 'see' },
            { image: { format: 'png', source: { bytes: PNG } } },
            { image: { format: 'png', source: { bytes: PNG } } },
            { document: { format: 'pdf', source: { bytes: 'JVBERi0=' }, name: 'a-b-pdf' } },
            { document: { format: 'txt', source: { bytes: plain }, name: 'note', citations: { enabled: true } } },
            { audio: { format: 'wav', source: { bytes: 'UklG' } } },
          ],
        },
        {
          role: 'assistant',
          content: [
            { text: 'wait' },
            { toolUse: { toolUseId: 'c1', name: 'look_up', input: { q: 1 } } },
            {
              toolUse: {
                toolUseId: expect.stringMatching(/^c_2_[0-9a-f]{8}$/) as unknown,
                name: 'look_up',
                input: { q: 2 },
              },
            },
          ],
        },
        {
          role: 'user',
          content: [
            { toolResult: { toolUseId: 'c1', content: [{ text: 'one' }] } },
            {
              toolResult: {
                toolUseId: expect.stringMatching(/^c_2_[0-9a-f]{8}$/) as unknown,
                content: [{ text: 'two' }],
                status: 'error',
              },
            },
            { text: 'go on' },
            { cachePoint: { type: 'default' } },
          ],
        },
      ],
      toolConfig: {
        tools: [
          { toolSpec: { name: 'look_up', description: 'd', inputSchema: { json: { type: 'object' } }, strict: true } },
          { cachePoint: { type: 'default' } },
          {
            toolSpec: {
              name: 'write',
              description: 'w',
              inputSchema: { json: expect.objectContaining({ required: ['input'] }) as unknown },
            },
          },
        ],
        toolChoice: { any: {} },
      },
      inferenceConfig: { maxTokens: 500, temperature: 1, stopSequences: ['END'] },
      additionalModelRequestFields: { top_k: 40 },
      outputConfig: {
        textFormat: { type: 'json_schema', structure: { jsonSchema: { schema: '{"type":"object"}', name: 'out' } } },
      },
      requestMetadata: { team: 'blue' },
      serviceTier: { type: 'priority' },
    });
    expect(fieldsOf(losses).sort()).toEqual(
      [
        'frequency_penalty',
        'logit_bias',
        'logprobs',
        'messages[1].content[2].detail',
        'messages[2].content[0]',
        'metadata.deep',
        'modalities',
        'n',
        'novelty',
        'parallel_tool_calls',
        'presence_penalty',
        'previous_response_id',
        'prompt_cache_key',
        'seed',
        'store',
        'temperature',
        'tools[2]',
        'user',
        'verbosity',
      ].sort(),
    );
    expect(toolNames.fromWire('look_up')).toEqual({ name: 'look up', kind: 'function' });
  });

  it('thinking goes back with its proof to who made it, and nowhere else', () => {
    const hidden = (dialect: 'bedrock-converse' | 'anthropic-messages') =>
      ({ type: 'redacted-thinking', signature: { dialect, value: 'aGk=' } }) as const;
    const { messages, losses } = write({
      messages: [
        says('user', text('q')),
        says('assistant', signed('s', 'bedrock-converse'), hidden('bedrock-converse'), text('a')),
        says('user', text('r')),
        says(
          'assistant',
          signed('s', 'anthropic-messages'),
          hidden('anthropic-messages'),
          { type: 'thinking', text: 'x' },
          text('b'),
        ),
      ],
    });
    expect(messages[1]?.content).toEqual([
      { reasoningContent: { reasoningText: { text: 'hm', signature: 's' } } },
      { reasoningContent: { redactedContent: 'aGk=' } },
      { text: 'a' },
    ]);
    expect(messages[3]?.content).toEqual([{ text: 'b' }]);
    expect(losses).toEqual(['messages[3].content[0]', 'messages[3].content[1]', 'messages[3].content[2]']);
  });

  it.each([
    ['on', 2000, 9000, { thinking: { type: 'enabled', budget_tokens: 2000 } }, { maxTokens: 9000 }],
    ['on', undefined, undefined, { thinking: { type: 'enabled', budget_tokens: 8192 } }, { maxTokens: 12_288 }],
    ['off', undefined, undefined, { thinking: { type: 'disabled' } }, undefined],
  ] as const)('Claude’s thinking %s with a budget of %s', (mode, budgetTokens, maxTokens, additional, config) => {
    const reasoning = budgetTokens === undefined ? { mode } : { mode, budgetTokens };
    const { value } = write({ reasoning, ...(maxTokens !== undefined && { maxTokens }) });
    expect(value['additionalModelRequestFields']).toEqual(additional);
    expect(value['inferenceConfig']).toEqual(config);
  });

  it('Claude’s newer models adapt by effort, and thinking excludes sampling', () => {
    const { value, losses } = write(
      { reasoning: { mode: 'on', effort: 'high' }, temperature: 0.2, topK: 5 },
      'global.anthropic.claude-opus-4-6-v1:0',
    );
    expect(value['additionalModelRequestFields']).toEqual({
      thinking: { type: 'adaptive' },
      output_config: { effort: 'high' },
    });
    expect(value).not.toHaveProperty('inferenceConfig');
    expect(losses).toEqual(['temperature', 'top_k']);
  });

  it.each([
    [NOVA, { topK: 5 }, { inferenceConfig: { topK: 5 } }, []],
    [
      'us.amazon.nova-2-lite-v1:0',
      { reasoning: { mode: 'on', effort: 'minimal' } },
      { reasoningConfig: { type: 'enabled', maxReasoningEffort: 'low' } },
      [],
    ],
    ['us.amazon.nova-2-lite-v1:0', { reasoning: { mode: 'off' } }, { reasoningConfig: { type: 'disabled' } }, []],
    ['openai.gpt-oss-120b-1:0', { reasoning: { mode: 'on', effort: 'max' } }, { reasoning_effort: 'high' }, []],
    ['openai.gpt-oss-120b-1:0', { reasoning: { mode: 'off' } }, undefined, ['reasoning']],
    [
      LLAMA,
      { reasoning: { mode: 'on', budgetTokens: 5 }, topK: 5 },
      undefined,
      ['top_k', 'reasoning', 'reasoning.budgetTokens'],
    ],
    [LLAMA, { reasoning: { mode: 'off' } }, undefined, []],
  ] as const)('%s takes %j as %j', (model, more, additional, lost) => {
    const { value, losses } = write(more, model);
    expect(value['additionalModelRequestFields']).toEqual(additional);
    expect(losses).toEqual(lost);
  });

  it('cache points only where the model has them, for as long as it keeps them', () => {
    const messages = [
      says('system', text('s', { cache: { ttl: '1h' } })),
      says('user', text('u', { cache: { ttl: '5m' } })),
    ];
    const tools: ChatRequest['tools'] = [{ type: 'function', name: 'f', cache: {} }];
    const points = (value: Fields) => JSON.stringify(value).match(/"cachePoint":\{[^}]*\}/g) ?? [];
    const plain = '"cachePoint":{"type":"default"}';
    const nova = write({ messages, tools }, NOVA);
    expect(points(nova.value)).toEqual([plain, plain]);
    expect(nova.losses).toEqual(['messages[0].content[0].cache.ttl', 'tools[0].cache']);
    const llama = write({ messages, tools }, LLAMA);
    expect(points(llama.value)).toEqual([]);
    expect(llama.losses).toEqual(['messages[0].content[0].cache', 'messages[1].content[0].cache', 'tools[0].cache']);
    expect(points(write({ messages, tools }).value)).toHaveLength(3);
    expect(
      points(write({ messages, tools }, TARGET.model, undefined, { traits: { cacheMarks: 'none' } }).value),
    ).toEqual([]);
  });

  it.each([
    [{ type: 'auto' }, { auto: {} }],
    [{ type: 'required' }, { any: {} }],
    [{ type: 'tool', name: 'b c', kind: 'function' }, { tool: { name: 'b_c' } }],
    [{ type: 'allowed', names: ['b c'], isRequired: true }, { any: {} }],
    [undefined, undefined],
  ] as const)('the choice %j is %j', (toolChoice, wire) => {
    const tools: ChatRequest['tools'] = [
      { type: 'function', name: 'a' },
      { type: 'function', name: 'b c', parameters: { properties: {} } },
    ];
    const { value, losses } = write({
      tools,
      ...(toolChoice !== undefined && { toolChoice: toolChoice as ChatRequest['toolChoice'] & object }),
    });
    const config = value['toolConfig'] as { tools: Fields[]; toolChoice?: Fields };
    expect(config.toolChoice).toEqual(wire);
    expect(config.tools.at(-1)).toEqual({
      toolSpec: { name: 'b_c', inputSchema: { json: { type: 'object', properties: {} } } },
    });
    expect(config.tools).toHaveLength(toolChoice?.type === 'allowed' ? 1 : 2);
    expect(losses).toEqual([]);
  });

  it('no call is wanted: no tool is offered, unless the history has calls', () => {
    const tools: ChatRequest['tools'] = [{ type: 'function', name: 'look up' }];
    const history = [says('user', text('q')), says('assistant', call('a')), says('user', result('a', 'r'))];
    expect(write({ tools, toolChoice: { type: 'none' } }).value).not.toHaveProperty('toolConfig');
    const after = write({ tools, toolChoice: { type: 'none' }, messages: history });
    expect(after.value['toolConfig']).toMatchObject({ tools: [{ toolSpec: { name: 'look_up' } }] });
    expect(after.losses).toEqual(['tool_choice']);
    const without = write({ messages: history });
    expect(without.value['toolConfig']).toMatchObject({ tools: [{ toolSpec: { name: 'look_up' } }] });
    expect(without.losses).toEqual(['tools']);
  });

  it('turns alternate, the user’s first; results go before words, late instructions become the user’s', () => {
    const { value, messages, losses } = write({
      messages: [
        says('assistant', text('hello')),
        says('user', text('q')),
        says('assistant', call('a'), call('b')),
        says('user', text('by the way'), result('a', '1')),
        says('user', result('b', '2')),
        says('developer', text('be brief')),
        says('assistant', text('so: ')),
      ],
    });
    expect(value['system']).toEqual([{ text: 'hello' }]);
    expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'assistant']);
    expect(messages[2]?.content.map((block) => Object.keys(block)[0])).toEqual([
      'toolResult',
      'toolResult',
      'text',
      'text',
    ]);
    expect(messages[3]?.content).toEqual([{ text: 'so:' }]);
    expect(losses).toEqual(['messages[5].role', 'messages', 'tools']);
  });

  it('documents have names of their own, and a word beside them; nothing blank is sent', () => {
    const pdf = (title?: string) =>
      ({
        type: 'document',
        source: { kind: 'base64', mediaType: 'application/pdf', data: 'JVBERi0=' },
        ...(title !== undefined && { title }),
      }) as const;
    const { messages } = write({ messages: [says('user', pdf('a/b'), pdf('a.b'), pdf(), text('  '))] });
    expect(messages[0]?.content).toMatchObject([
      { document: { name: 'a-b' } },
      { document: { name: 'a-b (2)' } },
      { document: { name: 'Document' } },
      { text: 'a-b' },
    ]);
  });

  it('files by the address of a bucket go along, others are named as lost', () => {
    const { messages, losses } = write({
      messages: [
        says(
          'user',
          { type: 'image', source: { kind: 'url', url: 's3://bucket/a.png', mediaType: 'image/png' } },
          { type: 'video', source: { kind: 'base64', mediaType: 'video/3gpp', data: 'AA' } },
          { type: 'image', source: { kind: 'url', url: 'https://a.example/x.png' } },
          { type: 'image', source: { kind: 'file', id: 'file-1' } },
          { type: 'document', source: { kind: 'base64', mediaType: 'application/zip', data: 'UEs=' } },
        ),
      ],
    });
    expect(messages[0]?.content).toEqual([
      { image: { format: 'png', source: { s3Location: { uri: 's3://bucket/a.png' } } } },
      { video: { format: 'three_gp', source: { bytes: 'AA' } } },
    ]);
    expect(losses).toEqual(['messages[0].content[2]', 'messages[0].content[3]', 'messages[0].content[4]']);
  });

  it('a failure that says nothing says that it failed; long ids are cut without becoming the same', () => {
    const ids = ['x'.repeat(70), `${'x'.repeat(69)}y`];
    const { messages } = write({
      messages: [
        says('user', text('q')),
        says('assistant', ...ids.map((id) => call(id))),
        says('user', ...ids.map((id) => result(id, '', { content: [], isError: true }))),
      ],
    });
    const used = messages[1]!.content.map((block) => (block['toolUse'] as Fields)['toolUseId'] as string);
    expect(new Set(used).size).toBe(2);
    expect(used.every((id) => id.length <= 64)).toBe(true);
    expect(messages[2]?.content).toEqual(
      used.map((toolUseId) => ({ toolResult: { toolUseId, content: [{ text: 'error' }], status: 'error' } })),
    );
  });

  it('instructions alone are what the user says; JSON without a schema and blank stops are lost', () => {
    const { value, losses } = write({
      messages: [says('system', text('a')), says('system', text('b'))],
      responseFormat: { type: 'json' },
      stop: [' ', 'x'],
    });
    expect(value).toMatchObject({ system: [{ text: 'a' }], messages: [{ role: 'user', content: [{ text: 'b' }] }] });
    expect(value['inferenceConfig']).toEqual({ stopSequences: ['x'] });
    expect(losses).toEqual(['messages[1].role', 'stop', 'response_format']);
  });
});
