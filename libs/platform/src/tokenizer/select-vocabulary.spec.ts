import { selectVocabulary } from './select-vocabulary';

describe('selectVocabulary', () => {
  it.each([
    ['gpt-4o', 'o200k_base'],
    ['gpt-4o-mini-2024-07-18', 'o200k_base'],
    ['chatgpt-4o-latest', 'o200k_base'],
    ['gpt-4.1-nano', 'o200k_base'],
    ['gpt-4.5-preview', 'o200k_base'],
    ['gpt-5', 'o200k_base'],
    ['gpt-5.2-codex', 'o200k_base'],
    ['gpt-oss-120b', 'o200k_base'],
    ['o1', 'o200k_base'],
    ['o3-mini', 'o200k_base'],
    ['o4-mini', 'o200k_base'],
    ['gpt-4', 'cl100k_base'],
    ['gpt-4-turbo', 'cl100k_base'],
    ['gpt-3.5-turbo-0125', 'cl100k_base'],
    ['gpt-35-turbo', 'cl100k_base'],
    ['text-embedding-3-large', 'cl100k_base'],
    ['text-embedding-ada-002', 'cl100k_base'],
    ['openai/GPT-4o', 'o200k_base'],
    ['ft:gpt-4o-mini:acme::abc', 'o200k_base'],
    ['gpt-oss-20b:free', 'o200k_base'],
  ])('counts %s with its own %s', (model, vocabulary) => {
    expect(selectVocabulary(model)).toEqual({ vocabulary, factor: 1, isOwn: true });
  });

  it.each([
    ['claude-3-5-sonnet-20241022', 1.2],
    ['claude-sonnet-4-20250514', 1.2],
    ['claude-opus-4-20250514', 1.2],
    ['claude-opus-4-6', 1.2],
    ['us.anthropic.claude-3-haiku-20240307-v1:0', 1.2],
    ['claude-opus-4-7', 1.56],
    ['anthropic/claude-opus-4.8', 1.56],
    ['claude-opus-4-7-20260416', 1.56],
    ['claude-sonnet-5', 1.56],
    ['claude-fable-5', 1.56],
  ])('takes %s for %d times o200k', (model, factor) => {
    expect(selectVocabulary(model)).toEqual({ vocabulary: 'o200k_base', factor, isOwn: false });
  });

  it.each([
    'gemini-2.5-pro',
    'deepseek-chat',
    'qwen3-max',
    'gpt-4x',
    'gpt-50',
    'gpt-6',
    'o30',
    'text-davinci-003',
    '',
    ':/',
  ])('does not call a count for %p exact', (model) => {
    expect(selectVocabulary(model)).toEqual({ vocabulary: 'o200k_base', factor: 1, isOwn: false });
  });
});
