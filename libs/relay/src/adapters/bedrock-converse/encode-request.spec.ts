import type { ChatRequest } from '../../model/chat-request';
import { askEverything, fieldsOf, PNG, says, text } from '../__fixtures__/every-capability';
import { TARGET } from './__fixtures__/read-fixture';
import { write } from './__fixtures__/write-request';
import type { Fields } from './bedrock-converse.wire';
import { encodeRequest } from './encode-request';

const NOVA = 'us.amazon.nova-pro-v1:0';
const LLAMA = 'meta.llama3-3-70b-instruct-v1:0';

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
    expect(points(write({ messages, tools }, TARGET.model, { traits: { cacheMarks: 'none' } }).value)).toEqual([]);
  });
});
