import type { Part, TextPart, ThinkingPart } from '../../model/content';
import { findRest } from '../carry-rest';
import { type CallBook } from './call-book';
import { keep, type Notes } from './carry-notes';
import { decodeFunctionCall, decodeFunctionResponse } from './decode-function-part';
import { DIALECT, type Fail, type Fields } from './gemini-generate.wire';
import { decodeFileData, decodeInlineData, type MediaPart } from './map-media';
import { decodeSignature, PLACE, unmarkRedacted } from './map-signature';
import { needFields, needString, optionalString } from './read-fields';

const TEXT: ReadonlySet<string> = new Set(['text', 'thought', 'thoughtSignature']);
const CALL: ReadonlySet<string> = new Set(['functionCall', 'thoughtSignature']);
const RESULT: ReadonlySet<string> = new Set(['functionResponse']);
const INLINE: ReadonlySet<string> = new Set(['inlineData', 'thoughtSignature']);
const FILE: ReadonlySet<string> = new Set(['fileData', 'thoughtSignature']);

export function decodePart(value: unknown, path: string, calls: CallBook, fail: Fail): Part {
  const part = needFields(value, path, fail);
  const signature = optionalString(part['thoughtSignature'], `${path}.thoughtSignature`, fail);
  if (has(part, 'functionCall') && !isPiece(part['functionCall'])) {
    return decodeFunctionCall(part['functionCall'], path, signature, findRest(part, CALL), calls, fail);
  }
  if (has(part, 'functionResponse')) {
    return decodeFunctionResponse(part['functionResponse'], path, findRest(part, RESULT), calls, fail);
  }
  if (has(part, 'inlineData')) {
    return sign(decodeInlineData(part['inlineData'], `${path}.inlineData`, fail, findRest(part, INLINE)), signature);
  }
  if (has(part, 'fileData')) {
    return sign(decodeFileData(part['fileData'], `${path}.fileData`, fail, findRest(part, FILE)), signature);
  }
  if (has(part, 'text')) return decodeText(part, signature, path, fail);
  if (signature !== undefined && Object.keys(part).length === 1) {
    return { type: 'thinking', text: '', signature: { dialect: DIALECT, value: signature, id: PLACE.alone } };
  }
  return { type: 'opaque', opaque: { dialect: DIALECT, value } };
}

function decodeText(part: Fields, signature: string | undefined, path: string, fail: Fail): Part {
  const text = needString(part['text'], `${path}.text`, fail);
  const unpacked = signature === undefined ? undefined : decodeSignature(signature);
  const rest = findRest(part, TEXT);
  if (part['thought'] === true) {
    const redacted = unpacked === undefined || text !== '' ? undefined : unmarkRedacted(unpacked);
    if (redacted !== undefined) return { type: 'redacted-thinking', signature: redacted };
    const thinking: ThinkingPart = { type: 'thinking', text, isSummary: true };
    if (unpacked !== undefined) thinking.signature = unpacked;
    return keep(thinking, rest);
  }
  const notes: Notes = has(part, 'thought') ? { written: { thought: part['thought'] } } : {};
  if (unpacked !== undefined && text === '' && Object.keys(part).length === 2) {
    // An empty text is none elsewhere, so its signature has to be a part itself.
    if (unpacked.dialect === DIALECT) unpacked.id = PLACE.onEmptyText;
    return { type: 'thinking', text: '', signature: unpacked };
  }
  const signed: TextPart = { type: 'text', text };
  if (unpacked !== undefined) signed.signature = unpacked;
  return keep(signed, rest, notes);
}

function sign(part: MediaPart, signature: string | undefined): MediaPart {
  if (signature !== undefined) part.signature = decodeSignature(signature);
  return part;
}

/** Arguments that come in pieces have no whole call; they go through as they are. */
function isPiece(call: unknown): boolean {
  return typeof call === 'object' && call !== null && ('partialArgs' in call || 'partial_args' in call || isOpen(call));
}

function isOpen(call: object): boolean {
  const { willContinue, will_continue: snake } = call as { willContinue?: unknown; will_continue?: unknown };
  return willContinue === true || snake === true;
}

function has(part: Fields, name: string): boolean {
  return part[name] !== undefined && part[name] !== null;
}
