import type { ToolCallPart, ToolResultPart } from '../../model/content';
import type { Restful, Signature } from '../../model/dialect';
import { listRestLosses, restOf } from '../carry-rest';
import { asObject } from '../read-json';
import { TEXT_INPUT } from '../tool-names';
import { isSame, keep, readNotes, restoreKept } from './carry-notes';
import { readToolOutput } from './decode-function-part';
import type { PartWriter } from './encode-part';
import { DIALECT, type Fields, type WirePart } from './gemini-generate.wire';
import { encodeMedia } from './map-media';
import { encodeSignature, SIGNATURE_PLACEHOLDER } from './map-signature';

/** `before`: a signature that a client could only send as thinking before the call. */
export function encodeToolCall(
  part: ToolCallPart,
  before: Signature | undefined,
  isFirst: boolean,
  field: string,
  writer: PartWriter,
): WirePart {
  const notes = readNotes(part);
  const functionCall: Fields = {};
  if (notes.isIdDerived !== true && part.id !== '') functionCall['id'] = part.id;
  functionCall['name'] = writer.nameOf(part);
  const args = part.kind === 'custom' ? { [TEXT_INPUT]: part.input } : decodeToolInput(part.input);
  if (args === undefined) {
    writer.losses.push({ field: `${field}.input`, reason: 'no JSON object; written as the argument `input`' });
  }
  if (notes.isArgsAbsent !== true || part.input !== '{}') functionCall['args'] = args ?? { [TEXT_INPUT]: part.input };
  const wire: WirePart = { functionCall };
  const signature = part.signature ?? before;
  const isAccepted = signature !== undefined && (writer.isAnswer || writer.accepts(signature));
  if (signature !== undefined && !isAccepted) {
    writer.losses.push({ field: `${field}.signature`, reason: 'a proof of another upstream' });
  }
  if (isAccepted) wire.thoughtSignature = encodeSignature(signature);
  else if (needsPlaceholder(signature, isFirst, writer)) wire.thoughtSignature = SIGNATURE_PLACEHOLDER;
  return restoreKept(wire, part);
}

/** Only the first call of a step is checked. What the caller himself left out is his own affair. */
function needsPlaceholder(rejected: Signature | undefined, isFirst: boolean, writer: PartWriter): boolean {
  return writer.wantsSignedCalls && !writer.isAnswer && isFirst && (rejected !== undefined || !writer.isOwn);
}

/** Undefined = the text is no JSON object. A model that writes nothing at all means no arguments. */
export function decodeToolInput(input: string): Fields | undefined {
  if (input.trim() === '') return {};
  try {
    return asObject(JSON.parse(input));
  } catch {
    return undefined;
  }
}

/** Several parts where the model takes no files within a result: these follow it in the same turn. */
export function encodeToolResult(part: ToolResultPart, field: string, writer: PartWriter): WirePart[] {
  const notes = readNotes(part);
  const functionResponse: Fields = {};
  if (notes.isIdDerived !== true) functionResponse['id'] = part.callId;
  functionResponse['name'] = writer.nameOfResult(part);
  const kept = notes.written;
  if (kept !== undefined && isKeptTrue(part, kept)) {
    return [restoreFields({ functionResponse: { ...functionResponse, ...kept } }, part)];
  }
  const texts: string[] = [];
  const files: WirePart[] = [];
  part.content.forEach((piece, index) => {
    listRestLosses(piece, DIALECT, `${field}.content[${index}]`, writer.losses);
    if (piece.type === 'text') texts.push(piece.text);
    else if (piece.type === 'opaque') {
      if (piece.opaque.dialect === DIALECT) files.push(piece.opaque.value as WirePart);
      else writer.losses.push({ field: `${field}.content[${index}]`, reason: 'only its own dialect understands it' });
    } else {
      const file = encodeMedia(piece, writer.isOwn || writer.isAnswer);
      if (file?.text !== undefined) texts.push(file.text);
      else if (file !== undefined) files.push(file);
      else
        writer.losses.push({
          field: `${field}.content[${index}]`,
          reason: 'a file that was uploaded to another upstream',
        });
    }
  });
  functionResponse['response'] = { [part.isError === true ? 'error' : 'output']: texts.join('\n') };
  const wire = restoreFields({ functionResponse }, part);
  if (files.length === 0) return [wire];
  if (!writer.hasFilesInResults) return [wire, ...files];
  functionResponse['parts'] = files;
  return [wire];
}

/** Does what was kept still say the same as the content? */
function isKeptTrue(part: ToolResultPart, kept: Fields): boolean {
  const again: ToolResultPart = { type: 'tool-result', callId: part.callId, kind: part.kind, content: [] };
  if (part.name !== undefined) again.name = part.name;
  try {
    readToolOutput(again, kept, '', () => new Error());
  } catch {
    return false;
  }
  return isSame(again, part);
}

/** What was written of the output is not a field of the part, so only the other fields go back by their names. */
function restoreFields(wire: WirePart, part: ToolResultPart): WirePart {
  const fields = restOf(part, DIALECT);
  return fields === undefined ? wire : restoreKept(wire, keep<Restful>({}, fields));
}
