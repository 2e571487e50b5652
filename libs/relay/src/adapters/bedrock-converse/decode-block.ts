import type { Citation, Part, TextPart } from '../../model/content';
import { MalformedPayload } from '../codec';
import { asArray, asObject, asString } from '../read-json';
import { writeToolInput } from '../write-tool-input';
import { DIALECT, type Fields } from './bedrock-converse.wire';
import { decodeCitation } from './map-citation';

/** One block of an answer. Undefined = it says nothing. */
export function decodeBlock(value: unknown, path: string): Part | undefined {
  const block = asObject(value);
  if (block === undefined) throw new MalformedPayload(path, 'must be an object');
  const text = asString(block['text']);
  if (text !== undefined) return text === '' ? undefined : { type: 'text', text };
  const thought = asObject(block['reasoningContent']);
  if (thought !== undefined) return decodeThought(thought);
  const call = asObject(block['toolUse']);
  if (call !== undefined && call['type'] === undefined) return decodeCall(call, `${path}.toolUse`);
  const cited = asObject(block['citationsContent']);
  if (cited !== undefined) return decodeCited(cited);
  const image = asObject(block['image']);
  const data = asString(asObject(image?.['source'])?.['bytes']);
  if (data !== undefined) {
    return { type: 'image', source: { kind: 'base64', mediaType: imageType(image?.['format']), data } };
  }
  // Tools that run at the upstream, guarded content, and what comes next year.
  return { type: 'opaque', opaque: { dialect: DIALECT, value: block } };
}

export function imageType(format: unknown): string {
  return `image/${asString(format) ?? 'png'}`;
}

function decodeThought(thought: Fields): Part | undefined {
  const redacted = asString(thought['redactedContent']);
  if (redacted !== undefined) {
    return { type: 'redacted-thinking', signature: { dialect: DIALECT, value: redacted } };
  }
  const told = asObject(thought['reasoningText']) ?? {};
  const text = asString(told['text']) ?? '';
  const signature = asString(told['signature']) ?? '';
  if (text === '' && signature === '') return undefined;
  return signature === ''
    ? { type: 'thinking', text }
    : { type: 'thinking', text, signature: { dialect: DIALECT, value: signature } };
}

function decodeCall(call: Fields, path: string): Part {
  const id = asString(call['toolUseId']);
  const name = asString(call['name']);
  if (id === undefined || name === undefined) throw new MalformedPayload(path, 'a call needs id and name');
  return { type: 'tool-call', id, name, kind: 'function', input: writeToolInput(call['input'], `${path}.input`) };
}

function decodeCited(cited: Fields): Part | undefined {
  const texts = (asArray(cited['content']) ?? []).map((piece) => asString(asObject(piece)?.['text']) ?? '');
  const text: TextPart = { type: 'text', text: texts.join('') };
  const citations = (asArray(cited['citations']) ?? []).map(decodeCitation);
  text.citations = citations.filter((one): one is Citation => one !== undefined);
  return text.text === '' && text.citations.length === 0 ? undefined : text;
}
