import type { ChatRequest, Reasoning } from '../../model/chat-request';
import { findModelTraits } from '../anthropic-messages/model-traits';
import { findModelTraits as findChatTraits } from '../openai-chat/codec/model-traits';
import type { SpokenDialect } from '../upstream-half';
import type { ThinkingSuffix } from './read-suffix';

/** Of Claude's models that take a budget: thinking gets this part of all tokens, of which there are at least so many. */
const CLAUDE_SHARE = 0.8;
const CLAUDE_LEAST_TOKENS = 1_280;

/** What it is written for. */
export interface SuffixTarget {
  dialect: SpokenDialect;
  /** Name of the model upstream. */
  model: string;
  defaultMaxTokens: number;
}

/** The request as if it had said itself what the suffix says; the suffix goes before what it did say. */
export function applySuffix(request: ChatRequest, suffix: ThinkingSuffix, target: SuffixTarget): ChatRequest {
  if (suffix.mode === 'off') return { ...request, reasoning: { mode: 'off' } };
  const { effort, budgetTokens } = suffix;
  const reasoning: Reasoning = { mode: 'on' };
  if (effort !== undefined) reasoning.effort = effort;
  if (budgetTokens !== undefined) reasoning.budgetTokens = budgetTokens;
  // Who asks for thinking by its name wants to see it.
  const isShown = request.reasoning?.isShown ?? (effort === undefined ? true : undefined);
  if (isShown !== undefined) reasoning.isShown = isShown;
  if (request.reasoning?.summary !== undefined) reasoning.summary = request.reasoning.summary;
  // Nothing else would tell such a model to think.
  if (target.dialect === 'openai-chat' && findChatTraits(target.model).thinking === 'effort') {
    if (budgetTokens === undefined) reasoning.effort ??= 'medium';
  }
  const isBare = effort === undefined && budgetTokens === undefined;
  if (!isBare || target.dialect !== 'anthropic-messages' || findModelTraits(target.model).hasAdaptive) {
    return { ...request, reasoning };
  }
  const maxTokens = Math.max(request.maxTokens ?? target.defaultMaxTokens, CLAUDE_LEAST_TOKENS);
  return { ...request, maxTokens, reasoning: { ...reasoning, budgetTokens: Math.floor(maxTokens * CLAUDE_SHARE) } };
}
