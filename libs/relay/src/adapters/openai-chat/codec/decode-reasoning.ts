import type { ChatRequest, Reasoning } from '../../../model/chat-request';
import { invalidRequest } from '../../invalid-request';
import { asObject } from '../../read-json';
import type { Fields } from './openai-chat.wire';
import { readBoolean, readObject, readString, readWhole } from './read-fields';

type Effort = NonNullable<Reasoning['effort']>;

const EFFORTS: ReadonlySet<unknown> = new Set<Effort>(['minimal', 'low', 'medium', 'high', 'xhigh', 'max']);

/**
 * OpenAI's `reasoning_effort`, OpenRouter's `reasoning`, `thinking` of GLM, Kimi, Doubao and DeepSeek (Anthropic's form) and
 * Qwen's `enable_thinking` with `thinking_budget`. Where several are given, the later in this list adds to the earlier.
 */
export function readReasoning(wire: Fields): Partial<ChatRequest> {
  const reasoning: Reasoning = {};
  readEffort(readString(wire, 'reasoning_effort', '', invalidRequest), reasoning);
  const object = readObject(wire, 'reasoning', '', invalidRequest);
  if (object !== undefined) readObjectForm(object, reasoning);
  const thinking = asObject(wire['thinking']);
  if (thinking !== undefined) readThinking(thinking, reasoning);
  const isEnabled = readBoolean(wire, 'enable_thinking', '', invalidRequest);
  if (isEnabled !== undefined) reasoning.mode = isEnabled ? 'on' : 'off';
  readBudget(readWhole(wire, 'thinking_budget', '', invalidRequest), reasoning);
  return Object.keys(reasoning).length === 0 ? {} : { reasoning };
}

/** `none` is off. A word that is not known leaves it to the upstream. */
function readEffort(effort: string | undefined, reasoning: Reasoning): void {
  if (effort === 'none') reasoning.mode = 'off';
  else if (EFFORTS.has(effort)) {
    reasoning.mode = 'on';
    reasoning.effort = effort as Effort;
  }
}

function readObjectForm(object: Fields, reasoning: Reasoning): void {
  readEffort(readString(object, 'effort', 'reasoning', invalidRequest), reasoning);
  readBudget(readWhole(object, 'max_tokens', 'reasoning', invalidRequest), reasoning);
  const isEnabled = readBoolean(object, 'enabled', 'reasoning', invalidRequest);
  if (isEnabled === false) reasoning.mode = 'off';
  else if (isEnabled === true) reasoning.mode ??= 'on';
  const isHidden = readBoolean(object, 'exclude', 'reasoning', invalidRequest);
  if (isHidden !== undefined) reasoning.isShown = !isHidden;
  const summary = readString(object, 'summary', 'reasoning', invalidRequest);
  if (summary !== undefined) reasoning.summary = summary;
}

function readThinking(thinking: Fields, reasoning: Reasoning): void {
  const type = readString(thinking, 'type', 'thinking', invalidRequest);
  if (type === 'disabled') reasoning.mode = 'off';
  else if (type === 'enabled') reasoning.mode = 'on';
  else if (type === 'adaptive' || type === 'auto') reasoning.mode = 'adaptive';
  readBudget(readWhole(thinking, 'budget_tokens', 'thinking', invalidRequest), reasoning);
}

function readBudget(budget: number | undefined, reasoning: Reasoning): void {
  if (budget === undefined || budget === 0) return;
  reasoning.budgetTokens = budget;
  reasoning.mode ??= 'on';
}
