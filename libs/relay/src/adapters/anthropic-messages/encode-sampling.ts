import type { ChatRequest } from '../../model/chat-request';
import type { Loss } from '../../model/loss';
import { DIALECT, type WireObject } from './anthropic-messages.wire';
import { nameField } from './list-losses';
import type { ModelTraits } from './model-traits';

/** Sampling as far as the model and its thinking allow; what is refused is left out and said. */
export function encodeSampling(
  request: ChatRequest,
  wire: WireObject,
  traits: ModelTraits,
  isThinking: boolean,
  losses: Loss[],
): void {
  const isOwn = request.dialect === DIALECT;
  const lose = (field: string, reason: string): void => {
    losses.push({ field: nameField(request, field), reason });
  };
  const refusal = traits.isWithoutSampling ? 'the model refuses it' : isThinking ? 'thinking excludes it' : undefined;
  let { temperature, topP, topK } = request;
  if (temperature !== undefined && temperature > 1 && !isOwn) {
    lose('temperature', 'is at most 1 here');
    temperature = 1;
  }
  if (refusal !== undefined && temperature !== undefined && temperature !== 1) {
    lose('temperature', refusal);
    temperature = undefined;
  }
  if (topP !== undefined && isTopPRefused(topP, traits, isThinking)) {
    if (topP !== 1) lose('top_p', refusal ?? '');
    topP = undefined;
  }
  if (refusal !== undefined && topK !== undefined) {
    lose('top_k', refusal);
    topK = undefined;
  }
  if (!isOwn && traits.hasExclusiveSampling && temperature !== undefined && topP !== undefined) {
    if (topP !== 1) lose('top_p', 'excludes temperature');
    topP = undefined;
  }
  if (temperature !== undefined) wire['temperature'] = temperature;
  if (topP !== undefined) wire['top_p'] = topP;
  if (topK !== undefined) wire['top_k'] = topK;
}

function isTopPRefused(topP: number, traits: ModelTraits, isThinking: boolean): boolean {
  return traits.isWithoutSampling || (isThinking && (topP < 0.95 || topP > 1));
}
