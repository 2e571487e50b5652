import type { ChatRequest } from '../../model/chat-request';
import { ask, askEverything, call, fieldsOf, PNG, result, says, signed, text } from '../__fixtures__/every-capability';
import { TARGET } from './__fixtures__/read-fixture';
import { encodeRequest } from './encode-request';

function write(more: Partial<ChatRequest> = {}, model = TARGET.model) {
  const { value, losses } = encodeRequest(ask(more), { ...TARGET, model });
  return { value, losses: fieldsOf(losses) };
}

describe('writing a request for Cohere', () => {
  it('a plain one', () => {
    expect(write()).toEqual({
      value: {
        model: TARGET.model,
        messages: [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }],
        stream: false,
      },
      losses: [],
    });
  });

  it('every capability that Cohere has, and the names of all that it has not', () => {
    const { value, losses, toolNames } = encodeRequest(askEverything(), TARGET);
    const url = `data:image/png;base64,${PNG}`;
    expect(value).toEqual({
      model: TARGET.model,
      messages: [
        {
          role: 'system',
          content: [
            { type: 'text', text: 'be brief' },
            { type: 'text', text: 'be kind' },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'see' },
            { type: 'image_url', image_url: { url: `data:image/jpeg;base64,${PNG}` } },
            { type: 'image_url', image_url: { url, detail: 'high' } },
          ],
        },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'so' },
            { type: 'text', text: 'wait' },
          ],
          tool_calls: [
            { id: 'c1', type: 'function', function: { name: 'look_up', arguments: '{"q":1}' } },
            { id: 'c 2', type: 'function', function: { name: 'look_up', arguments: '{"q":2}' } },
          ],
        },
        { role: 'tool', tool_call_id: 'c1', content: [{ type: 'text', text: 'one' }] },
        { role: 'tool', tool_call_id: 'c 2', content: [{ type: 'text', text: 'two' }] },
        { role: 'user', content: [{ type: 'text', text: 'go on' }] },
      ],
      stream: true,
      documents: [{ data: { title: 'note', text: 'plain' } }],
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
      tool_choice: 'REQUIRED',
      response_format: { type: 'json_object', json_schema: { type: 'object' } },
      max_tokens: 500,
      temperature: 1.5,
      p: 0.99,
      k: 40,
      frequency_penalty: 0,
      presence_penalty: 0.5,
      seed: 7,
      stop_sequences: ['END'],
    });
    expect(fieldsOf(losses).sort()).toEqual(
      [
        'frequency_penalty',
        'logit_bias',
        'logprobs',
        'messages[0].content[0].cache',
        'messages[1].content[3]',
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
        'tools[0].cache',
        'tools[0].strict',
        'tools[2]',
        'user',
        'verbosity',
      ].sort(),
    );
    expect(toolNames.fromWire('look_up')).toEqual({ name: 'look up', kind: 'function' });
  });

  it.each([
    [{ mode: 'off' }, { type: 'disabled' }, []],
    [{ mode: 'on' }, { type: 'enabled' }, []],
    [{ mode: 'adaptive' }, undefined, []],
    [{ mode: 'on', budgetTokens: 300 }, { type: 'enabled', token_budget: 300 }, []],
    [{ mode: 'on', effort: 'low' }, { type: 'enabled' }, ['reasoning.effort']],
  ] as const)('thinking %j is %j', (reasoning, thinking, lost) => {
    const { value, losses } = write({ reasoning });
    expect(value['thinking']).toEqual(thinking);
    expect(losses).toEqual(lost);
  });

  it('models from before there was thinking are not asked for it', () => {
    for (const model of [
      'command-r-plus-08-2024',
      'command-r7b-12-2024',
      'command-a-03-2025',
      'c4ai-aya-expanse-32b',
    ]) {
      expect(write({ reasoning: { mode: 'off' } }, model)).toMatchObject({ losses: [] });
      expect(write({ reasoning: { mode: 'off' } }, model).value).not.toHaveProperty('thinking');
      expect(write({ reasoning: { mode: 'on' } }, model).losses).toEqual(['reasoning']);
    }
  });

  it('their thinking before calls is the plan for these, and has no place elsewhere', () => {
    const thought = { type: 'thinking', text: 'I will look.' } as const;
    const messages = [
      says('assistant', thought, call('a')),
      says('user', result('a', 'r')),
      says('assistant', thought, text('x')),
    ];
    const { value, losses } = write({ messages }, 'command-a-03-2025');
    expect(value['messages']).toMatchObject([{ tool_plan: 'I will look.' }, {}, { content: [{ text: 'x' }] }]);
    expect(losses).toEqual(['messages[2].content[0]']);
  });

  it.each([
    [{ type: 'none' }, ['a', 'b'], 'NONE'],
    [{ type: 'auto' }, ['a', 'b'], undefined],
    [{ type: 'tool', name: 'b', kind: 'function' }, ['b'], 'REQUIRED'],
    [{ type: 'allowed', names: ['a'], isRequired: false }, ['a'], undefined],
  ] as const)('the choice %j offers %j with %s', (toolChoice, offered, wire) => {
    const tools: ChatRequest['tools'] = [
      { type: 'function', name: 'a', isStrict: true },
      { type: 'function', name: 'b', isStrict: true },
    ];
    const { value, losses } = write({ tools, toolChoice: toolChoice as ChatRequest['toolChoice'] & object });
    expect((value['tools'] as { function: { name: string } }[]).map((tool) => tool.function.name)).toEqual(offered);
    expect([value['tool_choice'], value['strict_tools']]).toEqual([wire, true]);
    expect(losses).toEqual([]);
  });

  it('more stop sequences than five are cut', () => {
    const { value, losses } = write({ stop: ['1', '2', '3', '4', '5', '6'] });
    expect(value['stop_sequences']).toHaveLength(5);
    expect(losses).toEqual(['stop[5]']);
  });

  it('a result that says nothing is still there; foreign proofs are not', () => {
    const { value, losses } = write({
      messages: [
        says('assistant', signed('s', 'gemini-generate'), call('a', 'oops')),
        says('user', result('a', '', { content: [] })),
      ],
    });
    expect(value['messages']).toEqual([
      {
        role: 'assistant',
        content: [{ type: 'thinking', thinking: 'hm' }],
        tool_calls: [{ id: 'a', type: 'function', function: { name: 'look_up', arguments: '{"input":"oops"}' } }],
      },
      { role: 'tool', tool_call_id: 'a', content: '' },
    ]);
    expect(losses).toEqual(['messages[0].content[0].signature', 'messages[0].content[1].input']);
  });
});
