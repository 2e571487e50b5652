import type { Message } from '../../../model/chat-request';
import type { Part, TextPart, ToolCallPart } from '../../../model/content';
import { findRest, keepRest } from '../../carry-rest';
import { asObject } from '../../read-json';
import { decodePart } from './decode-part';
import { decodeThinking, isThoughtField } from './decode-thinking';
import { decodeCitation } from './map-citation';
import { decodeMadeMedia } from './map-made-media';
import { readSignature } from './map-signature';
import { decodeFunctionCall, decodeToolCall } from './map-tool-call';
import { DIALECT, type Fail, type Fields } from './openai-chat.wire';
import { readList, readString, wantObject } from './read-fields';

const READ = new Set([
  'role',
  'content',
  'name',
  'refusal',
  'tool_calls',
  'function_call',
  'annotations',
  'cache_control',
]);

/** How a message was written. */
export interface MessageNotes {
  /** Content was a string, or a list of parts. */
  content?: 'text' | 'parts';
  /** Thinking in plain fields. */
  plain?: Fields;
  /** Lists that were there and empty. */
  empty?: string[];
  /** The cache mark stood on the message. */
  hasCache?: boolean;
}

export interface DecodedParts {
  parts: Part[];
  fields: Fields | undefined;
  notes: MessageNotes;
}

export interface AssistantOptions {
  fail: Fail;
  /** An answer: unknown parts are kept, and files it made are read. */
  isAnswer: boolean;
  /** Id for a call of the time before calls had one. */
  legacyId: string;
}

/** A message of the model, from the history or an answer: thinking, text, refusal, files, calls, in this order. */
export function decodeAssistant(wire: Fields, path: string, options: AssistantOptions): DecodedParts {
  const { fail, isAnswer } = options;
  const notes: MessageNotes = {};
  const thinking = decodeThinking(wire, path, fail);
  if (thinking.plain !== undefined) notes.plain = thinking.plain;
  const content = decodeContent(wire, path, notes, fail, (value, at) => {
    const part = decodePart(value, at, fail);
    if (part !== undefined) return part;
    if (!isAnswer) throw fail(`${at}.type`, '不支持的类型', 'is not a known type');
    return { type: 'opaque', opaque: { dialect: DIALECT, value } };
  });
  const refusal = readString(wire, 'refusal', path, fail);
  const parts: Part[] = [...thinking.parts, ...content];
  if (refusal !== undefined) parts.push({ type: 'refusal', text: refusal });
  let fields = findRest(wire, READ);
  for (const name of Object.keys(fields ?? {})) {
    if (isThoughtField(name, wire[name]) && wire[name] !== null) delete fields![name];
  }
  if (isAnswer) fields = decodeMadeMedia(wire, parts, fields);
  fields = readMessageSignature(wire, parts, fields);
  fields = readAnnotations(wire, path, parts, fields, fail);
  const calls = (readList(wire, 'tool_calls', path, fail) ?? []).map((call, index) =>
    decodeToolCall(isAnswer ? withId(call) : call, `${path}.tool_calls[${index}]`, fail),
  );
  parts.push(...calls, ...readLegacyCall(wire, path, options));
  const empty = ['tool_calls', 'reasoning_details', 'annotations'].filter((name) => isEmptyList(wire[name]));
  if (empty.length > 0) notes.empty = empty;
  return { parts, fields: fields !== undefined && Object.keys(fields).length > 0 ? fields : undefined, notes };
}

/** A string, a list of parts, or nothing. */
export function decodeContent(
  wire: Fields,
  path: string,
  notes: MessageNotes,
  fail: Fail,
  decode: (value: unknown, path: string) => Part,
): Part[] {
  const content = wire['content'] ?? undefined;
  if (content === undefined) return [];
  if (typeof content === 'string') {
    notes.content = 'text';
    return content === '' ? [] : [{ type: 'text', text: content }];
  }
  if (!Array.isArray(content)) throw fail(`${path}.content`, '必须是字符串或数组', 'must be a string or an array');
  notes.content = 'parts';
  return content.map((part, index) => decode(part, `${path}.content[${index}]`));
}

export function toMessage(role: Message['role'], { parts, fields, notes }: DecodedParts): Message {
  return keepRest<Message>({ role, parts }, DIALECT, fields, Object.keys(notes).length > 0 ? notes : undefined);
}

function readLegacyCall(wire: Fields, path: string, { fail, legacyId }: AssistantOptions): ToolCallPart[] {
  if (wire['function_call'] === undefined || wire['function_call'] === null) return [];
  return [decodeFunctionCall(wire['function_call'], legacyId, `${path}.function_call`, fail)];
}

/** Not every upstream names its calls. */
function withId(call: unknown): unknown {
  const wire = asObject(call);
  return wire !== undefined && typeof wire['id'] !== 'string' ? { ...wire, id: '' } : call;
}

/** Google's endpoint signs the text of a message too. Where there is none, an empty thought carries the proof. */
function readMessageSignature(wire: Fields, parts: Part[], fields: Fields | undefined): Fields | undefined {
  const { signature, rest } = readSignature(wire);
  if (signature === undefined) return fields;
  const text = parts.findLast((part): part is TextPart => part.type === 'text');
  if (text === undefined) return fields;
  text.signature = signature;
  const { extra_content: _read, ...others } = fields ?? {};
  return { ...others, ...rest };
}

/** Sources are told of the message as a whole; they go to its text. */
function readAnnotations(
  wire: Fields,
  path: string,
  parts: Part[],
  fields: Fields | undefined,
  fail: Fail,
): Fields | undefined {
  const annotations = readList(wire, 'annotations', path, fail) ?? [];
  if (annotations.length === 0) return fields;
  const text = parts.find((part): part is TextPart => part.type === 'text');
  if (text === undefined) return { ...fields, annotations };
  text.citations = annotations.map((annotation, index) =>
    decodeCitation(wantObject(annotation, `${path}.annotations[${index}]`, fail)),
  );
  return fields;
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
