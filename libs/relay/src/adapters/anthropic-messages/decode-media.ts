import type { DocumentPart, ImagePart, MediaSource } from '../../model/content';
import { asObject, asString } from '../read-json';
import type { Fail, WireBlock, WireObject } from './anthropic-messages.wire';

type Source = MediaSource | { kind: 'text'; text: string };

/** Undefined = a kind of source that only Anthropic understands, e.g. a document made of blocks. */
export function decodeImage(block: WireBlock, path: string, fail: Fail): ImagePart | undefined {
  const source = decodeSource(block, path, fail);
  return source === undefined || source.kind === 'text' ? undefined : { type: 'image', source };
}

export function decodeDocument(block: WireBlock, path: string, fail: Fail): DocumentPart | undefined {
  const source = decodeSource(block, path, fail);
  if (source === undefined) return undefined;
  const part: DocumentPart = { type: 'document', source };
  const title = asString(block['title']);
  if (title !== undefined) part.title = title;
  const context = asString(block['context']);
  if (context !== undefined) part.context = context;
  const citations = asObject(block['citations']);
  if (typeof citations?.['enabled'] === 'boolean' && Object.keys(citations).length === 1) {
    part.wantsCitations = citations['enabled'];
  }
  return part;
}

const SOURCE_FIELDS: Readonly<Record<string, readonly string[]>> = {
  base64: ['type', 'media_type', 'data'],
  url: ['type', 'url'],
  file: ['type', 'file_id'],
  text: ['type', 'media_type', 'data'],
};

function decodeSource(block: WireBlock, path: string, fail: Fail): Source | undefined {
  const source = asObject(block['source']);
  if (source === undefined) throw fail(`${path}.source`, '必须是对象', 'must be an object');
  const kind = source['type'];
  if (typeof kind !== 'string') throw fail(`${path}.source.type`, '必须是字符串', 'must be a string');
  const fields = Object.hasOwn(SOURCE_FIELDS, kind) ? SOURCE_FIELDS[kind]! : undefined;
  if (fields === undefined) return undefined;
  for (const name of fields) {
    if (typeof source[name] !== 'string') throw fail(`${path}.source.${name}`, '必须是字符串', 'must be a string');
  }
  if (Object.keys(source).length > fields.length) return undefined;
  return toSource(kind, source as Record<string, string>);
}

function toSource(kind: string, source: Record<string, string>): Source | undefined {
  switch (kind) {
    case 'base64':
      return { kind, mediaType: source['media_type']!, data: source['data']! };
    case 'url':
      return { kind, url: source['url']! };
    case 'file':
      return { kind, id: source['file_id']! };
    default:
      return source['media_type'] === 'text/plain' ? { kind: 'text', text: source['data']! } : undefined;
  }
}

/** Whether `citations` of a document is more than the switch the model knows. */
export function hasStrangeCitations(block: WireObject): boolean {
  const citations = asObject(block['citations']);
  if (citations === undefined) return block['citations'] !== undefined && block['citations'] !== null;
  return typeof citations['enabled'] !== 'boolean' || Object.keys(citations).length !== 1;
}
