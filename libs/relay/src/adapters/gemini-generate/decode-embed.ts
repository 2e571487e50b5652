import type { Loss } from '../../model/loss';
import { invalidRequest } from '../invalid-request';
import { asArray, asObject, asString } from '../read-json';
import type { Fields } from './gemini-generate.wire';

/** What is to be embedded, in one piece per embedding. */
export interface EmbedRequest {
  texts: string[];
  dimensions: number | undefined;
  losses: Loss[];
}

/** Known fields, in both spellings that Google takes. */
const READ: ReadonlySet<string> = new Set(['model', 'content', 'outputDimensionality', 'output_dimensionality']);

/** A body of `embedContent`, or of `batchEmbedContents` when `isBatch`. Throws AppError 400 naming the field. */
export function decodeEmbed(body: Buffer, isBatch: boolean): EmbedRequest {
  const wire = parseEmbedBody(body);
  const result: EmbedRequest = { texts: [], dimensions: undefined, losses: [] };
  const requests = isBatch ? (asArray(wire['requests']) ?? []) : [wire];
  requests.forEach((item, index) => {
    const path = isBatch ? `requests[${index}]` : '';
    const request = asObject(item);
    if (request === undefined) throw invalidRequest(path, '必须是对象', 'must be an object');
    addRequest(result, request, path === '' ? '' : `${path}.`, index === 0);
  });
  return result;
}

export function parseEmbedBody(body: Buffer): Fields {
  let wire: unknown;
  try {
    wire = JSON.parse(body.toString('utf8'));
  } catch {
    // Long bodies were only looked over when they came in.
  }
  const fields = asObject(wire);
  if (fields === undefined) throw invalidRequest('body', '不是有效的 JSON 对象', 'is not a valid JSON object');
  return fields;
}

function addRequest(result: EmbedRequest, request: Fields, path: string, isFirst: boolean): void {
  result.texts.push(textOf(request['content'], `${path}content`));
  const dimensions = dimensionsOf(request, `${path}outputDimensionality`);
  if (isFirst) result.dimensions = dimensions;
  else if (dimensions !== result.dimensions) {
    const field = `${path}outputDimensionality`;
    throw invalidRequest(field, '在所有请求中必须相同', 'must be the same in all requests');
  }
  for (const [name, value] of Object.entries(request)) {
    if (!READ.has(name) && value !== null) result.losses.push({ field: path + name, reason: 'has no place here' });
  }
}

function textOf(value: unknown, path: string): string {
  const parts = asArray(asObject(value)?.['parts']);
  if (parts === undefined || parts.length === 0) {
    throw invalidRequest(`${path}.parts`, '必须是非空数组', 'must be a non-empty array');
  }
  const texts = parts.map((part, index) => {
    const text = asString(asObject(part)?.['text']);
    if (text !== undefined) return text;
    throw invalidRequest(`${path}.parts[${index}]`, '上游仅支持文本', 'must be text: the upstream embeds nothing else');
  });
  return texts.join('\n');
}

function dimensionsOf(request: Fields, path: string): number | undefined {
  const value = request['outputDimensionality'] ?? request['output_dimensionality'] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
  throw invalidRequest(path, '必须是正整数', 'must be a positive whole number');
}
