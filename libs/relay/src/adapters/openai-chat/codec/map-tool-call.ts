import { createHash } from 'node:crypto';
import type { ToolCallPart } from '../../../model/content';
import { findRest, keepRest, notesOf, restOf } from '../../carry-rest';
import { asObject, asString } from '../../read-json';
import { TEXT_INPUT } from '../../tool-names';
import { findNested, restoreAll } from './carry-nested';
import { withCache } from './decode-part';
import { readSignature, writeSignature } from './map-signature';
import { DIALECT, type Fail, type Fields } from './openai-chat.wire';
import { wantObject, wantString } from './read-fields';

const CALL = new Set(['id', 'type', 'index', 'function', 'extra_content', 'cache_control']);
const CUSTOM_CALL = new Set(['id', 'type', 'index', 'custom', 'extra_content', 'cache_control']);
const FUNCTION = new Set(['name', 'arguments']);
const CUSTOM = new Set(['name', 'input']);

/** How a call was written. */
export interface CallNotes {
  /** In `function_call`, before there were tools. */
  isLegacy?: boolean;
  isTypeless?: boolean;
  /** Left over from a stream. */
  index?: unknown;
  /** Arguments that were no string, or none at all. */
  raw?: { arguments?: unknown };
}

export function decodeToolCall(value: unknown, path: string, fail: Fail): ToolCallPart {
  const wire = wantObject(value, path, fail);
  const id = wantString(wire, 'id', path, fail);
  const { type } = wire;
  const notes: CallNotes = {
    ...(type === undefined && { isTypeless: true }),
    ...('index' in wire && { index: wire['index'] }),
  };
  if (type === 'custom') {
    const custom = wantObject(wire['custom'], `${path}.custom`, fail);
    const name = wantString(custom, 'name', `${path}.custom`, fail);
    const input = wantString(custom, 'input', `${path}.custom`, fail);
    const part: ToolCallPart = { type: 'tool-call', id, name, kind: 'custom', input };
    return complete(part, wire, findNested(findRest(wire, CUSTOM_CALL), wire, 'custom', CUSTOM), notes, path, fail);
  }
  if (type !== undefined && type !== null && type !== 'function') {
    throw fail(`${path}.type`, '必须是 function 或 custom', 'must be function or custom');
  }
  const part = readFunction(id, wire['function'], `${path}.function`, notes, fail);
  return complete(part, wire, findNested(findRest(wire, CALL), wire, 'function', FUNCTION), notes, path, fail);
}

export function decodeFunctionCall(value: unknown, id: string, path: string, fail: Fail): ToolCallPart {
  const notes: CallNotes = { isLegacy: true };
  const part = readFunction(id, value, path, notes, fail);
  return keepRest(part, DIALECT, findRest(wantObject(value, path, fail), FUNCTION), notes);
}

/** No arguments at all are the empty object; some upstreams write an object where its text belongs. */
function readFunction(id: string, value: unknown, path: string, notes: CallNotes, fail: Fail): ToolCallPart {
  const wire = wantObject(value, path, fail);
  const name = wantString(wire, 'name', path, fail);
  const written = wire['arguments'];
  const object = asObject(written);
  if (object === undefined && written !== undefined && written !== null && typeof written !== 'string') {
    throw fail(`${path}.arguments`, '必须是字符串', 'must be a string');
  }
  const input = object === undefined ? asString(written) : JSON.stringify(object);
  if (input === undefined || input === '' || object !== undefined) {
    notes.raw = written === undefined ? {} : { arguments: written };
  }
  return { type: 'tool-call', id, name, kind: 'function', input: input === undefined || input === '' ? '{}' : input };
}

function complete(
  part: ToolCallPart,
  wire: Fields,
  fields: Fields | undefined,
  notes: CallNotes,
  path: string,
  fail: Fail,
): ToolCallPart {
  const { signature, rest } = readSignature(wire);
  if (signature !== undefined) part.signature = signature;
  const strange = signature === undefined && 'extra_content' in wire ? { extra_content: wire['extra_content'] } : rest;
  const kept = strange === undefined ? fields : { ...fields, ...strange };
  const hasNotes = Object.keys(notes).length > 0;
  return withCache(keepRest(part, DIALECT, kept, hasNotes ? notes : undefined), wire, path, fail);
}

export function callNotes(part: ToolCallPart): CallNotes {
  return notesOf(part, DIALECT) ?? {};
}

export interface CallForm {
  id: string;
  /** As the tool is called on the wire. */
  name: string;
  /** Free text goes as such; else it is wrapped. */
  hasCustom: boolean;
  isSigned: boolean;
}

/** Legacy calls: see `encodeFunctionCall`. */
export function encodeToolCall(part: ToolCallPart, { id, name, hasCustom, isSigned }: CallForm): Fields {
  const notes = callNotes(part);
  const wire: Fields = {};
  if (notes.index !== undefined) wire['index'] = notes.index;
  wire['id'] = id;
  if (part.kind === 'custom' && hasCustom) {
    wire['type'] = 'custom';
    wire['custom'] = { name, input: part.input };
  } else {
    if (notes.isTypeless !== true) wire['type'] = 'function';
    wire['function'] = { name, ...writeArguments(part) };
  }
  if (isSigned && part.signature !== undefined) {
    Object.assign(wire, writeSignature(part.signature, restOf(part, DIALECT)));
  }
  return restoreAll(wire, part);
}

export function encodeFunctionCall(part: ToolCallPart, name: string): Fields {
  return restoreAll({ name, ...writeArguments(part) }, part);
}

function writeArguments(part: ToolCallPart): Fields {
  if (part.kind === 'custom') return { arguments: JSON.stringify({ [TEXT_INPUT]: part.input }) };
  const { raw } = callNotes(part);
  if (raw !== undefined && (part.input === '{}' || JSON.stringify(raw.arguments) === part.input)) return raw;
  return { arguments: part.input };
}

const LONGEST_ID = 40;

/** Ids have at most 40 characters at OpenAI. The same id always becomes the same one. */
export function fitCallId(id: string): string {
  if (id.length <= LONGEST_ID) return id;
  return `call_${createHash('sha256').update(id).digest('hex').slice(0, 32)}`;
}
