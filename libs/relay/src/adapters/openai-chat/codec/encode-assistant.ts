import type { Message } from '../../../model/chat-request';
import type { Part, TextPart, ToolCallPart } from '../../../model/content';
import { listRestLosses, notesOf, restOf } from '../../carry-rest';
import { asString } from '../../read-json';
import { restoreAll } from './carry-nested';
import type { MessageNotes } from './decode-assistant';
import type { PartNotes } from './decode-part';
import { thoughtNotes } from './decode-thinking';
import { hasCustomTools, lose, writeCache, type WriteContext } from './encode-context';
import { encodePart } from './encode-part';
import { encodeThoughts } from './encode-thoughts';
import { encodeCitation } from './map-citation';
import { writeSignature } from './map-signature';
import { callNotes, encodeFunctionCall, encodeToolCall, fitCallId } from './map-tool-call';
import { DIALECT, type Fields } from './openai-chat.wire';
import { joinContent, moveMark } from './write-content';

/** A turn of the model in the history. Its text is one piece here, whatever stood between. */
export function encodeAssistant(message: Message, path: string, context: WriteContext): Fields[] {
  const notes = (notesOf(message, DIALECT) ?? {}) as MessageNotes;
  const wire: Fields = { role: 'assistant' };
  const parts = notes.hasCache === true ? moveMark(message.parts, wire, path, context) : message.parts;
  const content: Fields[] = [];
  const calls: Fields[] = [];
  parts.forEach((part, index) => {
    const at = `${path}.content[${index}]`;
    const { place, raw } = (notesOf(part, DIALECT) ?? {}) as PartNotes;
    if (part.type === 'tool-call') addCall(part, at, wire, calls, context);
    else if (part.type === 'refusal' && place !== 'content') addRefusal(part.text, wire);
    else if (part.type === 'thinking' && raw !== undefined) content.push(raw);
    else if (isContent(part)) pushIfAny(content, encodePart(part, at, context));
  });
  encodeThoughts(parts, notes, path, wire, context);
  writeContent(content, notes, wire, calls.length > 0 || 'function_call' in wire, context.isOwn);
  if (calls.length > 0) wire['tool_calls'] = calls;
  if (message.name !== undefined) wire['name'] = message.name;
  writeAnnotations(parts, path, wire, context);
  writeTextSignature(message, path, wire, context);
  for (const name of notes.empty ?? []) wire[name] ??= [];
  const isEmpty = Object.keys(wire).length === (message.name === undefined ? 1 : 2);
  return isEmpty && !context.isOwn ? [] : [restoreAll(wire, message)];
}

function pushIfAny(content: Fields[], part: Fields | undefined): void {
  if (part !== undefined) content.push(part);
}

/** Thinking has fields of its own. */
function isContent(part: Part): boolean {
  if (part.type === 'opaque') return thoughtNotes(part).detail === undefined;
  return part.type !== 'thinking' && part.type !== 'redacted-thinking';
}

function writeContent(content: Fields[], notes: MessageNotes, wire: Fields, hasCalls: boolean, isOwn: boolean): void {
  if (content.length > 0 || notes.content !== undefined) wire['content'] = joinContent(content, notes.content, '');
  // Calls may stand alone; null is what every server takes for that.
  else if (!isOwn && hasCalls) wire['content'] = null;
}

function addRefusal(text: string, wire: Fields): void {
  wire['refusal'] = (asString(wire['refusal']) ?? '') + text;
}

function addCall(part: ToolCallPart, path: string, wire: Fields, calls: Fields[], context: WriteContext): void {
  listRestLosses(part, DIALECT, path, context.losses);
  const { name: own, namespace, kind } = part;
  const name = context.names.toWire(namespace === undefined ? { name: own, kind } : { name: own, namespace, kind });
  if (context.isOwn && callNotes(part).isLegacy === true) {
    wire['function_call'] = encodeFunctionCall(part, name);
    return;
  }
  const isSigned = part.signature !== undefined && context.target.acceptsSignature(part.signature);
  if (part.signature !== undefined && !isSigned)
    lose(context, `${path}.signature`, 'the signature is another provider’s');
  const id = context.isOwn ? part.id : fitCallId(part.id);
  const call = encodeToolCall(part, { id, name, hasCustom: hasCustomTools(context), isSigned });
  calls.push(writeCache(call, part.cache, path, context));
}

/** Only sources of this dialect come back here; its servers know no others. */
function writeAnnotations(parts: readonly Part[], path: string, wire: Fields, context: WriteContext): void {
  const annotations: Fields[] = [];
  parts.forEach((part, index) => {
    if (part.type !== 'text') return;
    part.citations?.forEach((citation, at) => {
      const own = citation.opaque?.dialect === DIALECT ? encodeCitation(citation, 0, 0) : undefined;
      if (own !== undefined) annotations.push(own);
      else lose(context, `${path}.content[${index}].citations[${at}]`, 'sources do not come back here');
    });
  });
  if (annotations.length > 0) wire['annotations'] = annotations;
}

function writeTextSignature(message: Message, path: string, wire: Fields, context: WriteContext): void {
  const text = message.parts.findLast((part): part is TextPart => part.type === 'text' && part.signature !== undefined);
  if (text?.signature === undefined) return;
  if (context.target.acceptsSignature(text.signature)) {
    Object.assign(wire, writeSignature(text.signature, restOf(message, DIALECT)));
  } else
    lose(context, `${path}.content[${message.parts.indexOf(text)}].signature`, 'the signature is another provider’s');
}
