import type { ChatRequest } from '../../model/chat-request';
import { ask, askEverything, call, fieldsOf, PNG, result, says, signed, text } from '../__fixtures__/every-capability';
import { TARGET } from './__fixtures__/read-fixture';
import { encodeRequest } from './encode-request';

function write(more: Partial<ChatRequest> = {}, model = 'qwen3') {
  const { value, losses } = encodeRequest(ask(more), { ...TARGET, model });
  return { value, losses: fieldsOf(losses) };
}

describe('writing a request for Ollama', () => {
  it('a plain one says that it does not stream', () => {
    expect(write()).toEqual({
      value: { model: 'qwen3', messages: [{ role: 'user', content: 'hi' }], stream: false },
      losses: [],
    });
  });

  it('every capability that Ollama has, and the names of all that it has not', () => {
    const { value, losses, toolNames } = encodeRequest(askEverything(), TARGET);
    expect(value).toEqual({
      model: 'qwen3',
      messages: [
        { role: 'system', content: 'be brief\n\nbe kind' },
        { role: 'user', content: 'see\n\nnote\nplain', images: [PNG, PNG] },
        {
          role: 'assistant',
          content: 'wait',
          thinking: 'so',
          tool_calls: [
            { id: 'c1', type: 'function', function: { index: 0, name: 'look_up', arguments: { q: 1 } } },
            { id: 'c 2', type: 'function', function: { index: 1, name: 'look_up', arguments: { q: 2 } } },
          ],
        },
        { role: 'tool', content: 'one', tool_name: 'look_up', tool_call_id: 'c1' },
        { role: 'tool', content: 'two', tool_name: 'look_up', tool_call_id: 'c 2' },
        { role: 'user', content: 'go on' },
      ],
      stream: true,
      tools: [
        { type: 'function', function: { name: 'look_up', description: 'd', parameters: { type: 'object' } } },
        {
          type: 'function',
          function: {
            name: 'write',
            description: 'w',
            parameters: expect.objectContaining({ required: ['input'] }) as unknown,
          },
        },
      ],
      format: { type: 'object' },
      logprobs: true,
      top_logprobs: 2,
      options: {
        temperature: 1.5,
        top_p: 1,
        top_k: 40,
        frequency_penalty: -0.5,
        presence_penalty: 0.5,
        seed: 7,
        num_predict: 500,
        stop: ['END'],
      },
    });
    expect(fieldsOf(losses).sort()).toEqual(
      [
        'logit_bias',
        'messages[0].content[0].cache',
        'messages[1].content[2].detail',
        'messages[1].content[3]',
        'messages[1].content[4].citations',
        'messages[1].content[5]',
        'messages[3].content[1].is_error',
        'messages[3].content[2].cache',
        'metadata',
        'modalities',
        'n',
        'novelty',
        'parallel_tool_calls',
        'previous_response_id',
        'prompt_cache_key',
        'service_tier',
        'store',
        'tool_choice',
        'tools[0].cache',
        'tools[0].strict',
        'tools[2]',
        'user',
        'verbosity',
      ].sort(),
    );
    expect(toolNames.fromWire('look_up')).toEqual({ name: 'look up', kind: 'function' });
    expect(toolNames.fromWire('write')).toEqual({ name: 'write', kind: 'custom' });
  });

  it.each([
    ['off', 'qwen3', false],
    ['on', 'qwen3', true],
    ['adaptive', 'qwen3', undefined],
    ['off', 'gpt-oss:20b', false],
  ] as const)('thinking %s for %s is %s', (mode, model, think) => {
    expect(write({ reasoning: { mode } }, model).value['think']).toBe(think);
  });

  it('levels of thinking are for the models that have them', () => {
    expect(write({ reasoning: { mode: 'on', effort: 'xhigh' } }, 'gpt-oss:120b')).toMatchObject({
      value: { think: 'high' },
      losses: [],
    });
    expect(write({ reasoning: { mode: 'on', effort: 'low', budgetTokens: 9 } })).toMatchObject({
      value: { think: true },
      losses: ['reasoning.budgetTokens', 'reasoning.effort'],
    });
  });

  it('none is offered to who wants no call, and the chosen one to who wants one', () => {
    const tools: ChatRequest['tools'] = [
      { type: 'function', name: 'a' },
      { type: 'function', name: 'b' },
    ];
    expect(write({ tools, toolChoice: { type: 'none' } })).toMatchObject({ losses: [] });
    expect(write({ tools, toolChoice: { type: 'none' } }).value).not.toHaveProperty('tools');
    const one = write({ tools, toolChoice: { type: 'tool', name: 'b', kind: 'function' } });
    expect(one.value['tools']).toMatchObject([{ function: { name: 'b' } }]);
    expect(one.losses).toEqual(['tool_choice']);
    const some = write({ tools, toolChoice: { type: 'allowed', names: ['a'], isRequired: false } });
    expect(some.value['tools']).toMatchObject([{ function: { name: 'a' } }]);
    expect(some.losses).toEqual([]);
  });

  it('JSON without a schema is asked for by its name', () => {
    expect(write({ responseFormat: { type: 'json' } }).value['format']).toBe('json');
    expect(write({ responseFormat: { type: 'text' } }).value).not.toHaveProperty('format');
  });

  it('thinking of another provider goes along without its proof, hidden thinking does not', () => {
    const hidden = { type: 'redacted-thinking', signature: { dialect: 'anthropic-messages', value: 'x' } } as const;
    const { value, losses } = write({
      messages: [says('assistant', signed('s', 'anthropic-messages'), hidden, text('a'))],
    });
    expect(value['messages']).toEqual([{ role: 'assistant', content: 'a', thinking: 'hm' }]);
    expect(losses).toEqual(['messages[0].content[0].signature', 'messages[0].content[1]']);
  });

  it('broken arguments travel as text within an object; pictures of results follow as the user’s', () => {
    const picture = { type: 'image', source: { kind: 'base64', mediaType: 'image/png', data: PNG } } as const;
    const far = { type: 'image', source: { kind: 'url', url: 'https://a.example/x.png' } } as const;
    const { value, losses } = write({
      messages: [says('assistant', call('a', '{"q":')), says('user', result('a', 'r', { content: [picture, far] }))],
    });
    expect(value['messages']).toEqual([
      expect.objectContaining({
        tool_calls: [
          expect.objectContaining({ function: { index: 0, name: 'look_up', arguments: { input: '{"q":' } } }),
        ],
      }),
      { role: 'tool', content: '', tool_name: 'look_up', tool_call_id: 'a' },
      { role: 'user', content: '', images: [PNG] },
    ]);
    expect(losses).toEqual([
      'messages[0].content[0].input',
      'messages[1].content[0].content[0]',
      'messages[1].content[0].content[1]',
    ]);
  });

  it('settings are named as the caller’s dialect calls them', () => {
    const { losses } = encodeRequest(ask({ choices: 3, serviceTier: 'flex' }, 'gemini-generate'), TARGET);
    expect(fieldsOf(losses)).toEqual(['generationConfig.candidateCount', 'serviceTier']);
  });
});
