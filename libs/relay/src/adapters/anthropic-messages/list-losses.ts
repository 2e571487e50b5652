import type { ChatRequest } from '../../model/chat-request';
import type { Loss } from '../../model/loss';
import { asksForNothing, listRestLosses } from '../carry-rest';
import { DIALECT } from './anthropic-messages.wire';

const NO_PLACE = 'has no place here';

/** Fields of another dialect's request that Anthropic's has no place for. What asks for nothing (0, 1 answer) is no loss. */
export function listLosses(request: ChatRequest): Loss[] {
  const losses: Loss[] = [];
  const lose = (isLost: boolean, field: string): void => {
    if (isLost) losses.push({ field: nameField(request, field), reason: NO_PLACE });
  };
  lose((request.frequencyPenalty ?? 0) !== 0, 'frequency_penalty');
  lose((request.presencePenalty ?? 0) !== 0, 'presence_penalty');
  lose(request.seed !== undefined, 'seed');
  lose((request.choices ?? 1) !== 1, 'n');
  lose(request.logprobs?.isWanted === true, 'logprobs');
  lose(Object.keys(request.logitBias ?? {}).length > 0, 'logit_bias');
  lose(request.modalities?.some((modality) => modality !== 'text') === true, 'modalities');
  lose(request.verbosity !== undefined, 'verbosity');
  lose(request.promptCacheKey !== undefined, 'prompt_cache_key');
  lose(request.promptCacheRetention !== undefined, 'prompt_cache_retention');
  lose(Object.keys(request.metadata ?? {}).length > 0, 'metadata');
  lose(request.store === true, 'store');
  lose(request.previousResponseId !== undefined, 'previous_response_id');
  lose(request.responseFormat?.type === 'json', 'response_format');
  for (const name of Object.keys(request.extra)) {
    if (!asksForNothing(name, request.extra[name])) losses.push({ field: name, reason: NO_PLACE });
  }
  listRestLosses(request, DIALECT, '', losses);
  listRestLosses(request.reasoning ?? {}, DIALECT, nameField(request, 'reasoning'), losses);
  listRestLosses(request.responseFormat ?? {}, DIALECT, nameField(request, 'response_format'), losses);
  return losses;
}

const GEMINI: Readonly<Record<string, string>> = {
  frequency_penalty: 'generationConfig.frequencyPenalty',
  presence_penalty: 'generationConfig.presencePenalty',
  seed: 'generationConfig.seed',
  n: 'generationConfig.candidateCount',
  logprobs: 'generationConfig.responseLogprobs',
  modalities: 'generationConfig.responseModalities',
  reasoning: 'generationConfig.thinkingConfig',
  response_format: 'generationConfig.responseMimeType',
  temperature: 'generationConfig.temperature',
  top_p: 'generationConfig.topP',
  top_k: 'generationConfig.topK',
  stop: 'generationConfig.stopSequences',
};

const RESPONSES: Readonly<Record<string, string>> = { response_format: 'text.format', verbosity: 'text.verbosity' };

/** The field as the caller's own dialect calls it. */
export function nameField(request: ChatRequest, field: string): string {
  if (request.dialect === 'gemini-generate') return GEMINI[field] ?? field;
  if (request.dialect === 'openai-responses') return RESPONSES[field] ?? field;
  return field;
}
