import type { Reasoning, ResponseFormat } from '../../model/chat-request';
import { asObject } from '../read-json';
import type { Fail, WireObject } from './anthropic-messages.wire';

const EFFORTS: ReadonlySet<unknown> = new Set(['low', 'medium', 'high', 'xhigh', 'max']);

/** What of a request says how much to think, and what shape the answer shall have; the rest goes to `extra` by its path. */
export interface DecodedOutput {
  reasoning?: Reasoning;
  responseFormat?: ResponseFormat;
  extra: WireObject;
}

export function decodeOutput(body: WireObject, fail: Fail): DecodedOutput {
  const decoded: DecodedOutput = { extra: {} };
  const reasoning = decodeThinking(body, decoded.extra, fail);
  if (reasoning !== undefined) decoded.reasoning = reasoning;
  const config = body['output_config'];
  if (config === null) decoded.extra['output_config'] = null;
  else if (config !== undefined) decodeConfig(config, decoded, fail);
  decodeFormat(body['output_format'], 'output_format', decoded, fail);
  return decoded;
}

function decodeThinking(body: WireObject, extra: WireObject, fail: Fail): Reasoning | undefined {
  const value = body['thinking'];
  if (value === undefined) return undefined;
  if (value === null) {
    extra['thinking'] = null;
    return undefined;
  }
  const thinking = asObject(value);
  if (thinking === undefined) throw fail('thinking', '必须是对象', 'must be an object');
  if (typeof thinking['type'] !== 'string') throw fail('thinking.type', '必须是字符串', 'must be a string');
  const reasoning = toReasoning(thinking, fail);
  if (reasoning === undefined) {
    extra['thinking'] = thinking;
    return undefined;
  }
  for (const name of Object.keys(thinking)) {
    const isRead =
      name === 'type' ||
      (name === 'budget_tokens' && reasoning.budgetTokens !== undefined) ||
      (name === 'display' && reasoning.isShown !== undefined);
    if (!isRead) extra[`thinking.${name}`] = thinking[name];
  }
  return reasoning;
}

function toReasoning(thinking: WireObject, fail: Fail): Reasoning | undefined {
  const reasoning: Reasoning = { mode: 'on' };
  if (thinking['type'] === 'disabled') return { mode: 'off' };
  if (thinking['type'] === 'adaptive') reasoning.mode = 'adaptive';
  else if (thinking['type'] !== 'enabled') return undefined;
  else {
    const budget = thinking['budget_tokens'];
    if (typeof budget !== 'number' || !Number.isInteger(budget) || budget < 1) {
      throw fail('thinking.budget_tokens', '必须是正整数', 'must be a positive integer');
    }
    reasoning.budgetTokens = budget;
  }
  if (thinking['display'] === 'summarized') reasoning.isShown = true;
  else if (thinking['display'] === 'omitted') reasoning.isShown = false;
  return reasoning;
}

function decodeConfig(value: unknown, decoded: DecodedOutput, fail: Fail): void {
  const config = asObject(value);
  if (config === undefined) throw fail('output_config', '必须是对象', 'must be an object');
  if (Object.keys(config).length === 0) decoded.extra['output_config'] = {};
  for (const name of Object.keys(config)) {
    if (name === 'effort' && EFFORTS.has(config[name])) {
      // Effort alone does not switch thinking on.
      decoded.reasoning ??= {};
      decoded.reasoning.effort = config[name] as 'low' | 'medium' | 'high' | 'xhigh' | 'max';
    } else if (name === 'format') decodeFormat(config[name], 'output_config.format', decoded, fail);
    else decoded.extra[`output_config.${name}`] = config[name];
  }
}

function decodeFormat(value: unknown, path: string, decoded: DecodedOutput, fail: Fail): void {
  if (value === undefined) return;
  const format = value === null ? undefined : asObject(value);
  if (value !== null && format === undefined) throw fail(path, '必须是对象', 'must be an object');
  if (format?.['type'] !== 'json_schema' || Object.keys(format).length !== 2 || !('schema' in format)) {
    decoded.extra[path] = value;
    return;
  }
  decoded.responseFormat = { type: 'json-schema', schema: format['schema'] };
}
