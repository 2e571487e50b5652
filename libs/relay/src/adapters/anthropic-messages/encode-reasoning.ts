import type { ChatRequest, Reasoning } from '../../model/chat-request';
import type { Loss } from '../../model/loss';
import type { RequestTarget } from '../codec';
import { DIALECT, type WireObject } from './anthropic-messages.wire';
import type { ModelTraits } from './model-traits';

const LEAST_BUDGET = 1024;

/** Budgets for models that know no effort. */
const BUDGETS: Readonly<Record<NonNullable<Reasoning['effort']>, number>> = {
  minimal: LEAST_BUDGET,
  low: 2048,
  medium: 8192,
  high: 16384,
  xhigh: 24576,
  max: 32000,
};

export interface EncodedReasoning {
  maxTokens: number;
  thinking?: WireObject;
  effort?: string;
}

/** `isForced`: a tool must be called, which excludes thinking. */
export function encodeReasoning(
  request: ChatRequest,
  target: RequestTarget,
  traits: ModelTraits,
  isForced: boolean,
  losses: Loss[],
): EncodedReasoning {
  const { reasoning } = request;
  const encoded: EncodedReasoning = { maxTokens: request.maxTokens ?? target.defaultMaxTokens };
  if (reasoning === undefined) return encoded;
  if (request.dialect === DIALECT) encodeOwn(reasoning, encoded);
  else encodeForeign(reasoning, encoded, traits, losses);
  if (
    encoded.thinking !== undefined &&
    encoded.thinking['type'] !== 'disabled' &&
    isForced &&
    request.dialect !== DIALECT
  ) {
    delete encoded.thinking;
    losses.push({ field: 'reasoning', reason: 'a forced tool call excludes thinking' });
  }
  fitBudget(request, encoded, losses);
  return encoded;
}

function encodeOwn(reasoning: Reasoning, encoded: EncodedReasoning): void {
  if (reasoning.effort !== undefined) encoded.effort = reasoning.effort;
  if (reasoning.mode === undefined) return;
  encoded.thinking =
    reasoning.mode === 'off'
      ? { type: 'disabled' }
      : reasoning.budgetTokens !== undefined
        ? { type: 'enabled', budget_tokens: reasoning.budgetTokens }
        : { type: 'adaptive' };
  if (reasoning.isShown !== undefined) encoded.thinking['display'] = reasoning.isShown ? 'summarized' : 'omitted';
}

function encodeForeign(reasoning: Reasoning, encoded: EncodedReasoning, traits: ModelTraits, losses: Loss[]): void {
  if (reasoning.mode === 'off') {
    encoded.thinking = { type: 'disabled' };
    return;
  }
  if (reasoning.mode === undefined) {
    encodeManner(reasoning, encoded, traits, losses);
    return;
  }
  if (!traits.hasAdaptive) {
    const budget = reasoning.budgetTokens ?? BUDGETS[reasoning.effort ?? 'medium'];
    encoded.thinking = { type: 'enabled', budget_tokens: Math.max(budget, LEAST_BUDGET) };
    if (traits.hasEffort && reasoning.effort !== undefined) encoded.effort = encodeEffort(reasoning.effort, traits);
    return;
  }
  const isBudgetKept = reasoning.budgetTokens !== undefined && !traits.isAdaptiveOnly;
  encoded.thinking = isBudgetKept
    ? { type: 'enabled', budget_tokens: Math.max(reasoning.budgetTokens!, LEAST_BUDGET) }
    : { type: 'adaptive' };
  if (reasoning.budgetTokens !== undefined && !isBudgetKept) {
    losses.push({ field: 'reasoning.budgetTokens', reason: 'the model takes no budget of thinking' });
  }
  if (reasoning.effort !== undefined) encoded.effort = encodeEffort(reasoning.effort, traits);
  if (reasoning.isShown === true || reasoning.summary !== undefined) encoded.thinking['display'] = 'summarized';
  else if (reasoning.isShown === false) encoded.thinking['display'] = 'omitted';
}

/** Nobody asked for thinking, so it is not switched on; how deep it shall be can only be told where that is another switch. */
function encodeManner(reasoning: Reasoning, encoded: EncodedReasoning, traits: ModelTraits, losses: Loss[]): void {
  const { effort, budgetTokens } = reasoning;
  if (effort !== undefined && traits.hasEffort) encoded.effort = encodeEffort(effort, traits);
  else if (effort !== undefined) losses.push({ field: 'reasoning.effort', reason: 'the model has no effort' });
  if (budgetTokens !== undefined) {
    losses.push({ field: 'reasoning.budgetTokens', reason: 'there is no budget without thinking' });
  }
}

function encodeEffort(effort: NonNullable<Reasoning['effort']>, traits: ModelTraits): string {
  if (effort === 'minimal') return 'low';
  if (effort === 'xhigh' && !traits.hasExtraHighEffort) return 'high';
  return effort;
}

/** The budget is a part of `max_tokens` and less than it. A limit that the caller did not set makes room for it. */
function fitBudget(request: ChatRequest, encoded: EncodedReasoning, losses: Loss[]): void {
  const budget = encoded.thinking?.['budget_tokens'];
  if (typeof budget !== 'number' || budget < encoded.maxTokens) return;
  if (request.maxTokens === undefined) {
    encoded.maxTokens += budget;
    return;
  }
  const most = request.dialect === DIALECT ? encoded.maxTokens - 1 : Math.floor(encoded.maxTokens * 0.8);
  if (most >= LEAST_BUDGET) encoded.thinking!['budget_tokens'] = most;
  else delete encoded.thinking;
  losses.push({ field: 'reasoning', reason: 'the budget of thinking must be less than the most tokens' });
}
