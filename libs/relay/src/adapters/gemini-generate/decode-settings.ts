import type { ChatRequest } from '../../model/chat-request';
import { invalidRequest } from '../invalid-request';
import type { Fields } from './gemini-generate.wire';
import { decodeReasoning } from './map-reasoning';
import { decodeResponseFormat, FORMAT_FIELDS } from './map-response-format';
import { needFields, optionalBoolean, optionalNumber, optionalStrings } from './read-fields';

const NUMBERS = {
  maxOutputTokens: 'maxTokens',
  temperature: 'temperature',
  topP: 'topP',
  topK: 'topK',
  frequencyPenalty: 'frequencyPenalty',
  presencePenalty: 'presencePenalty',
  seed: 'seed',
  candidateCount: 'choices',
} as const satisfies Record<string, keyof ChatRequest>;

/** `generationConfig`: what has no neutral word goes into `extra` under its path. */
export function decodeSettings(value: unknown, request: ChatRequest, kept: Fields): void {
  const config = needFields(value, 'generationConfig', invalidRequest);
  const names = Object.keys(config);
  if (names.length === 0) kept['generationConfig'] = {};
  for (const name of names) {
    const path = `generationConfig.${name}`;
    if (config[name] === null) kept[path] = null;
    else if (!decodeSetting(name, config[name], path, request)) request.extra[path] = config[name];
  }
  decodeLogprobs(config, request);
  const format = decodeResponseFormat(config);
  if (format !== undefined) request.responseFormat = format;
  for (const name of FORMAT_FIELDS) {
    if (format === undefined && config[name] !== undefined && config[name] !== null) {
      request.extra[`generationConfig.${name}`] = config[name];
    }
  }
}

/** False = no neutral word. */
function decodeSetting(name: string, value: unknown, path: string, request: ChatRequest): boolean {
  if (Object.hasOwn(NUMBERS, name)) {
    const number = optionalNumber(value, path, invalidRequest);
    if (number !== undefined) request[NUMBERS[name as keyof typeof NUMBERS]] = number;
    return true;
  }
  if (FORMAT_FIELDS.has(name)) return true;
  switch (name) {
    case 'stopSequences':
      request.stop = optionalStrings(value, path, invalidRequest) ?? [];
      return true;
    case 'responseModalities': {
      const modalities = optionalStrings(value, path, invalidRequest) ?? [];
      const lower = modalities.map((modality) => modality.toLowerCase());
      // Only the usual spelling can be made again from the neutral one.
      if (lower.some((modality, index) => modality.toUpperCase() !== modalities[index])) return false;
      request.modalities = lower;
      return true;
    }
    case 'thinkingConfig': {
      request.reasoning = decodeReasoning(needFields(value, path, invalidRequest), path);
      return true;
    }
    case 'responseLogprobs':
    case 'logprobs':
      return true;
    default:
      return false;
  }
}

function decodeLogprobs(config: Fields, request: ChatRequest): void {
  const path = 'generationConfig';
  const isWanted = optionalBoolean(config['responseLogprobs'], `${path}.responseLogprobs`, invalidRequest);
  const top = optionalNumber(config['logprobs'], `${path}.logprobs`, invalidRequest);
  if (isWanted === undefined && top !== undefined) request.extra[`${path}.logprobs`] = top;
  if (isWanted === undefined) return;
  request.logprobs = top === undefined ? { isWanted } : { isWanted, top };
}
