import type { Loss } from '../../model/loss';

/** What callers of other dialects call the fields that have our own words here. */
const CALLED: Readonly<Record<string, string>> = {
  parts: 'content',
  cache: 'cache_control',
  isStrict: 'strict',
  logitBias: 'logit_bias',
  promptCacheKey: 'prompt_cache_key',
  promptCacheRetention: 'prompt_cache_retention',
  endUser: 'user',
  previousResponseId: 'previous_response_id',
  parallelToolCalls: 'parallel_tool_calls',
  serviceTier: 'service_tier',
  responseFormat: 'response_format',
  toolChoice: 'tool_choice',
};
const WORD = /[A-Za-z]\w*/g;

/** A loss with its path in the caller's words. */
export function nameLoss({ field, reason }: Loss): Loss {
  return { field: field.replace(WORD, (word) => (Object.hasOwn(CALLED, word) ? CALLED[word]! : word)), reason };
}
