import type { ChatResponse, Choice } from '../../model/chat-response';
import type { Part } from '../../model/content';
import { MalformedPayload } from '../codec';
import { asArray, asObject, asString, without } from '../read-json';
import { DIALECT } from './bedrock-converse.wire';
import { decodeBlock } from './decode-block';
import { decodeFinishReason } from './map-finish-reason';
import { mapUsage } from './map-usage';

/** How long it took is no news to callers of other dialects, so it is no loss. */
const READ: ReadonlySet<string> = new Set([
  'output',
  'stopReason',
  'usage',
  'metrics',
  'serviceTier',
  'additionalModelResponseFields',
]);

/** A complete answer. Converse neither names nor dates it; its id is a header. */
export function decodeResponse(body: unknown): ChatResponse {
  const wire = asObject(body);
  if (wire === undefined) throw new MalformedPayload('body', 'must be an object');
  const message = asObject(asObject(wire['output'])?.['message']);
  const content = asArray(message?.['content']);
  if (content === undefined) throw new MalformedPayload('output.message.content', 'must be an array');
  const parts = content
    .map((block, index) => decodeBlock(block, `output.message.content[${index}]`))
    .filter((part): part is Part => part !== undefined);
  const hasCall = parts.some((part) => part.type === 'tool-call');
  const finish = decodeFinishReason(wire['stopReason'], wire['additionalModelResponseFields'], hasCall);
  const choice: Choice = { index: 0, parts, finish };
  const response: ChatResponse = {
    dialect: DIALECT,
    id: '',
    model: '',
    createdAt: 0,
    choices: [choice],
    usage: mapUsage(wire['usage']),
    extra: without(wire, READ),
  };
  const tier = asString(asObject(wire['serviceTier'])?.['type']);
  if (tier !== undefined) response.serviceTier = tier;
  return response;
}
