import type { MediaSource } from '../../../model/content';

const BASE64 = ';base64,';

/** Bytes within a URL are bytes; anything else that stands for a URL is left to whoever fetches it. */
export function readUrl(url: string): MediaSource {
  if (!url.startsWith('data:')) return { kind: 'url', url };
  const end = url.indexOf(BASE64);
  const mediaType = end < 0 ? '' : url.slice('data:'.length, end);
  if (mediaType === '' || mediaType.includes(';') || mediaType.includes(',')) return { kind: 'url', url };
  return { kind: 'base64', mediaType, data: url.slice(end + BASE64.length) };
}

/** Undefined = it was uploaded somewhere and has no URL. */
export function writeUrl(source: MediaSource): string | undefined {
  if (source.kind === 'file') return undefined;
  return source.kind === 'url' ? source.url : `data:${source.mediaType}${BASE64}${source.data}`;
}

const BY_ENDING: Readonly<Record<string, string>> = {
  txt: 'text/plain',
  md: 'text/markdown',
  csv: 'text/csv',
  html: 'text/html',
  json: 'application/json',
};

/** OpenAI reads PDF, so that is what bytes without a type are, unless their name says otherwise. */
export function guessMediaType(filename: string | undefined): string {
  const ending = filename?.slice(filename.lastIndexOf('.') + 1).toLowerCase() ?? '';
  return Object.hasOwn(BY_ENDING, ending) ? BY_ENDING[ending]! : 'application/pdf';
}

/** Names of formats that differ from their media type's second half. */
const FORMATS: Readonly<Record<string, string>> = { mpeg: 'mp3', 'x-wav': 'wav', wave: 'wav', pcm: 'pcm16' };

export function audioFormat(mediaType: string): string {
  const name = mediaType.slice(mediaType.indexOf('/') + 1).split(';')[0]!;
  return Object.hasOwn(FORMATS, name) ? FORMATS[name]! : name;
}

export function audioMediaType(format: string): string {
  return `audio/${format === 'mp3' ? 'mpeg' : format}`;
}
