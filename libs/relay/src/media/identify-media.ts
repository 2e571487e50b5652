import { isUtf8 } from 'node:buffer';

export type MediaKind = 'image' | 'audio' | 'video' | 'document';

const PDF = 'application/pdf';
/** How far into the file a PDF may begin, as its readers have it. */
const PDF_WITHIN = 1024;

/** Types whose bytes are told by their beginning: offset, bytes as latin1, type. */
const BEGINNINGS: readonly (readonly [number, string, string])[] = [
  [0, '\x89PNG\r\n\x1a\n', 'image/png'],
  [0, '\xff\xd8\xff', 'image/jpeg'],
  [0, 'GIF87a', 'image/gif'],
  [0, 'GIF89a', 'image/gif'],
  [8, 'WEBP', 'image/webp'],
  [0, 'BM', 'image/bmp'],
  [0, 'II*\0', 'image/tiff'],
  [0, 'MM\0*', 'image/tiff'],
  [8, 'WAVE', 'audio/wav'],
  [0, 'ID3', 'audio/mpeg'],
  [0, 'fLaC', 'audio/flac'],
  [0, 'OggS', 'audio/ogg'],
  [0, '\x1aE\xdf\xa3', 'video/webm'],
  [0, 'FLV\x01', 'video/x-flv'],
  [0, '\0\0\x01\xba', 'video/mpeg'],
];

const BRANDS: readonly (readonly [RegExp, string])[] = [
  [/^avi[fs]/, 'image/avif'],
  [/^(?:hei|hev|mif1|msf1)/, 'image/heic'],
  [/^M4[AB]/, 'audio/mp4'],
  [/^qt/, 'video/quicktime'],
  [/^3gp/, 'video/3gpp'],
];

/** Containers of moving pictures may hold sound alone. */
const AS_SOUND: Readonly<Record<string, string>> = { 'video/mp4': 'audio/mp4', 'video/webm': 'audio/webm' };

/** Texts that may be documents; their bytes do not say so. */
const TEXTS = /^(?:text\/[\w.+-]+|application\/(?:json|xml|x-ndjson|yaml|javascript))$/;

/** Whether a file that its server calls so may be what is wanted; servers that do not know say nothing, or "octets". */
export function mayBe(kind: MediaKind, contentType: string): boolean {
  const told = typeOf(contentType);
  const [family] = told.split('/');
  if (kind === 'document') return !['image', 'audio', 'video'].includes(family!);
  if (told === PDF || TEXTS.test(told) || told === 'application/xhtml+xml') return false;
  return !['image', 'audio', 'video'].includes(family!) || family === kind || (kind !== 'image' && family !== 'image');
}

/**
 * The media type of a file, by its bytes: what the server told counts only for texts, which have no mark of their own.
 * Undefined = it is not what is wanted.
 */
export function identifyMedia(bytes: Buffer, kind: MediaKind, contentType: string): string | undefined {
  const found = sniff(bytes);
  if (kind === 'document') return found === PDF ? PDF : textType(bytes, contentType);
  const type = found !== undefined && kind === 'audio' ? (AS_SOUND[found] ?? found) : found;
  return type?.startsWith(`${kind}/`) === true ? type : undefined;
}

function sniff(bytes: Buffer): string | undefined {
  const head = bytes.toString('latin1', 0, 64);
  if (head.startsWith('ftyp', 4)) {
    const brand = head.slice(8, 12);
    return BRANDS.find(([pattern]) => pattern.test(brand))?.[1] ?? 'video/mp4';
  }
  const known = BEGINNINGS.find(([offset, text]) => head.startsWith(text, offset))?.[2];
  if (known !== undefined) return known;
  if (bytes.subarray(0, PDF_WITHIN).includes('%PDF-')) return PDF;
  return bytes[0] === 0xff ? sniffFrame(bytes[1] ?? 0) : undefined;
}

/** Sound without a head begins with the mark of a frame; its layer tells MP3 from AAC. */
function sniffFrame(second: number): string | undefined {
  if ((second & 0xf6) === 0xf0) return 'audio/aac';
  return (second & 0xe0) === 0xe0 && (second & 0x06) !== 0 ? 'audio/mpeg' : undefined;
}

function textType(bytes: Buffer, contentType: string): string | undefined {
  const told = typeOf(contentType);
  return TEXTS.test(told) && isUtf8(bytes) && !bytes.includes(0) ? told : undefined;
}

function typeOf(contentType: string): string {
  return contentType.split(';', 1)[0]!.trim().toLowerCase();
}
