import type { AudioPart, DocumentPart, ImagePart, MediaSource } from '../../model/content';
import { asObject, asString } from '../read-json';
import type { Notes } from './carry-notes';
import type { Fail, WireObject } from './openai-responses.wire';
import { needString } from './read-wire';

const DATA_URL = /^data:([^;,]+);base64,(.*)$/s;
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  json: 'application/json',
  md: 'text/markdown',
  txt: 'text/plain',
};
const PDF = 'application/pdf';

/** Bytes within a URL become bytes if they come back as the same URL. */
export function readUrl(url: string): MediaSource {
  const match = DATA_URL.exec(url);
  return match === null ? { kind: 'url', url } : { kind: 'base64', mediaType: match[1]!, data: match[2]! };
}

export function writeUrl(source: MediaSource): string | undefined {
  if (source.kind === 'file') return undefined;
  return source.kind === 'url' ? source.url : `data:${source.mediaType};base64,${source.data}`;
}

export function decodeImage(wire: WireObject, path: string, fail: Fail): { part: ImagePart; read: string[] } {
  const name = typeof wire['file_id'] === 'string' && (wire['image_url'] ?? null) === null ? 'file_id' : 'image_url';
  const value = needString(wire, name, path, fail);
  const part: ImagePart = { type: 'image', source: name === 'file_id' ? { kind: 'file', id: value } : readUrl(value) };
  const detail = asString(wire['detail']);
  if (detail !== undefined) part.detail = detail;
  return { part, read: detail === undefined ? [name] : [name, 'detail'] };
}

/** `isOwn`: files that were uploaded are there. A string says why it cannot be written. */
export function encodeImage(part: ImagePart, isOwn: boolean): WireObject | string {
  const { source, detail } = part;
  if (source.kind === 'file') {
    if (!isOwn) return 'the file was uploaded to another provider';
    return { type: 'input_image', file_id: source.id, ...(detail !== undefined && { detail }) };
  }
  const wire: WireObject = { type: 'input_image', image_url: writeUrl(source) };
  if (detail !== undefined || !isOwn) wire['detail'] = detail ?? 'auto';
  return wire;
}

export function decodeFile(
  wire: WireObject,
  path: string,
  fail: Fail,
): { part: DocumentPart; read: string[]; notes: Notes } {
  const name = ['file_data', 'file_url', 'file_id'].find((field) => typeof wire[field] === 'string') ?? 'file_data';
  const value = needString(wire, name, path, fail);
  const title = asString(wire['filename']);
  const notes: Notes = {};
  let source: MediaSource;
  if (name === 'file_id') source = { kind: 'file', id: value };
  else if (name === 'file_url') source = { kind: 'url', url: value };
  else if (DATA_URL.test(value)) source = readUrl(value);
  else {
    notes.isRaw = true;
    source = { kind: 'base64', mediaType: guessType(title), data: value };
  }
  const part: DocumentPart = { type: 'document', source };
  if (title !== undefined) part.title = title;
  return { part, read: title === undefined ? [name] : [name, 'filename'], notes };
}

function guessType(filename: string | undefined): string {
  const ending = filename?.slice(filename.lastIndexOf('.') + 1).toLowerCase() ?? '';
  return Object.hasOwn(MEDIA_TYPES, ending) ? MEDIA_TYPES[ending]! : PDF;
}

/** Plain text is no file here: it is said. */
export function encodeFile(part: DocumentPart, isOwn: boolean, isRaw: boolean): WireObject | string {
  const { source, title } = part;
  if (source.kind === 'text') return { type: 'input_text', text: source.text };
  const named: WireObject = { type: 'input_file', ...(title !== undefined && { filename: title }) };
  if (source.kind === 'url') return { ...named, file_url: source.url };
  if (source.kind === 'file') {
    return isOwn ? { ...named, file_id: source.id } : 'the file was uploaded to another provider';
  }
  if (!isOwn && title === undefined) named['filename'] = source.mediaType === PDF ? 'document.pdf' : 'document';
  return { ...named, file_data: isRaw ? source.data : writeUrl(source) };
}

/** Undefined = says more than bytes and their format. */
export function decodeAudio(wire: WireObject, path: string, fail: Fail): AudioPart | undefined {
  const audio = asObject(wire['input_audio']);
  if (audio === undefined) throw fail(`${path}.input_audio`, '必须是对象', 'must be an object');
  const data = needString(audio, 'data', `${path}.input_audio`, fail);
  const format = needString(audio, 'format', `${path}.input_audio`, fail);
  if (Object.keys(audio).length > 2) return undefined;
  return { type: 'audio', format, source: { kind: 'base64', mediaType: `audio/${format}`, data } };
}

export function encodeAudio(part: AudioPart, isOwn: boolean): WireObject | string {
  if (part.source.kind !== 'base64') return 'audio is sent as bytes here';
  const format = part.format ?? formatOf(part.source.mediaType);
  if (!isOwn && format !== 'mp3' && format !== 'wav') return `audio of format ${format} is not read here`;
  return { type: 'input_audio', input_audio: { data: part.source.data, format } };
}

function formatOf(mediaType: string): string {
  const format = mediaType.slice(mediaType.indexOf('/') + 1);
  if (format === 'mpeg') return 'mp3';
  return format === 'x-wav' || format === 'wave' ? 'wav' : format;
}
