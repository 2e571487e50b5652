import { channel } from '../__fixtures__/channel';
import type { Dialect } from '../../model/dialect';
import { nativeDialect } from '../native-dialect';
import { editNative } from './edit-native';
import { nameUpstream } from './name-upstream';
import { readSuffix } from './read-suffix';

describe('the suffix of a name', () => {
  it.each([
    ['claude-3-7-sonnet-thinking', { base: 'claude-3-7-sonnet', mode: 'on' }],
    ['gemini-2.5-pro-thinking-8192', { base: 'gemini-2.5-pro', mode: 'on', budgetTokens: 8192 }],
    ['gemini-2.5-flash-thinking-0', { base: 'gemini-2.5-flash', mode: 'off' }],
    ['gemini-2.5-flash-nothinking', { base: 'gemini-2.5-flash', mode: 'off' }],
    ['o3-mini-high', { base: 'o3-mini', mode: 'on', effort: 'high' }],
    ['gpt-5-minimal', { base: 'gpt-5', mode: 'on', effort: 'minimal' }],
    ['gpt-4o', undefined],
    ['-high', undefined],
    ['gemini-2.0-flash-thinking-exp', undefined],
    ['x-thinking-12345678', undefined],
    ['x-highest', undefined],
  ])('of %s is %j', (model, suffix) => {
    expect(readSuffix(model)).toEqual(suffix);
  });
});

describe('the name upstream', () => {
  const mapping = (entries: Record<string, string>) => channel({ modelMapping: new Map(Object.entries(entries)) });
  const named = (requested: string, served: string, dialect: Dialect | undefined, entries = {}) => {
    const { model, suffix } = nameUpstream(mapping(entries), { requested, served, dialectOf: () => dialect });
    return [model, suffix !== undefined];
  };

  it.each<[string, string, string, Dialect | undefined, Record<string, string>, string, boolean]>([
    ['that nobody lists', 'x-high', 'x', 'openai-chat', {}, 'x', true],
    ['that nobody lists, its rest mapped', 'x-high', 'x', 'openai-chat', { x: 'y' }, 'y', true],
    ['that is listed', 'kimi-k2-thinking', 'kimi-k2-thinking', 'openai-chat', {}, 'kimi-k2-thinking', false],
    [
      'that is listed, of Claude’s',
      'claude-4-thinking',
      'claude-4-thinking',
      'anthropic-messages',
      {},
      'claude-4',
      true,
    ],
    [
      'of Claude’s that a reseller lists',
      'claude-4-thinking',
      'claude-4-thinking',
      'openai-chat',
      {},
      'claude-4-thinking',
      false,
    ],
    ['that is listed, of OpenAI’s', 'o3-high', 'o3-high', 'openai-chat', {}, 'o3', true],
    [
      'like OpenAI’s, which has none of the kind',
      'gpt-5-thinking',
      'gpt-5-thinking',
      'openai-chat',
      {},
      'gpt-5-thinking',
      false,
    ],
    ['that is mapped', 'x-high', 'x-high', 'openai-chat', { 'x-high': 'y-high' }, 'y-high', false],
    [
      'that is mapped to a suffix',
      'best',
      'best',
      'anthropic-messages',
      { best: 'claude-4-thinking' },
      'claude-4',
      true,
    ],
    [
      'that is mapped to itself',
      'claude-4-thinking',
      'claude-4-thinking',
      'anthropic-messages',
      { 'claude-4-thinking': 'claude-4-thinking' },
      'claude-4-thinking',
      false,
    ],
    ['of a call without thinking', 'x-high', 'x-high', undefined, { 'x-high': 'z' }, 'z', false],
    ['without any', 'x', 'x', 'openai-chat', { x: 'y' }, 'y', false],
  ])('of one %s', (_, requested, served, dialect, entries, model, isTaken) => {
    expect(named(requested, served, dialect, entries)).toEqual([model, isTaken]);
  });
});

