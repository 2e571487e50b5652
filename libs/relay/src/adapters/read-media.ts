import type { DocumentPart, MediaSource } from '../model/content';

/** First characters of base64 by kind of image; callers often say the wrong one, and some upstreams say none. */
const BEGINNINGS: readonly (readonly [string, string])[] = [
  ['iVBORw0KGgo', 'image/png'],
  ['/9j/', 'image/jpeg'],
  ['R0lGOD', 'image/gif'],
  ['UklGR', 'image/webp'],
];

/** Kind of an image by its first bytes; undefined = none that is known. */
export function detectImage(data: string): string | undefined {
  return BEGINNINGS.find(([beginning]) => data.startsWith(beginning))?.[1];
}

/** Bytes within a URL are bytes. */
export function unfoldSource(source: MediaSource): MediaSource {
  if (source.kind !== 'url' || !source.url.startsWith('data:')) return source;
  const comma = source.url.indexOf(',');
  const head = source.url.slice('data:'.length, Math.max(comma, 0));
  if (!head.endsWith(';base64')) return source;
  const mediaType = head.slice(0, head.indexOf(';'));
  return { kind: 'base64', mediaType: mediaType === '' ? 'text/plain' : mediaType, data: source.url.slice(comma + 1) };
}

/** What a document says, if it is text; undefined = it is a file of another kind, or not here. */
export function readDocumentText({ source }: DocumentPart): string | undefined {
  if (source.kind === 'text') return source.text;
  const unfolded = unfoldSource(source);
  if (unfolded.kind !== 'base64') return undefined;
  const isText = unfolded.mediaType.startsWith('text/') || unfolded.mediaType === 'application/json';
  return isText ? Buffer.from(unfolded.data, 'base64').toString() : undefined;
}

/** Why a file cannot go where only bytes are taken. */
export function whyNoBytes(source: MediaSource): string {
  return source.kind === 'file' ? 'the file was uploaded to another provider' : 'files are not fetched here';
}
