import type { Part, TextPart, ToolCallPart } from '../../../model/content';
import type { Loss } from '../../../model/loss';
import { listRestLosses, notesOf, restOf } from '../../carry-rest';
import type { AnswerTarget } from '../../codec';
import { asString } from '../../read-json';
import type { MessageNotes } from './decode-assistant';
import type { PartNotes } from './decode-part';
import { thoughtNotes } from './decode-thinking';
import { encodeDetail, isThought, thinkingText, type Thought } from './encode-thinking';
import { restoreAll } from './carry-nested';
import { encodeCitation } from './map-citation';
import { encodeAudio, type MadeNotes } from './map-made-media';
import { writeUrl } from './map-media';
import { writeSignature } from './map-signature';
import { callNotes, encodeFunctionCall, encodeToolCall } from './map-tool-call';
import { DIALECT, type Fields } from './openai-chat.wire';
import { joinContent } from './write-content';

export interface AnswerContext {
  path: string;
  notes: MessageNotes;
  /** What was beside a signature of the message. */
  kept: Fields;
  isOwn: boolean;
  target: AnswerTarget;
  losses: Loss[];
}

interface Lists {
  content: Fields[];
  tool_calls: Fields[];
  images: Fields[];
  annotations: Fields[];
  reasoning_details: Fields[];
}

/** The message of an answer. Signatures of any dialect go out: the caller brings them back. */
export function encodeAnswer(parts: readonly Part[], context: AnswerContext): Fields {
  const wire: Fields = { role: 'assistant' };
  const lists: Lists = { content: [], tool_calls: [], images: [], annotations: [], reasoning_details: [] };
  parts.forEach((part, index) => {
    const path = `${context.path}.content[${index}]`;
    if (part.type !== 'opaque') listRestLosses(part, DIALECT, path, context.losses);
    addPart(part, path, wire, lists, context);
  });
  const { notes, isOwn } = context;
  if (lists.content.length > 0 || notes.content !== undefined)
    wire['content'] = joinContent(lists.content, notes.content, '');
  else if (!isOwn) wire['content'] = null;
  if (!isOwn) wire['refusal'] ??= null;
  addThinking(parts, wire, lists, context);
  for (const name of ['reasoning_details', 'images', 'annotations', 'tool_calls'] as const) {
    if (lists[name].length > 0 || notes.empty?.includes(name) === true) wire[name] = lists[name];
  }
  return wire;
}

function addPart(part: Part, path: string, wire: Fields, lists: Lists, context: AnswerContext): void {
  const { target, losses } = context;
  const { place, raw, isFlat } = (notesOf(part, DIALECT) ?? {}) as PartNotes;
  switch (part.type) {
    case 'text':
      return addText(part, path, wire, lists, context);
    case 'refusal':
      if (place === 'content') lists.content.push({ type: 'refusal', refusal: part.text });
      else wire['refusal'] = (asString(wire['refusal']) ?? '') + part.text;
      return;
    case 'thinking':
    case 'redacted-thinking':
      if (raw !== undefined) lists.content.push(raw);
      return;
    case 'tool-call':
      return addCall(part, wire, lists, target);
    case 'image': {
      const url = writeUrl(part.source);
      if (url !== undefined)
        lists.images.push(restoreAll({ type: 'image_url', image_url: isFlat === true ? url : { url } }, part));
      else losses.push({ field: path, reason: 'is a file of another provider' });
      return;
    }
    case 'audio': {
      const audio = encodeAudio(part, target);
      if (audio !== undefined) wire['audio'] = audio;
      else losses.push({ field: path, reason: 'sound is told as bytes here' });
      return;
    }
    case 'opaque': {
      if (part.opaque.dialect !== DIALECT) losses.push({ field: path, reason: 'only its own protocol knows it' });
      else if (thoughtNotes(part).detail === undefined) {
        const isImage = ((notesOf(part, DIALECT) ?? {}) as MadeNotes).isImage === true;
        lists[isImage ? 'images' : 'content'].push(part.opaque.value as Fields);
      }
      return;
    }
    default:
      losses.push({ field: path, reason: `${part.type} has no place in an answer here` });
  }
}

/** Sources are told by their place in the whole text. */
function addText(part: TextPart, path: string, wire: Fields, lists: Lists, context: AnswerContext): void {
  const offset = lists.content.reduce((length, { text }) => length + (asString(text)?.length ?? 0), 0);
  lists.content.push({ type: 'text', text: part.text, ...restOf(part, DIALECT) });
  part.citations?.forEach((citation, index) => {
    const annotation = encodeCitation(citation, offset, part.text.length);
    if (annotation !== undefined) lists.annotations.push(annotation);
    else context.losses.push({ field: `${path}.citations[${index}]`, reason: 'names no URL' });
  });
  if (part.signature !== undefined) Object.assign(wire, writeSignature(part.signature, context.kept));
}

function addCall(part: ToolCallPart, wire: Fields, lists: Lists, target: AnswerTarget): void {
  const name = part.namespace === undefined ? part.name : `${part.namespace}__${part.name}`;
  if (callNotes(part).isLegacy === true) {
    wire['function_call'] = encodeFunctionCall(part, name);
    return;
  }
  const id = part.id === '' ? target.createId('call_') : part.id;
  lists.tool_calls.push(encodeToolCall(part, { id, name, hasCustom: true, isSigned: true }));
}

/** As it was written, unless it was moved: away into the text, or here out of it. */
function addOwnThinking(thoughts: readonly Thought[], wire: Fields, { plain }: MessageNotes): void {
  const isGone = thoughts.length === 0 && Object.values(plain ?? {}).some((text) => text !== '');
  if (!isGone) Object.assign(wire, plain);
  const added = thinkingText(thoughts.filter(({ rest }) => rest === undefined));
  if (added !== '') wire['reasoning_content'] = (asString(wire['reasoning_content']) ?? '') + added;
}

/** Text where clients look for it; proofs, with the text they prove, in the list that clients bring back. */
function addThinking(parts: readonly Part[], wire: Fields, lists: Lists, { notes, isOwn }: AnswerContext): void {
  const thoughts = parts.filter(isThought);
  if (isOwn) addOwnThinking(thoughts, wire, notes);
  else {
    const text = thinkingText(thoughts);
    if (text !== '') wire['reasoning_content'] = text;
  }
  const isProved = thoughts.some(({ signature }) => signature !== undefined);
  for (const part of parts) {
    const { detail, isPlain } = thoughtNotes(part);
    if (detail !== undefined && isOwn) lists.reasoning_details.push(detail);
    else if (isThought(part) && isPlain !== true && isProved && !isOwn) {
      lists.reasoning_details.push(encodeDetail(part, lists.reasoning_details.length));
    }
  }
}
