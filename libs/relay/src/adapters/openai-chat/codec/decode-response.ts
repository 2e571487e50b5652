import type { ChatResponse, Choice } from '../../../model/chat-response';
import { keepRest } from '../../carry-rest';
import { MalformedPayload } from '../../codec';
import { asArray, asCount, asNumber, asObject, asString, without } from '../../read-json';
import { decodeAssistant } from './decode-assistant';
import { decodeFinishReason } from './map-finish-reason';
import { mapUsage } from './map-usage';
import { DIALECT, malformed, type Fields } from './openai-chat.wire';

const RESPONSE: ReadonlySet<string> = new Set(['id', 'object', 'created', 'model', 'choices', 'usage', 'service_tier']);
const CHOICE: ReadonlySet<string> = new Set(['index', 'message', 'finish_reason']);

/** What an answer says besides that is the same for all its readers. */
export interface ResponseNotes {
  usage?: Fields;
}

/** A complete answer. Some upstreams tell errors with status 200. */
export function decodeResponse(body: unknown): ChatResponse {
  const wire = asObject(body);
  if (wire === undefined) throw new MalformedPayload('body', 'must be an object');
  if (wire['error'] !== undefined && wire['error'] !== null) {
    throw new MalformedPayload('error', 'is an error and no answer');
  }
  const choices = asArray(wire['choices']);
  if (choices === undefined || choices.length === 0) throw new MalformedPayload('choices', 'must be a filled array');
  const extra = without(wire, RESPONSE);
  const serviceTier = asString(wire['service_tier']);
  if (serviceTier === undefined && 'service_tier' in wire) extra['service_tier'] = wire['service_tier'];
  const usage = asObject(wire['usage']);
  const response: ChatResponse = {
    dialect: DIALECT,
    id: asString(wire['id']) ?? '',
    model: asString(wire['model']) ?? '',
    createdAt: readSeconds(wire['created']),
    choices: choices.map(decodeChoice),
    usage: mapUsage(usage),
    ...(serviceTier !== undefined && { serviceTier }),
    extra,
  };
  const notes: ResponseNotes | undefined = usage === undefined ? undefined : { usage };
  return keepRest(response, DIALECT, undefined, notes);
}

function decodeChoice(value: unknown, position: number): Choice {
  const path = `choices[${position}]`;
  const wire = asObject(value);
  if (wire === undefined) throw new MalformedPayload(path, 'must be an object');
  const message = asObject(wire['message']);
  if (message === undefined) throw new MalformedPayload(`${path}.message`, 'must be an object');
  const options = { fail: malformed, isAnswer: true, legacyId: '' };
  const { parts, fields, notes } = decodeAssistant(message, `${path}.message`, options);
  const hasToolCall = parts.some((part) => part.type === 'tool-call');
  const finish = decodeFinishReason(wire['finish_reason'], hasToolCall);
  const choice: Choice = { index: asCount(wire['index']) ?? position, parts, finish };
  const { logprobs, ...others } = without(wire, CHOICE);
  if (logprobs !== undefined && logprobs !== null) choice.logprobs = logprobs;
  else if (logprobs === null) others['logprobs'] = null;
  for (const name of Object.keys(fields ?? {})) others[`message.${name}`] = fields![name];
  return keepRest(choice, DIALECT, Object.keys(others).length === 0 ? undefined : others, notes);
}

/** 0 = not told. Seconds with a fraction are seen too. */
export function readSeconds(value: unknown): number {
  return Math.max(0, Math.floor(asNumber(value) ?? 0));
}
