import type { ChatRequest } from '../../model/chat-request';
import type { Loss } from '../../model/loss';
import { encodeReasoning } from '../anthropic-messages/encode-reasoning';
import { encodeSampling } from '../anthropic-messages/encode-sampling';
import { findModelTraits } from '../anthropic-messages/model-traits';
import type { RequestTarget } from '../codec';
import type { Fields } from './bedrock-converse.wire';

/** Settings that all models have, and those that go to the model as its maker calls them. */
export interface EncodedSettings {
  inferenceConfig: Fields;
  additional: Fields;
}

/**
 * Claude takes on Bedrock what it takes at Anthropic, by the same rules: thinking, effort and top_k as Anthropic's fields
 * beside Converse's own, and sampling only where thinking and model allow it.
 */
export function encodeClaudeSettings(
  request: ChatRequest,
  target: RequestTarget,
  isForced: boolean,
  losses: Loss[],
): EncodedSettings {
  const traits = findModelTraits(target.model);
  const { thinking, effort, maxTokens } = encodeReasoning(request, target, traits, isForced, losses);
  const isThinking = thinking !== undefined && thinking['type'] !== 'disabled';
  const sampling: Fields = {};
  encodeSampling(request, sampling, traits, isThinking, losses);
  const inferenceConfig: Fields = {};
  const additional: Fields = {};
  // Converse has a limit of its own; a budget of thinking needs one that is larger.
  if (request.maxTokens !== undefined || thinking?.['budget_tokens'] !== undefined)
    inferenceConfig['maxTokens'] = maxTokens;
  if (sampling['temperature'] !== undefined) inferenceConfig['temperature'] = sampling['temperature'];
  if (sampling['top_p'] !== undefined) inferenceConfig['topP'] = sampling['top_p'];
  if (sampling['top_k'] !== undefined) additional['top_k'] = sampling['top_k'];
  if (thinking !== undefined) additional['thinking'] = thinking;
  if (effort !== undefined) additional['output_config'] = { effort };
  return { inferenceConfig, additional };
}
