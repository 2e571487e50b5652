import type { ChatRequest } from '../../model/chat-request';
import type { Loss } from '../../model/loss';
import { DIALECT, type Fields } from './gemini-generate.wire';
import { encodeReasoning } from './map-reasoning';
import { encodeResponseFormat } from './map-response-format';
import type { ModelTraits } from './model-traits';

const PLAIN = [
  ['maxTokens', 'maxOutputTokens'],
  ['temperature', 'temperature'],
  ['topP', 'topP'],
  ['topK', 'topK'],
  ['frequencyPenalty', 'frequencyPenalty'],
  ['presencePenalty', 'presencePenalty'],
  ['seed', 'seed'],
  ['choices', 'candidateCount'],
  ['stop', 'stopSequences'],
] as const satisfies readonly (readonly [keyof ChatRequest, string])[];

/** https://ai.google.dev/api/generate-content#GenerationConfig */
const MOST_STOPS = 5;

export function encodeSettings(request: ChatRequest, traits: ModelTraits, losses: Loss[]): Fields | undefined {
  const config: Fields = {};
  for (const [name, own] of PLAIN) if (request[name] !== undefined) config[own] = request[name];
  encodeStops(request, config, losses);
  const { logprobs, modalities } = request;
  if (logprobs !== undefined) {
    config['responseLogprobs'] = logprobs.isWanted;
    if (logprobs.top !== undefined) config['logprobs'] = logprobs.top;
  }
  if (modalities !== undefined) config['responseModalities'] = modalities.map((modality) => modality.toUpperCase());
  Object.assign(config, encodeResponseFormat(request.responseFormat, losses));
  const thinking = encodeReasoning(request, traits, losses);
  if (thinking !== undefined) config['thinkingConfig'] = thinking;
  return Object.keys(config).length === 0 ? undefined : config;
}

function encodeStops(request: ChatRequest, config: Fields, losses: Loss[]): void {
  const { stop } = request;
  if (stop === undefined || stop.length <= MOST_STOPS || request.dialect === DIALECT) return;
  config['stopSequences'] = stop.slice(0, MOST_STOPS);
  losses.push({ field: `stop[${MOST_STOPS}]`, reason: `Gemini takes ${MOST_STOPS} stop sequences` });
}