describe('a suffix in native bytes', () => {
  function edit(dialect: Dialect, model: string, suffix: string, body: string) {
    const target = { dialect, model, defaultMaxTokens: 8192, traits: {} };
    const { body: edited, losses } = editNative(
      Buffer.from(body),
      readSuffix(model + suffix)!,
      nativeDialect(dialect).codec,
      target,
    );
    return { text: edited.toString(), losses };
  }

  it.each<[Dialect, string, string, string, string]>([
    // As callers of older gateways know it: a share of all tokens, of which there are at least so many.
    [
      'anthropic-messages',
      'claude-3-7-sonnet-20250219',
      '-thinking',
      '{"max_tokens":2000,"top_p":0.5,"n":1.0}',
      '{"max_tokens":2000,"n":1.0,"thinking":{"type":"enabled","budget_tokens":1600}}',
    ],
    [
      'anthropic-messages',
      'claude-3-7-sonnet',
      '-thinking',
      '{"max_tokens":9}',
      '{"max_tokens":1280,"thinking":{"type":"enabled","budget_tokens":1024}}',
    ],
    [
      'anthropic-messages',
      'claude-3-7-sonnet',
      '-thinking-4096',
      '{"max_tokens":9000}',
      '{"max_tokens":9000,"thinking":{"type":"enabled","budget_tokens":4096}}',
    ],
    [
      'anthropic-messages',
      'claude-3-7-sonnet',
      '-nothinking',
      '{"thinking":{"type":"enabled","budget_tokens":1},"max_tokens":9}',
      '{"thinking":{"type":"disabled"},"max_tokens":9}',
    ],
    [
      'anthropic-messages',
      'claude-opus-4-6',
      '-high',
      '{"max_tokens":9,"output_config":{"format":{"a":1}}}',
      '{"max_tokens":9,"output_config":{"format":{"a":1},"effort":"high"},"thinking":{"type":"adaptive"}}',
    ],
    [
      'openai-chat',
      'o3-mini',
      '-high',
      '{"reasoning_effort":"low","seed":12345678901234567890}',
      '{"reasoning_effort":"high","seed":12345678901234567890}',
    ],
    ['openai-chat', 'qwen3-max', '-nothinking', '{"a":1}', '{"a":1,"enable_thinking":false}'],
    ['openai-chat', 'glm-4.6', '-thinking', '{"thinking":{"type":"disabled"}}', '{"thinking":{"type":"enabled"}}'],
    [
      'openai-responses',
      'gpt-5.1',
      '-high',
      '{"reasoning":{"effort":"low","summary":"auto"}}',
      '{"reasoning":{"summary":"auto","effort":"high"}}',
    ],
    ['openai-responses', 'gpt-5.1', '-nothinking', '{"input":"hi"}', '{"input":"hi","reasoning":{"effort":"none"}}'],
    [
      'gemini-generate',
      'gemini-2.5-flash',
      '-thinking-8192',
      '{"generationConfig":{"topK":3,"thinkingConfig":{"thinkingBudget":0}}}',
      '{"generationConfig":{"topK":3,"thinkingConfig":{"thinkingBudget":8192,"includeThoughts":true}}}',
    ],
    [
      'gemini-generate',
      'gemini-2.5-flash',
      '-nothinking',
      '{"contents":[]}',
      '{"contents":[],"generationConfig":{"thinkingConfig":{"thinkingBudget":0}}}',
    ],
    [
      'gemini-generate',
      'gemini-3-pro',
      '-low',
      '{"generation_config":{"thinking_config":{"thinking_level":"HIGH"}}}',
      '{"generation_config":{"thinkingConfig":{"thinkingLevel":"LOW"}}}',
    ],
  ])('of %s: %s%s %s', (dialect, model, suffix, body, result) => {
    expect(edit(dialect, model, suffix, body).text).toBe(result);
  });

  it('says what thinking excludes', () => {
    const { losses } = edit(
      'anthropic-messages',
      'claude-3-7-sonnet',
      '-thinking',
      '{"max_tokens":2000,"temperature":0.2}',
    );
    expect(losses.map(({ field }) => field)).toEqual(['temperature']);
    const forced = edit(
      'anthropic-messages',
      'claude-3-7-sonnet',
      '-thinking',
      '{"max_tokens":2000,"tool_choice":{"type":"any"}}',
    );
    expect(forced.text).toBe('{"max_tokens":2000,"tool_choice":{"type":"any"}}');
    expect(forced.losses).toHaveLength(1);
  });

  it('refuses what cannot be read with 400', () => {
    expect(() => edit('openai-chat', 'o3', '-high', '{"thinking":1,"thinking":2}')).toThrow(
      expect.objectContaining({ status: 400 }) as Error,
    );
  });
});
