import type { DocumentPart, ImagePart, MediaSource } from '../../model/content';
import type { WireObject } from './anthropic-messages.wire';

/** Kinds of images that Anthropic reads. */
const IMAGES = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp']);

/** First characters of base64 by kind; callers often say the wrong one. */
const BEGINNINGS: readonly (readonly [string, string])[] = [
  ['iVBORw0KGgo', 'image/png'],
  ['/9j/', 'image/jpeg'],
  ['R0lGOD', 'image/gif'],
  ['UklGR', 'image/webp'],
];

export type EncodedMedia = { wire: WireObject } | { reason: string };

/** `isOwn`: ids of files mean something only to the upstream family they were uploaded to. */
export function encodeImage(part: ImagePart, isOwn: boolean): EncodedMedia {
  const source = unfoldDataUrl(part.source);
  if (source.kind === 'url') return { wire: { type: 'image', source: { type: 'url', url: source.url } } };
  if (source.kind === 'file') {
    return isOwn
      ? { wire: { type: 'image', source: { type: 'file', file_id: source.id } } }
      : { reason: 'the file was uploaded to another provider' };
  }
  const told = source.mediaType === 'image/jpg' ? 'image/jpeg' : source.mediaType;
  const mediaType = isOwn ? source.mediaType : (detectImage(source.data) ?? told);
  if (!isOwn && !IMAGES.has(mediaType)) return { reason: `images of type ${mediaType} are not read here` };
  return { wire: { type: 'image', source: { type: 'base64', media_type: mediaType, data: source.data } } };
}

export function encodeDocument(part: DocumentPart, isOwn: boolean): EncodedMedia {
  const source = encodeDocumentSource(part, isOwn);
  if (typeof source === 'string') return { reason: source };
  const wire: WireObject = { type: 'document', source };
  if (part.title !== undefined) wire['title'] = part.title;
  if (part.context !== undefined) wire['context'] = part.context;
  if (part.wantsCitations !== undefined) wire['citations'] = { enabled: part.wantsCitations };
  return { wire };
}

/** A string says why it cannot be. */
function encodeDocumentSource(part: DocumentPart, isOwn: boolean): WireObject | string {
  if (part.source.kind === 'text') return { type: 'text', media_type: 'text/plain', data: part.source.text };
  const source = unfoldDataUrl(part.source);
  if (source.kind === 'url') return { type: 'url', url: source.url };
  if (source.kind === 'file') {
    return isOwn ? { type: 'file', file_id: source.id } : 'the file was uploaded to another provider';
  }
  if (isOwn || source.mediaType === 'application/pdf') {
    return { type: 'base64', media_type: source.mediaType, data: source.data };
  }
  if (source.mediaType.startsWith('text/')) {
    const text = Buffer.from(source.data, 'base64').toString();
    return { type: 'text', media_type: 'text/plain', data: text };
  }
  return `documents of type ${source.mediaType} are not read here`;
}

function detectImage(data: string): string | undefined {
  return BEGINNINGS.find(([beginning]) => data.startsWith(beginning))?.[1];
}

/** Anthropic fetches only real URLs; bytes within one are bytes. */
function unfoldDataUrl(source: MediaSource): MediaSource {
  if (source.kind !== 'url' || !source.url.startsWith('data:')) return source;
  const comma = source.url.indexOf(',');
  const head = source.url.slice('data:'.length, Math.max(comma, 0));
  if (comma < 0 || !head.endsWith(';base64')) return source;
  const mediaType = head.slice(0, head.indexOf(';'));
  return { kind: 'base64', mediaType: mediaType === '' ? 'text/plain' : mediaType, data: source.url.slice(comma + 1) };
}
