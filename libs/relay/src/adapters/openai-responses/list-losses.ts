import type { ChatRequest } from '../../model/chat-request';
import type { Loss } from '../../model/loss';
import { asksForNothing, listRestLosses } from '../carry-rest';
import { DIALECT } from './openai-responses.wire';

const NO_PLACE = 'has no place here';

/** Fields of another dialect's request that this one has no place for. What asks for nothing (0, 1 answer) is no loss. */
export function listLosses(request: ChatRequest): Loss[] {
  const losses: Loss[] = [];
  const lose = (isLost: boolean, field: string): void => {
    if (isLost) losses.push({ field: nameField(request, field), reason: NO_PLACE });
  };
  lose((request.frequencyPenalty ?? 0) !== 0, 'frequency_penalty');
  lose((request.presencePenalty ?? 0) !== 0, 'presence_penalty');
  lose(request.seed !== undefined, 'seed');
  lose((request.stop?.length ?? 0) > 0, 'stop');
  lose(request.topK !== undefined, 'top_k');
  lose((request.choices ?? 1) !== 1, 'n');
  lose(Object.keys(request.logitBias ?? {}).length > 0, 'logit_bias');
  lose(request.modalities?.some((modality) => modality !== 'text') === true, 'modalities');
  for (const name of Object.keys(request.extra)) {
    if (!asksForNothing(name, request.extra[name])) losses.push({ field: name, reason: NO_PLACE });
  }
  listRestLosses(request, DIALECT, '', losses);
  return losses;
}

const GEMINI: Readonly<Record<string, string>> = {
  frequency_penalty: 'generationConfig.frequencyPenalty',
  presence_penalty: 'generationConfig.presencePenalty',
  seed: 'generationConfig.seed',
  n: 'generationConfig.candidateCount',
  modalities: 'generationConfig.responseModalities',
  temperature: 'generationConfig.temperature',
  top_p: 'generationConfig.topP',
  top_k: 'generationConfig.topK',
  stop: 'generationConfig.stopSequences',
  max_tokens: 'generationConfig.maxOutputTokens',
};

const ANTHROPIC: Readonly<Record<string, string>> = { stop: 'stop_sequences' };

/** The field as the caller's own dialect calls it. */
export function nameField(request: ChatRequest, field: string): string {
  if (request.dialect === 'gemini-generate') return GEMINI[field] ?? field;
  return request.dialect === 'anthropic-messages' ? (ANTHROPIC[field] ?? field) : field;
}
