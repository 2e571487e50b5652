import type { Reasoning } from '../../../model/chat-request';
import { listRestLosses } from '../../carry-rest';
import { lose, type WriteContext } from './encode-context';
import type { ModelTraits } from './model-traits';
import { DIALECT, type Fields } from './openai-chat.wire';

type Effort = NonNullable<Reasoning['effort']>;

/**
 * Budgets as efforts, in tokens: between what the other dialects' efforts come to (low 1024 to 2048, medium 8192, high from
 * 16384 on), so that an effort that was turned into a budget on the way comes out as it was.
 */
const LEAST_MEDIUM = 4096;
const LEAST_HIGH = 16_384;

export function encodeReasoning(reasoning: Reasoning, traits: ModelTraits, context: WriteContext): Fields {
  listRestLosses(reasoning, DIALECT, 'reasoning', context.losses);
  if (reasoning.mode === 'off') return writeOff(traits, context);
  if (reasoning.mode === undefined && reasoning.effort === undefined && reasoning.budgetTokens === undefined) return {};
  switch (traits.thinking) {
    case 'none':
      if (reasoning.mode === 'on') lose(context, 'reasoning', 'this model does not reason');
      return {};
    case 'switch':
      if (reasoning.mode === 'adaptive') return {};
      if (reasoning.effort !== undefined) lose(context, 'reasoning.effort', 'this model thinks or does not');
      return { thinking: { type: 'enabled' } };
    case 'flag':
      if (reasoning.mode === 'adaptive') return {};
      if (reasoning.effort !== undefined) lose(context, 'reasoning.effort', 'this model takes a budget only');
      return {
        enable_thinking: true,
        ...(reasoning.budgetTokens !== undefined && { thinking_budget: reasoning.budgetTokens }),
      };
    case 'effort': {
      const effort = reasoning.effort ?? toEffort(reasoning.budgetTokens);
      return effort === undefined ? {} : { reasoning_effort: fitEffort(effort, traits) };
    }
  }
}

function writeOff(traits: ModelTraits, context: WriteContext): Fields {
  switch (traits.thinking) {
    case 'none':
      return {};
    case 'switch':
      return { thinking: { type: 'disabled' } };
    case 'flag':
      return { enable_thinking: false };
    case 'effort':
      if (traits.hasEffortNone) return { reasoning_effort: 'none' };
      lose(context, 'reasoning.mode', 'this model cannot be kept from thinking; it thinks as little as it can');
      return { reasoning_effort: fitEffort('minimal', traits) };
  }
}

function toEffort(budget: number | undefined): Effort | undefined {
  if (budget === undefined) return undefined;
  if (budget < LEAST_MEDIUM) return 'low';
  return budget < LEAST_HIGH ? 'medium' : 'high';
}

/** The nearest effort that the model has. */
function fitEffort(effort: Effort, traits: ModelTraits): string {
  if (effort === 'minimal') return traits.hasEffortMinimal ? effort : 'low';
  if (effort === 'max' || effort === 'xhigh') return traits.hasEffortExtraHigh ? 'xhigh' : 'high';
  return effort;
}
