import type { ChatRequest } from '../../model/chat-request';
import type { Loss } from '../../model/loss';
import { nameSetting } from '../name-setting';
import type { Fields } from './cohere-chat.wire';
import type { ModelTraits } from './model-traits';

/** Models that can think do so unless told not to. https://docs.cohere.com/docs/reasoning */
export function encodeThinking(request: ChatRequest, { canThink }: ModelTraits, losses: Loss[]): Fields | undefined {
  const { reasoning } = request;
  if (reasoning === undefined) return undefined;
  const lose = (suffix: string, reason: string): void => {
    losses.push({ field: nameSetting(request, 'reasoning') + suffix, reason });
  };
  if (!canThink) {
    if (reasoning.mode !== undefined && reasoning.mode !== 'off') lose('', 'the model does not think');
    return undefined;
  }
  if (reasoning.mode === 'off') return { type: 'disabled' };
  if (reasoning.effort !== undefined && reasoning.budgetTokens === undefined) {
    lose('.effort', 'there is a budget of thinking here, but no effort');
  }
  if (reasoning.budgetTokens !== undefined && reasoning.budgetTokens > 0) {
    return { type: 'enabled', token_budget: reasoning.budgetTokens };
  }
  return reasoning.mode === 'on' ? { type: 'enabled' } : undefined;
}
