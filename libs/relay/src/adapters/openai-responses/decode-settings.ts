import type { ChatRequest } from '../../model/chat-request';
import { asNumber, asObject, asString } from '../read-json';
import type { Fail, WireObject } from './openai-responses.wire';

const FIGURES = [
  ['max_output_tokens', 'maxTokens', true],
  ['temperature', 'temperature', false],
  ['top_p', 'topP', false],
] as const;

const TEXTS = [
  ['prompt_cache_key', 'promptCacheKey'],
  ['prompt_cache_retention', 'promptCacheRetention'],
  ['service_tier', 'serviceTier'],
  ['previous_response_id', 'previousResponseId'],
] as const;

const SWITCHES = [
  ['parallel_tool_calls', 'parallelToolCalls'],
  ['store', 'store'],
] as const;

/** Fields of a request that are one value and mean the same in the model. */
export const PLAIN_FIELDS: readonly string[] = [...FIGURES, ...TEXTS, ...SWITCHES].map(([name]) => name);

export function decodePlain(wire: WireObject, request: ChatRequest, fail: Fail): void {
  for (const [name, field, isWhole] of FIGURES) {
    const value = wire[name] ?? undefined;
    if (value === undefined) continue;
    const figure = asNumber(value);
    if (figure === undefined || (isWhole && (!Number.isInteger(figure) || figure < 0))) {
      throw isWhole
        ? fail(name, '必须是非负整数', 'must be a whole number, not negative')
        : fail(name, '必须是数字', 'must be a number');
    }
    request[field] = figure;
  }
  for (const [name, field] of TEXTS) {
    const value = wire[name] ?? undefined;
    if (value === undefined) continue;
    const text = asString(value);
    if (text === undefined) throw fail(name, '必须是字符串', 'must be a string');
    request[field] = text;
  }
  for (const [name, field] of SWITCHES) {
    const value = wire[name] ?? undefined;
    if (value === undefined) continue;
    if (typeof value !== 'boolean') throw fail(name, '必须是布尔值', 'must be a boolean');
    request[field] = value;
  }
  const metadata = wire['metadata'] ?? undefined;
  if (metadata !== undefined) {
    request.metadata = asObject(metadata);
    if (request.metadata === undefined) throw fail('metadata', '必须是对象', 'must be an object');
  }
}

export function encodePlain(request: ChatRequest, wire: WireObject): void {
  for (const [name, field] of [...FIGURES, ...TEXTS, ...SWITCHES]) {
    if (request[field] !== undefined) wire[name] = request[field];
  }
}
