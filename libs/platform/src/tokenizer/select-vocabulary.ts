export type Vocabulary = 'o200k_base' | 'cl100k_base';

export interface VocabularyChoice {
  vocabulary: Vocabulary;
  /** What the count is multiplied by; 1 for the model's own vocabulary. */
  factor: number;
  /** The vocabulary is the model's own. */
  isOwn: boolean;
}

const own = (vocabulary: Vocabulary): VocabularyChoice => ({ vocabulary, factor: 1, isOwn: true });
/** The largest public vocabulary stands in for those that are not published or not worth their memory. */
const likeO200k = (factor: number): VocabularyChoice => ({ vocabulary: 'o200k_base', factor, isOwn: false });

/**
 * First match counts. OpenAI's rows follow the table of its tiktoken (model.py). Patterns end where a name ends, so that a
 * model nobody knows yet is not called exact.
 *
 * Claude up to 4.6: 16 % (articles), 21 % (mathematics) and 30 % (Python) above GPT-4o for the same text, published for 3.5
 * Sonnet (VentureBeat, 2025-05-01); 1.2 is their middle. From Opus 4.7 and Sonnet 5 on "approximately 30 percent more tokens
 * than on earlier models" (platform.claude.com/docs/en/build-with-claude/token-counting): 1.2 times 1.3.
 *
 * Gemini ("about 4 characters"), DeepSeek, Qwen, Llama, GLM and others: nothing public says that they differ from o200k by a
 * constant, so 1.
 */
const FAMILIES: readonly (readonly [RegExp, VocabularyChoice])[] = [
  [/^(?:chat)?gpt-4o(?:-|$)/, own('o200k_base')],
  [/^gpt-4\.[15](?:-|$)/, own('o200k_base')],
  [/^gpt-5(?:[-.]|$)/, own('o200k_base')],
  [/^gpt-oss-/, own('o200k_base')],
  [/^o[134](?:-|$)/, own('o200k_base')],
  [/^gpt-(?:4|3\.5|35)(?:-|$)/, own('cl100k_base')],
  [/^text-embedding-(?:ada-002|3-)/, own('cl100k_base')],
  [/^(?:davinci|babbage)-002$/, own('cl100k_base')],
  [/claude-(?:opus-(?:4[-.](?:[7-9]|1\d)|[5-9])|sonnet-[5-9]|fable|mythos)(?!\d)/, likeO200k(1.56)],
  [/claude/, likeO200k(1.2)],
];

/** Which vocabulary counts for a model, by its name with or without vendor (`openai/gpt-4o`, `ft:gpt-4o:acme`). */
export function selectVocabulary(model: string): VocabularyChoice {
  const name = model
    .slice(model.lastIndexOf('/') + 1)
    .toLowerCase()
    .replace(/^ft:/, '')
    .replace(/:.*$/, '');
  return FAMILIES.find(([pattern]) => pattern.test(name))?.[1] ?? likeO200k(1);
}
