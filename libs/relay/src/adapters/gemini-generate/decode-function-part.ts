import type { ImagePart, DocumentPart, OpaquePart, TextPart, ToolCallPart, ToolResultPart } from '../../model/content';
import { findRest } from '../carry-rest';
import type { CallBook } from './call-book';
import { keep, nest, type Notes } from './carry-notes';
import { DIALECT, type Fail, type Fields } from './gemini-generate.wire';
import { decodeInlineData } from './map-media';
import { decodeSignature, isPlaceholder } from './map-signature';
import { needFields, needList, needString, optionalString, readFields, writeJson } from './read-fields';

const CALL: ReadonlySet<string> = new Set(['id', 'name', 'args']);
const RESULT: ReadonlySet<string> = new Set(['id', 'name', 'response', 'parts']);

export function decodeFunctionCall(
  value: unknown,
  partPath: string,
  signature: string | undefined,
  partRest: Fields | undefined,
  calls: CallBook,
  fail: Fail,
): ToolCallPart {
  const path = `${partPath}.functionCall`;
  const call = needFields(value, path, fail);
  const name = needString(call['name'], `${path}.name`, fail);
  const args = call['args'] ?? undefined;
  if (args !== undefined) needFields(args, `${path}.args`, fail);
  const named = calls.nameCall(optionalString(call['id'], `${path}.id`, fail), name);
  const part: ToolCallPart = {
    type: 'tool-call',
    id: named.id,
    name,
    kind: 'function',
    input: args === undefined ? '{}' : writeJson(args, `${path}.args`, fail),
  };
  const notes: Notes = {};
  if (signature !== undefined && isPlaceholder(signature)) notes.written = { thoughtSignature: signature };
  else if (signature !== undefined) part.signature = decodeSignature(signature);
  if (named.isDerived) notes.isIdDerived = true;
  if (args === undefined) notes.isArgsAbsent = true;
  return keep(part, nest('functionCall', findRest(call, CALL), partRest), notes);
}

/** What the tool gave is kept as it was written too: `content` only says what other dialects can say of it. */
export function decodeFunctionResponse(
  value: unknown,
  partPath: string,
  partRest: Fields | undefined,
  calls: CallBook,
  fail: Fail,
): ToolResultPart {
  const path = `${partPath}.functionResponse`;
  const result = needFields(value, path, fail);
  const name = needString(result['name'], `${path}.name`, fail);
  const matched = calls.matchResult(optionalString(result['id'], `${path}.id`, fail), name);
  const part: ToolResultPart = { type: 'tool-result', callId: matched.id, name, kind: 'function', content: [] };
  readToolOutput(part, result, path, fail);
  const notes: Notes = { written: {} };
  for (const field of ['response', 'parts']) {
    if (result[field] !== undefined && result[field] !== null) (notes.written ??= {})[field] = result[field];
  }
  if (matched.isDerived) notes.isIdDerived = true;
  return keep(part, nest('functionResponse', findRest(result, RESULT), partRest), notes);
}

/**
 * `output` and `error` are the documented names for what a function gave; with neither, the whole object is the output.
 * https://ai.google.dev/api/caching#FunctionResponse
 */
export function readToolOutput(part: ToolResultPart, result: Fields, path: string, fail: Fail): void {
  const response = result['response'];
  if (response !== undefined && response !== null) {
    const fields = needFields(response, `${path}.response`, fail);
    const names = Object.keys(fields);
    const only = names.length === 1 ? names[0] : undefined;
    const output = only === 'output' || only === 'error' ? fields[only] : fields;
    if (only === 'error') part.isError = true;
    const text = typeof output === 'string' ? output : writeJson(output, `${path}.response`, fail);
    part.content.push({ type: 'text', text });
  }
  if (result['parts'] === undefined || result['parts'] === null) return;
  needList(result['parts'], `${path}.parts`, fail).forEach((file, index) => {
    part.content.push(decodeResultFile(file, `${path}.parts[${index}]`, fail));
  });
}

function decodeResultFile(value: unknown, path: string, fail: Fail): TextPart | ImagePart | DocumentPart | OpaquePart {
  const blob = readFields(value)?.['inlineData'];
  if (blob !== undefined && blob !== null) {
    const part = decodeInlineData(blob, `${path}.inlineData`, fail, undefined);
    if (part.type === 'image' || part.type === 'document') return part;
  }
  return { type: 'opaque', opaque: { dialect: DIALECT, value } };
}
