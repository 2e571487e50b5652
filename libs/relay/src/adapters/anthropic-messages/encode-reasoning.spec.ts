import type { Part } from '../../model/content';
import { requestTarget } from './__fixtures__/fixtures';
import { call, encode, says, text } from './__fixtures__/foreign-request';

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
    ['claude-opus-4-6', { effort: 'high', isShown: true }, undefined, 'high'],
    ['claude-sonnet-4-5', { effort: 'high' }, undefined, undefined],
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
