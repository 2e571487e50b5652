import type { ChatResponse, Choice } from '../../model/chat-response';
import type { Citation, Part, ToolCallPart } from '../../model/content';
import { keepRest } from '../carry-rest';
import { MalformedPayload } from '../codec';
import { asArray, asObject, asString, without } from '../read-json';
import { writeToolInput } from '../write-tool-input';
import { DIALECT, type Fields } from './cohere-chat.wire';
import { decodeCitation } from './map-citation';
import { decodeFinishReason } from './map-finish-reason';
import { mapUsage } from './map-usage';

const READ: ReadonlySet<string> = new Set(['id', 'message', 'finish_reason', 'usage']);

/** How thinking was told. */
export interface ThoughtNotes {
  /** As the plan for its calls. */
  isPlan?: boolean;
}

/** A complete answer. Cohere neither dates it nor names the model. */
export function decodeResponse(body: unknown): ChatResponse {
  const wire = asObject(body);
  if (wire === undefined) throw new MalformedPayload('body', 'must be an object');
  const message = asObject(wire['message']);
  if (message === undefined) throw new MalformedPayload('message', 'must be an object');
  const parts = decodeParts(message);
  const hasCall = parts.some((part) => part.type === 'tool-call');
  const choice: Choice = { index: 0, parts, finish: decodeFinishReason(wire['finish_reason'], hasCall) };
  return {
    dialect: DIALECT,
    id: asString(wire['id']) ?? '',
    model: '',
    createdAt: 0,
    choices: [choice],
    usage: mapUsage(wire['usage']),
    extra: without(wire, READ),
  };
}

function decodeParts(message: Fields): Part[] {
  const parts: Part[] = [];
  const plan = asString(message['tool_plan']) ?? '';
  if (plan !== '') parts.push(keepRest<Part>({ type: 'thinking', text: plan }, DIALECT, undefined, { isPlan: true }));
  const { content } = message;
  const items = typeof content === 'string' ? [{ type: 'text', text: content }] : (asArray(content) ?? []);
  items.forEach((item, index) => {
    const part = decodeContent(item, `message.content[${index}]`);
    if (part !== undefined) parts.push(part);
  });
  addCitations(message, parts);
  (asArray(message['tool_calls']) ?? []).forEach((call, index) => {
    parts.push(decodeCall(call, `message.tool_calls[${index}]`));
  });
  return parts;
}

function decodeContent(value: unknown, path: string): Part | undefined {
  const item = asObject(value);
  if (item === undefined) throw new MalformedPayload(path, 'must be an object');
  if (item['type'] === 'text') {
    const text = asString(item['text']) ?? '';
    return text === '' ? undefined : { type: 'text', text };
  }
  if (item['type'] === 'thinking') {
    const text = asString(item['thinking']) ?? '';
    return text === '' ? undefined : { type: 'thinking', text };
  }
  return { type: 'opaque', opaque: { dialect: DIALECT, value: item } };
}

/** Places of statements are told within the whole text, so they fit where that is in one piece. */
function addCitations(message: Fields, parts: readonly Part[]): void {
  const text = parts.findLast((part) => part.type === 'text');
  if (text === undefined) return;
  const citations = (asArray(message['citations']) ?? [])
    .map(decodeCitation)
    .filter((one): one is Citation => one !== undefined);
  if (citations.length > 0) text.citations = citations;
}

function decodeCall(value: unknown, path: string): ToolCallPart {
  const call = asObject(value);
  const called = asObject(call?.['function']);
  const id = asString(call?.['id']);
  const name = asString(called?.['name']);
  if (id === undefined || name === undefined) throw new MalformedPayload(path, 'a call needs id and name');
  const input = writeToolInput(called?.['arguments'], `${path}.function.arguments`);
  return { type: 'tool-call', id, name, kind: 'function', input };
}
