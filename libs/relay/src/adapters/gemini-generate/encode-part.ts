import type { Part, TextPart, ThinkingPart, ToolResultPart } from '../../model/content';
import type { Signature } from '../../model/dialect';
import type { Loss } from '../../model/loss';
import { listRestLosses } from '../carry-rest';
import type { AskedTool } from '../tool-names';
import { restoreKept } from './carry-notes';
import { encodeToolCall, encodeToolResult } from './encode-function-part';
import { DIALECT, type WirePart } from './gemini-generate.wire';
import { encodeMedia } from './map-media';
import { encodeSignature, markRedacted, PLACE, placeOf } from './map-signature';

/** What the parts of one message are written for. */
export interface PartWriter {
  /** They were read from this dialect and lose nothing on the way back, not even what is empty. */
  isOwn: boolean;
  /** They are an answer: all its signatures go out, for the caller to send them back. */
  isAnswer: boolean;
  accepts(signature: Signature): boolean;
  /** Calls without a proof are refused; the placeholder stands in. */
  wantsSignedCalls: boolean;
  hasFilesInResults: boolean;
  /** What the tool of a call is called on the wire. */
  nameOf(call: AskedTool): string;
  nameOfResult(result: ToolResultPart): string;
  losses: Loss[];
}

export function encodeParts(parts: readonly Part[], path: string, writer: PartWriter): WirePart[] {
  const wire: WirePart[] = [];
  let hasCall = false;
  parts.forEach((part, index) => {
    const field = `${path}.parts[${index}]`;
    listRestLosses(part, DIALECT, field, writer.losses);
    if ('cache' in part && part.cache !== undefined) lose(writer, `${field}.cache`, 'Gemini has no cache marks');
    switch (part.type) {
      case 'text':
        encodeText(part, field, wire, writer);
        return;
      case 'thinking':
        encodeThinking(part, parts[index + 1], field, wire, writer);
        return;
      case 'redacted-thinking':
        if (!writer.isAnswer && !writer.accepts(part.signature))
          lose(writer, field, 'hidden thinking of another upstream');
        else wire.push({ text: '', thought: true, thoughtSignature: encodeSignature(markRedacted(part.signature)) });
        return;
      case 'tool-call':
        wire.push(encodeToolCall(part, signatureBefore(parts[index - 1], writer), !hasCall, field, writer));
        hasCall = true;
        return;
      case 'tool-result':
        wire.push(...encodeToolResult(part, field, writer));
        return;
      case 'refusal':
        wire.push({ text: part.text });
        return;
      case 'opaque':
        if (part.opaque.dialect === DIALECT) wire.push(stripSignature(part.opaque.value as WirePart, field, writer));
        else lose(writer, field, 'only its own dialect understands it');
        return;
      default: {
        const media = encodeMedia(part, writer.isOwn || writer.isAnswer);
        if (media === undefined) lose(writer, field, 'a file that was uploaded to another upstream');
        else wire.push(signPart(media, part.signature, field, writer));
        if (part.type === 'image' && part.detail !== undefined && part.detail !== 'auto') {
          lose(writer, `${field}.detail`, 'Gemini has no detail per image');
        }
        if (part.type === 'document') loseDocumentWords(part, field, writer);
      }
    }
  });
  return wire;
}

function encodeText(part: TextPart, field: string, wire: WirePart[], writer: PartWriter): void {
  if (part.citations !== undefined && !writer.isAnswer && !writer.isOwn) {
    lose(writer, `${field}.citations`, 'Gemini takes no citations in a request');
  }
  // Google refuses empty text; it comes from dialects that must write something.
  if (part.text === '' && !writer.isOwn) return;
  wire.push(restoreKept(signPart({ text: part.text }, part.signature, field, writer), part));
}

function signPart(wire: WirePart, signature: Signature | undefined, field: string, writer: PartWriter): WirePart {
  if (signature === undefined) return wire;
  if (writer.isAnswer || writer.accepts(signature)) wire.thoughtSignature = encodeSignature(signature);
  else lose(writer, `${field}.signature`, 'a proof of another upstream');
  return wire;
}

function encodeThinking(
  part: ThinkingPart,
  next: Part | undefined,
  field: string,
  wire: WirePart[],
  writer: PartWriter,
): void {
  const { signature } = part;
  const isAccepted = signature !== undefined && (writer.isAnswer || writer.accepts(signature));
  const place = placeOf(signature);
  if (signature !== undefined && !isAccepted) {
    lose(writer, `${field}.signature`, 'a proof of another upstream');
    if (!writer.isOwn || place !== undefined) return;
  }
  if (isForCall(part, next, writer)) return;
  const value = isAccepted ? encodeSignature(signature) : undefined;
  if (place !== undefined) {
    writePlaced(place, value ?? '', wire);
    return;
  }
  if (value === undefined && !writer.isOwn && !writer.isAnswer) {
    lose(writer, field, 'thinking without a proof of this upstream');
    return;
  }
  const thought: WirePart = { text: part.text, thought: true };
  if (value !== undefined) thought.thoughtSignature = value;
  wire.push(restoreKept(thought, part));
}

function writePlaced(place: string, value: string, wire: WirePart[]): void {
  const last = wire.at(-1);
  if (place === PLACE.alone) wire.push({ thoughtSignature: value });
  else if (place === PLACE.onText && isUnsignedText(last)) last.thoughtSignature = value;
  else wire.push({ text: '', thoughtSignature: value });
}

function isUnsignedText(part: WirePart | undefined): part is WirePart {
  return part?.text !== undefined && part.thought !== true && part.thoughtSignature === undefined;
}

/** Clients whose calls have no place for a signature get it as empty thinking before the call; this is the way back. */
function isForCall(part: ThinkingPart, next: Part | undefined, writer: PartWriter): boolean {
  if (writer.isOwn || writer.isAnswer || part.text !== '' || placeOf(part.signature) !== undefined) return false;
  return part.signature?.dialect === DIALECT && next?.type === 'tool-call' && next.signature === undefined;
}

function signatureBefore(before: Part | undefined, writer: PartWriter): Signature | undefined {
  if (before?.type !== 'thinking' || before.signature === undefined || !writer.accepts(before.signature))
    return undefined;
  const call: Part = { type: 'tool-call', id: '', name: '', kind: 'function', input: '' };
  return isForCall(before, call, writer) ? before.signature : undefined;
}

/** Parts that only Gemini knows may be signed too; what they carried is only for the upstream that gave it. */
function stripSignature(part: WirePart, field: string, writer: PartWriter): WirePart {
  const value = part.thoughtSignature;
  if (value === undefined || writer.isAnswer || writer.accepts({ dialect: DIALECT, value })) return part;
  lose(writer, `${field}.signature`, 'a proof of another upstream');
  const { thoughtSignature: _, ...unsigned } = part;
  return unsigned;
}

function loseDocumentWords(part: Part & { type: 'document' }, field: string, writer: PartWriter): void {
  for (const name of ['title', 'context', 'wantsCitations'] as const) {
    if (part[name] !== undefined && part[name] !== false)
      lose(writer, `${field}.${name}`, 'Gemini has no place for it');
  }
}

function lose(writer: PartWriter, field: string, reason: string): void {
  writer.losses.push({ field, reason });
}
