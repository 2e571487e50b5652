import type { ChatResponse, Choice } from '../../model/chat-response';
import type { Part } from '../../model/content';
import { keepRest } from '../carry-rest';
import { MalformedPayload } from '../codec';
import { asArray, asNumber, asObject, asString } from '../read-json';
import { noteOf } from './carry-notes';
import { decodeOutput } from './decode-output';
import { decodeFinishReason } from './map-finish-reason';
import { mapUsage, usageRest } from './map-usage';
import { DIALECT, type Fail, type WireObject } from './openai-responses.wire';
import { ECHO } from './response-shell';

const READ: ReadonlySet<string> = new Set([
  ...['id', 'object', 'created_at', 'model', 'output', 'status', 'incomplete_details', 'error', 'usage'],
  'service_tier',
]);

const malformed: Fail = (path, _zh, en) => new MalformedPayload(path, en);

/** A complete answer; one that failed is none. */
export function decodeResponse(body: unknown): ChatResponse {
  const wire = asObject(body);
  if (wire === undefined) throw new MalformedPayload('body', 'must be an object');
  if (wire['status'] === 'failed' || asObject(wire['error']) !== undefined) {
    throw new MalformedPayload('error', 'is an error and no answer');
  }
  const parts = decodeOutput(wire['output'], malformed);
  const choice: Choice = { index: 0, parts, finish: decodeFinishReason(wire, readKinds(parts)) };
  const logprobs = parts.flatMap((part) => (part.type === 'text' ? (asArray(noteOf(part).logprobs) ?? []) : []));
  if (logprobs.length > 0) choice.logprobs = { content: logprobs };
  const response: ChatResponse = {
    dialect: DIALECT,
    id: asString(wire['id']) ?? '',
    model: asString(wire['model']) ?? '',
    createdAt: asNumber(wire['created_at']) ?? 0,
    choices: [choice],
    usage: mapUsage(wire['usage'], wire['output']),
    extra: {},
  };
  const tier = asString(wire['service_tier']);
  if (tier !== undefined) response.serviceTier = tier;
  keepExtra(wire, response);
  return response;
}

function readKinds(parts: readonly Part[]) {
  return {
    hasToolCall: parts.some((part) => part.type === 'tool-call'),
    hasRefusal: parts.some((part) => part.type === 'refusal'),
  };
}

/** What only repeats the request is no loss elsewhere. */
function keepExtra(wire: WireObject, response: ChatResponse): void {
  const echo: WireObject = {};
  for (const name of Object.keys(wire)) {
    if (ECHO.has(name)) echo[name] = wire[name];
    else if (!READ.has(name)) response.extra[name] = wire[name];
  }
  if (wire['service_tier'] === null) echo['service_tier'] = null;
  if (wire['usage'] === null) echo['usage'] = null;
  keepRest(response, DIALECT, undefined, echo);
  const rest = usageRest(wire['usage']);
  if (rest !== undefined) response.extra['usage'] = rest;
}
