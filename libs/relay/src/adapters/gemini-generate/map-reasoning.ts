import type { ChatRequest, Reasoning } from '../../model/chat-request';
import type { Loss } from '../../model/loss';
import { findRest } from '../carry-rest';
import { invalidRequest } from '../invalid-request';
import { isSame, keep, readNotes } from './carry-notes';
import type { Fields } from './gemini-generate.wire';
import type { ModelTraits } from './model-traits';
import { optionalBoolean, optionalNumber, optionalString } from './read-fields';

const EFFORTS: ReadonlyMap<string, NonNullable<Reasoning['effort']>> = new Map([
  ['MINIMAL', 'minimal'],
  ['LOW', 'low'],
  ['MEDIUM', 'medium'],
  ['HIGH', 'high'],
]);

const LEVELS: Readonly<Record<NonNullable<Reasoning['effort']>, string>> = {
  minimal: 'MINIMAL',
  low: 'LOW',
  medium: 'MEDIUM',
  high: 'HIGH',
  xhigh: 'HIGH',
  max: 'HIGH',
};

/** As Google's own OpenAI endpoint maps efforts: https://ai.google.dev/gemini-api/docs/openai#thinking */
const BUDGETS: Readonly<Record<NonNullable<Reasoning['effort']>, number>> = {
  minimal: 1024,
  low: 1024,
  medium: 8192,
  high: 24_576,
  xhigh: 24_576,
  max: 32_768,
};

const CONFIG: ReadonlySet<string> = new Set(['thinkingBudget', 'thinkingLevel', 'includeThoughts']);

/** A budget of 0 is off, -1 leaves it to the model; without any, nobody said whether. */
export function decodeReasoning(config: Fields, path: string): Reasoning {
  const budget = optionalNumber(config['thinkingBudget'], `${path}.thinkingBudget`, invalidRequest);
  const level = optionalString(config['thinkingLevel'], `${path}.thinkingLevel`, invalidRequest);
  const isShown = optionalBoolean(config['includeThoughts'], `${path}.includeThoughts`, invalidRequest);
  const effort = level === undefined ? undefined : EFFORTS.get(level.toUpperCase());
  const reasoning: Reasoning = {};
  if (budget === 0) reasoning.mode = 'off';
  else if (effort !== undefined || (budget !== undefined && budget > 0)) reasoning.mode = 'on';
  else if (budget !== undefined) reasoning.mode = 'adaptive';
  if (budget !== undefined && budget > 0) reasoning.budgetTokens = budget;
  if (effort !== undefined) reasoning.effort = effort;
  if (isShown !== undefined) reasoning.isShown = isShown;
  const fields = findRest(config, CONFIG);
  const isNews = level !== undefined && effort === undefined;
  return keep(reasoning, isNews ? { ...fields, thinkingLevel: level } : fields, { written: config });
}

export function encodeReasoning(request: ChatRequest, traits: ModelTraits, losses: Loss[]): Fields | undefined {
  const { reasoning } = request;
  if (reasoning === undefined) return undefined;
  const kept = readNotes(reasoning).written;
  if (kept !== undefined && isSame(decodeReasoning(kept, ''), reasoning)) return kept;
  const config: Fields = {};
  if (reasoning.mode === 'off') writeOff(config, traits, losses);
  else if (reasoning.budgetTokens !== undefined) {
    config['thinkingBudget'] = Math.min(reasoning.budgetTokens, traits.mostBudget);
  } else if (reasoning.effort !== undefined) writeEffort(config, reasoning.effort, traits);
  else if (reasoning.mode === 'adaptive' && !traits.hasThinkingLevel) config['thinkingBudget'] = -1;
  const isShown = reasoning.isShown ?? isShownByCustom(request, reasoning);
  if (isShown !== undefined) config['includeThoughts'] = isShown;
  return Object.keys(config).length === 0 ? undefined : config;
}

function writeOff(config: Fields, traits: ModelTraits, losses: Loss[]): void {
  if (!traits.hasThinkingLevel && !traits.mustThink) {
    config['thinkingBudget'] = 0;
    return;
  }
  if (traits.hasThinkingLevel) config['thinkingLevel'] = traits.mustThink ? 'LOW' : 'MINIMAL';
  else config['thinkingBudget'] = 128;
  losses.push({
    field: 'reasoning.mode',
    reason: 'this model cannot be kept from thinking; it thinks as little as it can',
  });
}

function writeEffort(config: Fields, effort: NonNullable<Reasoning['effort']>, traits: ModelTraits): void {
  if (!traits.hasThinkingLevel) config['thinkingBudget'] = Math.min(BUDGETS[effort], traits.mostBudget);
  // Pro models start at LOW.
  else config['thinkingLevel'] = effort === 'minimal' && traits.mustThink ? 'LOW' : LEVELS[effort];
}

/** Anthropic shows thinking that was asked for unless told otherwise, and whoever wants a summary wants to see it. */
function isShownByCustom(request: ChatRequest, reasoning: Reasoning): boolean | undefined {
  if (reasoning.mode === 'off') return undefined;
  if (reasoning.summary !== undefined) return true;
  return request.dialect === 'anthropic-messages' && reasoning.mode !== undefined ? true : undefined;
}
