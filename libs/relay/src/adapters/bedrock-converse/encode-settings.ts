import type { ChatRequest, Reasoning } from '../../model/chat-request';
import type { Loss } from '../../model/loss';
import { nameSetting } from '../name-setting';
import type { RequestTarget } from '../codec';
import type { Fields } from './bedrock-converse.wire';
import { encodeClaudeSettings, type EncodedSettings } from './encode-claude-settings';
import type { ModelFamily } from './model-family';

/** `isForced`: a tool must be called. */
export function encodeSettings(
  request: ChatRequest,
  target: RequestTarget,
  family: ModelFamily,
  isForced: boolean,
  losses: Loss[],
): EncodedSettings {
  const settings: EncodedSettings =
    family === 'claude'
      ? encodeClaudeSettings(request, target, isForced, losses)
      : { inferenceConfig: encodeSampling(request, losses), additional: encodeAdditional(request, family, losses) };
  const stop = request.stop?.filter((sequence) => sequence.trim() !== '') ?? [];
  if (stop.length < (request.stop?.length ?? 0)) {
    losses.push({ field: nameSetting(request, 'stop'), reason: 'sequences of white space are refused here' });
  }
  if (stop.length > 0) settings.inferenceConfig['stopSequences'] = stop;
  return settings;
}

function encodeSampling(request: ChatRequest, losses: Loss[]): Fields {
  const config: Fields = {};
  const { maxTokens, temperature, topP } = request;
  if (maxTokens !== undefined) config['maxTokens'] = maxTokens;
  if (temperature !== undefined) {
    config['temperature'] = Math.min(temperature, 1);
    if (temperature > 1) losses.push({ field: nameSetting(request, 'temperature'), reason: 'is at most 1 here' });
  }
  if (topP !== undefined) config['topP'] = topP;
  return config;
}

const EFFORTS: Readonly<Record<NonNullable<Reasoning['effort']>, 'low' | 'medium' | 'high'>> = {
  minimal: 'low',
  low: 'low',
  medium: 'medium',
  high: 'high',
  xhigh: 'high',
  max: 'high',
};

/** What each maker's models take besides; all else is lost. */
function encodeAdditional(request: ChatRequest, family: ModelFamily, losses: Loss[]): Fields {
  const { reasoning, topK } = request;
  const fields: Fields = {};
  if (topK !== undefined) {
    if (family === 'nova' || family === 'nova-2') fields['inferenceConfig'] = { topK };
    else losses.push({ field: nameSetting(request, 'top_k'), reason: 'has no place here' });
  }
  if (reasoning === undefined) return fields;
  const wantsThinking = reasoning.mode === 'on' || reasoning.mode === 'adaptive' || reasoning.effort !== undefined;
  const effort = EFFORTS[reasoning.effort ?? 'medium'];
  if (family === 'nova-2') {
    if (reasoning.mode === 'off') fields['reasoningConfig'] = { type: 'disabled' };
    else if (wantsThinking) fields['reasoningConfig'] = { type: 'enabled', maxReasoningEffort: effort };
  } else if (family === 'gpt-oss') {
    if (reasoning.mode !== 'off' && reasoning.effort !== undefined) fields['reasoning_effort'] = effort;
    else if (reasoning.mode === 'off') lose(request, 'the model always thinks', losses);
  } else if (reasoning.mode !== 'off' && wantsThinking)
    lose(request, 'this model’s thinking cannot be asked for', losses);
  if (reasoning.budgetTokens !== undefined)
    lose(request, 'the model takes no budget of thinking', losses, '.budgetTokens');
  return fields;
}

function lose(request: ChatRequest, reason: string, losses: Loss[], suffix = ''): void {
  losses.push({ field: nameSetting(request, 'reasoning') + suffix, reason });
}
