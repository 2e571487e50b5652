import { CREATED, type ModelWriter } from './model-writer';

const OWNERS: readonly [RegExp, string][] = [
  [/^(gpt-|o[134]|chatgpt|text-|davinci|babbage|whisper|tts|dall-e|omni)/, 'openai'],
  [/^claude/, 'anthropic'],
  [/^(gemini|palm|chat-bison)/, 'google'],
  [/^deepseek/, 'deepseek'],
  [/^(qwen|qwq)/, 'ali'],
  [/^glm/, 'zhipu'],
  [/^(moonshot|kimi)/, 'moonshot'],
  [/^(mistral|mixtral|codestral)/, 'mistralai'],
  [/^grok/, 'xai'],
];

/** OpenAI's list has no pages. */
export const openAiModels: ModelWriter = {
  list: (names) => ({ object: 'list', data: names.map(write) }),
  one: write,
};

function write(id: string): object {
  const owner = OWNERS.find(([pattern]) => pattern.test(id))?.[1] ?? 'custom';
  return { id, object: 'model', created: CREATED, owned_by: owner, root: id, parent: null };
}
