import type { ChatRequest, Reasoning } from '../../model/chat-request';
import type { Loss } from '../../model/loss';
import { nameSetting } from '../name-setting';

type Level = 'low' | 'medium' | 'high';

/** Models that take levels instead of a switch. https://docs.ollama.com/capabilities/thinking */
const HAS_LEVELS = /gpt-oss/i;

const LEVELS: Readonly<Record<NonNullable<Reasoning['effort']>, Level>> = {
  minimal: 'low',
  low: 'low',
  medium: 'medium',
  high: 'high',
  xhigh: 'high',
  max: 'high',
};

/**
 * Undefined = the model's own default. Models that cannot think refuse `true`, so it is sent only to who asks for thinking in
 * so many words.
 */
export function encodeThink(request: ChatRequest, model: string, losses: Loss[]): boolean | Level | undefined {
  const { reasoning } = request;
  if (reasoning === undefined) return undefined;
  const lose = (field: string, reason: string): void => {
    losses.push({ field: `${nameSetting(request, 'reasoning')}.${field}`, reason });
  };
  if (reasoning.mode === 'off') return false;
  if (reasoning.budgetTokens !== undefined) lose('budgetTokens', 'there is no budget of thinking here');
  if (HAS_LEVELS.test(model) && reasoning.effort !== undefined) return LEVELS[reasoning.effort];
  if (reasoning.effort !== undefined) lose('effort', 'the model thinks or does not');
  return reasoning.mode === 'on' ? true : undefined;
}
