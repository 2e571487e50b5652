import type { ChatRequest } from '../../../model/chat-request';
import { invalidRequest } from '../../invalid-request';
import type { Fields } from './openai-chat.wire';
import { readBoolean, readList, readNumber, readObject, readString, readWhole } from './read-fields';

const NUMBERS = [
  ['temperature', 'temperature'],
  ['top_p', 'topP'],
  ['frequency_penalty', 'frequencyPenalty'],
  ['presence_penalty', 'presencePenalty'],
  ['seed', 'seed'],
  // Not OpenAI's, but many servers of this dialect take it.
  ['top_k', 'topK'],
] as const satisfies readonly (readonly [string, keyof ChatRequest])[];

const WORDS = [
  ['verbosity', 'verbosity'],
  ['prompt_cache_key', 'promptCacheKey'],
  ['prompt_cache_retention', 'promptCacheRetention'],
  ['service_tier', 'serviceTier'],
] as const satisfies readonly (readonly [string, keyof ChatRequest])[];

const FLAGS = [
  ['parallel_tool_calls', 'parallelToolCalls'],
  ['store', 'store'],
] as const satisfies readonly (readonly [string, keyof ChatRequest])[];

/** Settings that have the same form on both sides, by their name here. */
export const PLAIN = [...NUMBERS, ...WORDS, ...FLAGS] as const;

export const SETTINGS: readonly string[] = [
  ...PLAIN.map(([name]) => name),
  'n',
  'logit_bias',
  'modalities',
  'metadata',
];

export function readSettings(wire: Fields): Partial<ChatRequest> {
  const settings: Partial<ChatRequest> = {};
  for (const [name, field] of NUMBERS) assign(settings, field, readNumber(wire, name, '', invalidRequest));
  for (const [name, field] of WORDS) assign(settings, field, readString(wire, name, '', invalidRequest));
  for (const [name, field] of FLAGS) assign(settings, field, readBoolean(wire, name, '', invalidRequest));
  assign(settings, 'choices', readWhole(wire, 'n', '', invalidRequest));
  assign(settings, 'metadata', readObject(wire, 'metadata', '', invalidRequest));
  assign(settings, 'modalities', readModalities(wire));
  assign(settings, 'logitBias', readBias(wire));
  return settings;
}

function assign<K extends keyof ChatRequest>(
  settings: Partial<ChatRequest>,
  field: K,
  value: ChatRequest[K] | undefined,
): void {
  if (value !== undefined) settings[field] = value;
}

function readModalities(wire: Fields): string[] | undefined {
  return readList(wire, 'modalities', '', invalidRequest)?.map((modality, index) => {
    if (typeof modality !== 'string') throw invalidRequest(`modalities[${index}]`, '必须是字符串', 'must be a string');
    return modality;
  });
}

function readBias(wire: Fields): Record<string, number> | undefined {
  const bias = readObject(wire, 'logit_bias', '', invalidRequest);
  for (const token of Object.keys(bias ?? {})) readNumber(bias!, token, 'logit_bias', invalidRequest);
  return bias as Record<string, number> | undefined;
}
