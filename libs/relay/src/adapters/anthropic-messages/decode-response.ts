import type { ChatResponse, Choice } from '../../model/chat-response';
import { MalformedPayload } from '../codec';
import { asObject, asString } from '../read-json';
import { DIALECT, type Fail, type WireObject } from './anthropic-messages.wire';
import { decodeBlock } from './decode-block';
import { attachSignatures } from './decode-message';
import { decodeFinishReason } from './map-finish-reason';
import { mapUsage, usageRest } from './map-usage';

const READ: ReadonlySet<string> = new Set([
  'id',
  'type',
  'role',
  'model',
  'content',
  'stop_reason',
  'stop_sequence',
  'usage',
]);

export const malformed: Fail = (path, _zh, en) => new MalformedPayload(path, en);

/** A complete answer. Anthropic dates none: `createdAt` is 0. */
export function decodeResponse(body: unknown): ChatResponse {
  const wire = asObject(body);
  if (wire === undefined) throw new MalformedPayload('body', 'must be an object');
  if (wire['type'] === 'error') throw new MalformedPayload('type', 'is an error and no answer');
  const content = wire['content'];
  if (!Array.isArray(content)) throw new MalformedPayload('content', 'must be an array');
  const parts = attachSignatures(content.map((block, index) => decodeBlock(block, `content[${index}]`, malformed)));
  const hasToolCall = parts.some((part) => part.type === 'tool-call');
  const choice: Choice = {
    index: 0,
    parts,
    finish: decodeFinishReason(wire['stop_reason'], wire['stop_sequence'], hasToolCall),
  };
  const response: ChatResponse = {
    dialect: DIALECT,
    id: asString(wire['id']) ?? '',
    model: asString(wire['model']) ?? '',
    createdAt: 0,
    choices: [choice],
    usage: mapUsage(wire['usage']),
    extra: {},
  };
  const tier = asString(asObject(wire['usage'])?.['service_tier']);
  if (tier !== undefined) response.serviceTier = tier;
  keepExtra(wire, response);
  return response;
}

function keepExtra(wire: WireObject, response: ChatResponse): void {
  for (const name of Object.keys(wire)) if (!READ.has(name)) response.extra[name] = wire[name];
  const rest = usageRest(wire['usage']);
  if (rest !== undefined) response.extra['usage'] = rest;
}
