import type { ChatRequest, Reasoning } from '../../model/chat-request';
import type { Loss } from '../../model/loss';
import { findRest, listRestLosses, restoreRest } from '../carry-rest';
import { asObject, asString } from '../read-json';
import { keepNotes } from './carry-notes';
import { fitEffort, type ModelTraits } from './model-traits';
import { DIALECT, type Fail, type WireObject } from './openai-responses.wire';

const EFFORTS: ReadonlySet<unknown> = new Set(['minimal', 'low', 'medium', 'high', 'xhigh', 'max']);

export function decodeReasoningSettings(value: unknown, fail: Fail): Reasoning | undefined {
  if (value === undefined || value === null) return undefined;
  const wire = asObject(value);
  if (wire === undefined) throw fail('reasoning', '必须是对象', 'must be an object');
  const reasoning: Reasoning = {};
  const names = new Set<string>();
  const { effort } = wire;
  if (effort === 'none') reasoning.mode = 'off';
  else if (EFFORTS.has(effort)) {
    reasoning.mode = 'on';
    reasoning.effort = effort as NonNullable<Reasoning['effort']>;
  }
  if (reasoning.mode !== undefined) names.add('effort');
  const summary = asString(wire['summary']);
  if (summary !== undefined) {
    reasoning.summary = summary;
    reasoning.isShown = true;
    names.add('summary');
  }
  return keepNotes(reasoning, findRest(wire, names), {});
}

export interface EncodedReasoning {
  reasoning?: WireObject;
  /** The model thinks, as far as can be told: its proofs are wanted, temperature is not. */
  isOn: boolean;
}

export function encodeReasoning(request: ChatRequest, traits: ModelTraits, losses: Loss[]): EncodedReasoning {
  const { reasoning } = request;
  if (request.dialect === DIALECT) {
    if (reasoning === undefined) return { isOn: false };
    const { mode, effort, summary } = reasoning;
    const wire: WireObject = mode === 'off' ? { effort: 'none' } : effort === undefined ? {} : { effort };
    if (summary !== undefined) wire['summary'] = summary;
    return { reasoning: restoreRest(wire, reasoning, DIALECT), isOn: false };
  }
  if (reasoning === undefined) return { isOn: traits.canReason === true };
  listRestLosses(reasoning, DIALECT, 'reasoning', losses);
  if (traits.canReason === false) {
    if (reasoning.mode === 'on') losses.push({ field: 'reasoning', reason: 'the model does not reason' });
    return { isOn: false };
  }
  return encodeForeign(request, reasoning, traits, losses);
}

function encodeForeign(
  request: ChatRequest,
  reasoning: Reasoning,
  traits: ModelTraits,
  losses: Loss[],
): EncodedReasoning {
  const wanted = reasoning.mode === 'off' ? 'none' : (reasoning.effort ?? effortOf(reasoning.budgetTokens));
  const effort = wanted === undefined ? undefined : fitEffort(wanted, traits);
  if (wanted !== undefined && effort !== wanted) {
    losses.push({ field: 'reasoning.effort', reason: `the model knows no ${wanted}; sent as ${effort ?? 'nothing'}` });
  }
  const wire: WireObject = effort === undefined ? {} : { effort };
  const isOn = effort !== 'none' && reasoning.mode !== 'off';
  if (isOn && isShown(request, reasoning)) wire['summary'] = reasoning.summary ?? 'auto';
  return Object.keys(wire).length > 0 ? { reasoning: wire, isOn } : { isOn };
}

function effortOf(budget: number | undefined): 'low' | 'medium' | 'high' | undefined {
  if (budget === undefined) return undefined;
  if (budget <= 4096) return 'low';
  return budget <= 16384 ? 'medium' : 'high';
}

/** Anthropic shows thinking that is switched on unless it is told otherwise. */
function isShown(request: ChatRequest, { isShown: wish, summary, mode }: Reasoning): boolean {
  return wish ?? (summary !== undefined || (request.dialect === 'anthropic-messages' && mode === 'on'));
}
