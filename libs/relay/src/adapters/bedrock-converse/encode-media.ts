import type { AudioPart, DocumentPart, ImagePart, MediaSource, VideoPart } from '../../model/content';
import { detectImage, unfoldSource, whyNoBytes } from '../read-media';
import type { WireBlock } from './bedrock-converse.wire';
import type { DocumentNames } from './document-names';

export type EncodedMedia = { wire: WireBlock } | { reason: string };

const IMAGES: ReadonlyMap<string, string> = new Map([
  ['image/png', 'png'],
  ['image/jpeg', 'jpeg'],
  ['image/jpg', 'jpeg'],
  ['image/gif', 'gif'],
  ['image/webp', 'webp'],
]);

const DOCUMENTS: ReadonlyMap<string, string> = new Map([
  ['application/pdf', 'pdf'],
  ['text/csv', 'csv'],
  ['application/msword', 'doc'],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'docx'],
  ['application/vnd.ms-excel', 'xls'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx'],
  ['text/html', 'html'],
  ['text/markdown', 'md'],
  ['text/plain', 'txt'],
]);

const VIDEOS: ReadonlyMap<string, string> = new Map([
  ['video/mp4', 'mp4'],
  ['video/quicktime', 'mov'],
  ['video/webm', 'webm'],
  ['video/x-matroska', 'mkv'],
  ['video/mpeg', 'mpeg'],
  ['video/x-flv', 'flv'],
  ['video/x-ms-wmv', 'wmv'],
  ['video/3gpp', 'three_gp'],
]);

const AUDIO: ReadonlyMap<string, string> = new Map([
  ['audio/mpeg', 'mp3'],
  ['audio/mp3', 'mp3'],
  ['audio/wav', 'wav'],
  ['audio/x-wav', 'wav'],
  ['audio/flac', 'flac'],
  ['audio/ogg', 'ogg'],
  ['audio/opus', 'opus'],
  ['audio/aac', 'aac'],
  ['audio/mp4', 'm4a'],
  ['audio/webm', 'webm'],
]);

export function encodeImage({ source }: ImagePart): EncodedMedia {
  return encodeFile('image', source, IMAGES, 'image/png');
}

export function encodeVideo({ source }: VideoPart): EncodedMedia {
  return encodeFile('video', source, VIDEOS, 'video/mp4');
}

export function encodeAudio({ source }: AudioPart): EncodedMedia {
  return encodeFile('audio', source, AUDIO, 'audio/mpeg');
}

export function encodeDocument(part: DocumentPart, names: DocumentNames): EncodedMedia {
  const source: MediaSource =
    part.source.kind === 'text'
      ? { kind: 'base64', mediaType: 'text/plain', data: Buffer.from(part.source.text).toString('base64') }
      : part.source;
  const encoded = encodeFile('document', source, DOCUMENTS, 'application/pdf');
  if ('reason' in encoded) return encoded;
  const document = encoded.wire['document'] as WireBlock;
  document['name'] = names.take(part.title);
  if (part.context !== undefined && part.context !== '') document['context'] = part.context;
  if (part.wantsCitations !== undefined) document['citations'] = { enabled: part.wantsCitations };
  return encoded;
}

/** `fallback` is the kind of a stored file that does not tell. */
function encodeFile(
  kind: string,
  from: MediaSource,
  formats: ReadonlyMap<string, string>,
  fallback: string,
): EncodedMedia {
  const source = unfoldSource(from);
  if (source.kind === 'file') return { reason: whyNoBytes(source) };
  const isStored = source.kind === 'url' && source.url.startsWith('s3://');
  if (source.kind === 'url' && !isStored) return { reason: whyNoBytes(source) };
  const told = source.mediaType?.split(';')[0]?.trim().toLowerCase() ?? fallback;
  const mediaType = (kind === 'image' && source.kind === 'base64' ? detectImage(source.data) : undefined) ?? told;
  const format = formats.get(mediaType) ?? (mediaType.startsWith('text/') ? formats.get('text/plain') : undefined);
  if (format === undefined) return { reason: `files of type ${mediaType} are not read here` };
  const wire = source.kind === 'base64' ? { bytes: source.data } : { s3Location: { uri: source.url } };
  return { wire: { [kind]: { format, source: wire } } };
}
