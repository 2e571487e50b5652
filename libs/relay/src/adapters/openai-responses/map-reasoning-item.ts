import type { Part, RedactedThinkingPart, TextPart, ThinkingPart } from '../../model/content';
import type { Signature } from '../../model/dialect';
import { packSignature, unpackSignature } from '../../model/carry-signature';
import { asString } from '../read-json';
import { keepNotes, noteOf, splitItem, type Notes } from './carry-notes';
import { DIALECT, type Fail, type WireItem, type WireObject } from './openai-responses.wire';
import { needList, needObject, needString } from './read-wire';

const REASONING: ReadonlySet<string> = new Set(['type', 'summary', 'content', 'encrypted_content']);

/** Between the paragraphs of a summary. */
export const PARAGRAPH = '\n\n';

/** Ids of foreign signatures, which say where in the answer they belong. */
const HIDDEN = 'hidden';
const ON_TEXT = 'on-text';
const ON_CALL = 'on-call:';

export function decodeReasoning(wire: WireItem, path: string, fail: Fail): Part {
  const summary = readTexts(wire['summary'], `${path}.summary`, fail);
  const content = readTexts(wire['content'], `${path}.content`, fail);
  const signature = decodeSignature(wire);
  const { fields, item } = splitItem(wire, REASONING);
  if (signature !== undefined && isHidden(signature)) {
    const { dialect, value } = signature;
    return keepNotes<RedactedThinkingPart>({ type: 'redacted-thinking', signature: { dialect, value } }, fields, {
      item,
    });
  }
  const isSummary = content.length === 0;
  const part: ThinkingPart = { type: 'thinking', text: (isSummary ? summary : content).join(PARAGRAPH) };
  if (isSummary && summary.length > 0) part.isSummary = true;
  if (signature !== undefined) part.signature = signature;
  const notes: Notes = { item };
  if (Array.isArray(wire['summary'])) notes.summary = wire['summary'];
  if (Array.isArray(wire['content'])) notes.content = wire['content'];
  return keepNotes(part, wire['encrypted_content'] === '' ? { ...fields, encrypted_content: '' } : fields, notes);
}

/** OpenAI's own proof is of use with the item's id only. */
export function decodeSignature(wire: WireObject): Signature | undefined {
  const text = asString(wire['encrypted_content']);
  if (text === undefined || text === '') return undefined;
  const signature = unpackSignature(text, DIALECT);
  const id = asString(wire['id']);
  return signature.dialect === DIALECT && id !== undefined ? { ...signature, id } : signature;
}

export function readTexts(value: unknown, path: string, fail: Fail): string[] {
  if (value === undefined || value === null) return [];
  return needList(value, path, fail).map((part, index) => {
    const at = `${path}[${index}]`;
    return needString(needObject(part, at, fail), 'text', at, fail);
  });
}

/** `newId` is for items that bring none. */
export function encodeThinking(part: ThinkingPart, newId: () => string): WireItem {
  const { item, summary, content } = noteOf(part);
  const ownId = part.signature?.dialect === DIALECT ? part.signature.id : undefined;
  const wire: WireItem = { type: 'reasoning', ...(item ?? { id: ownId ?? newId() }), summary: [] };
  const told = Array.isArray(content) && content.length > 0 ? content : summary;
  if (item !== undefined && joined(told) === part.text) {
    if (summary === undefined) delete wire['summary'];
    else wire['summary'] = summary;
    if (content !== undefined) wire['content'] = content;
  } else if (part.text !== '') wire['summary'] = [{ type: 'summary_text', text: part.text }];
  if (part.signature !== undefined) wire['encrypted_content'] = encodeSignature(part.signature);
  return wire;
}

function joined(list: unknown): string {
  if (!Array.isArray(list)) return '';
  return list.map((part) => (part as { text: string }).text).join(PARAGRAPH);
}

export function encodeSignature(signature: Signature): string {
  return signature.dialect === DIALECT ? signature.value : packSignature(signature, DIALECT);
}

/** Thinking that is told by its proof alone. */
export function encodeRedacted(signature: Signature, newId: () => string): WireItem {
  const id = signature.dialect === DIALECT ? (signature.id ?? newId()) : newId();
  return { type: 'reasoning', id, summary: [], encrypted_content: encodeSignature(markHidden(signature)) };
}

/** It is the proof of thinking that its upstream hid. */
export function isHidden({ dialect, id }: Signature): boolean {
  return id === HIDDEN && dialect !== DIALECT;
}

function markHidden(signature: Signature): Signature {
  return signature.dialect === DIALECT ? signature : { ...signature, id: HIDDEN };
}

/**
 * Gemini signs calls and texts, which have no place for it here. An item without text goes before them with the signature,
 * since clients bring back such items unharmed; `callId` undefined = it belongs to the next text.
 */
export function encodeOwnersSignature(signature: Signature, callId: string | undefined, newId: () => string): WireItem {
  const { dialect, value, id } = signature;
  const place = callId === undefined ? ON_TEXT : ON_CALL + callId;
  const marked = { dialect, value, id: id === undefined ? place : `${place}\n${id}` };
  return { type: 'reasoning', id: newId(), summary: [], encrypted_content: packSignature(marked, DIALECT) };
}

/** The call that a signature belongs to, '' for the next text; undefined = it is that of thinking. */
export function readOwner(signature: Signature | undefined): { callId: string; signature: Signature } | undefined {
  if (signature?.id === undefined) return undefined;
  const [place, id] = signature.id.split('\n') as [string, string?];
  const { dialect, value } = signature;
  const plain = id === undefined ? { dialect, value } : { dialect, value, id };
  if (place === ON_TEXT) return { callId: '', signature: plain };
  return place.startsWith(ON_CALL) ? { callId: place.slice(ON_CALL.length), signature: plain } : undefined;
}

/** Returns signatures to the calls and texts that they came with. */
export function attachSignatures(parts: Part[]): Part[] {
  const waiting = new Map<string, Signature>();
  const attached: Part[] = [];
  for (const part of parts) {
    const owner = part.type === 'thinking' ? readOwner(part.signature) : undefined;
    if (owner !== undefined) {
      waiting.set(owner.callId, owner.signature);
      continue;
    }
    const callId = part.type === 'tool-call' ? part.id : part.type === 'text' ? '' : undefined;
    const signature = callId === undefined ? undefined : waiting.get(callId);
    if (signature !== undefined) {
      (part as TextPart).signature = signature;
      waiting.delete(callId!);
    }
    attached.push(part);
  }
  return attached;
}
