import type { AudioPart, DocumentPart, ImagePart, MediaSource, VideoPart } from '../../model/content';
import { findRest } from '../carry-rest';
import { keep, nest, restoreKept } from './carry-notes';
import type { Fail, Fields, WirePart } from './gemini-generate.wire';
import { needFields, needString, optionalString } from './read-fields';

export type MediaPart = ImagePart | AudioPart | VideoPart | DocumentPart;

const INLINE: ReadonlySet<string> = new Set(['mimeType', 'data']);
const FILE: ReadonlySet<string> = new Set(['mimeType', 'fileUri']);

/** What is kept of the blob is named by its path. */
export function decodeInlineData(value: unknown, path: string, fail: Fail, partRest: Fields | undefined): MediaPart {
  const blob = needFields(value, path, fail);
  const mediaType = needString(blob['mimeType'], `${path}.mimeType`, fail);
  const data = needString(blob['data'], `${path}.data`, fail);
  const part = toPart(mediaType, { kind: 'base64', mediaType, data });
  return keep(part, nest('inlineData', findRest(blob, INLINE), partRest));
}

export function decodeFileData(value: unknown, path: string, fail: Fail, partRest: Fields | undefined): MediaPart {
  const file = needFields(value, path, fail);
  const url = needString(file['fileUri'], `${path}.fileUri`, fail);
  const mediaType = optionalString(file['mimeType'], `${path}.mimeType`, fail);
  const source: MediaSource = isUploaded(url) ? { kind: 'file', id: url } : { kind: 'url', url };
  if (mediaType !== undefined) source.mediaType = mediaType;
  const part = toPart(mediaType ?? guessMediaType(url), source);
  return keep(part, nest('fileData', findRest(file, FILE), partRest));
}

/** Undefined = there is no place for it. `isOwn`: uploaded files are known to this upstream. */
export function encodeMedia(part: MediaPart, isOwn: boolean): WirePart | undefined {
  const { source } = part;
  switch (source.kind) {
    case 'base64':
      return restoreKept({ inlineData: { mimeType: source.mediaType, data: source.data } }, part);
    case 'text':
      return { text: source.text };
    case 'file':
      return isOwn ? restoreKept({ fileData: toFile(source.id, source.mediaType) }, part) : undefined;
    case 'url': {
      const mediaType = source.mediaType ?? (isOwn ? undefined : guessMediaType(source.url, part.type));
      return restoreKept({ fileData: toFile(source.url, mediaType) }, part);
    }
  }
}

function toFile(fileUri: string, mimeType: string | undefined): Fields {
  return mimeType === undefined ? { fileUri } : { fileUri, mimeType };
}

function toPart(mediaType: string, source: MediaSource): MediaPart {
  if (mediaType.startsWith('image/')) return { type: 'image', source };
  if (mediaType.startsWith('video/')) return { type: 'video', source };
  if (!mediaType.startsWith('audio/')) return { type: 'document', source };
  const subtype = mediaType.slice('audio/'.length);
  return { type: 'audio', source, format: subtype === 'mpeg' ? 'mp3' : subtype };
}

/** Files of the Files API and of Cloud Storage open only for their owner. */
function isUploaded(url: string): boolean {
  return (
    url.startsWith('gs://') || url.startsWith('https://generativelanguage.googleapis.com/') || !url.includes('://')
  );
}

const BY_EXTENSION: ReadonlyMap<string, string> = new Map([
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['webp', 'image/webp'],
  ['gif', 'image/gif'],
  ['heic', 'image/heic'],
  ['pdf', 'application/pdf'],
  ['txt', 'text/plain'],
  ['mp3', 'audio/mpeg'],
  ['wav', 'audio/wav'],
  ['mp4', 'video/mp4'],
  ['webm', 'video/webm'],
  ['mov', 'video/quicktime'],
]);

const BY_KIND: Readonly<Record<MediaPart['type'], string>> = {
  image: 'image/jpeg',
  audio: 'audio/mpeg',
  video: 'video/mp4',
  document: 'application/pdf',
};

/** Google wants to be told; callers of other dialects need not tell. */
function guessMediaType(url: string, kind: MediaPart['type'] = 'document'): string {
  if (url.includes('youtube.com/') || url.includes('youtu.be/')) return 'video/mp4';
  const path = url.split(/[?#]/, 1)[0] ?? '';
  return BY_EXTENSION.get(path.slice(path.lastIndexOf('.') + 1).toLowerCase()) ?? BY_KIND[kind];
}
