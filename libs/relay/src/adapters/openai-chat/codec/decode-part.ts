import type {
  AudioPart,
  DocumentPart,
  ImagePart,
  MediaSource,
  Part,
  ThinkingPart,
  VideoPart,
} from '../../../model/content';
import { findRest, keepRest } from '../../carry-rest';
import { asArray, asObject, asString } from '../../read-json';
import { findNested } from './carry-nested';
import { decodeCache, findStrangeCache } from './map-cache-control';
import { audioMediaType, guessMediaType, readUrl } from './map-media';
import { DIALECT, type Fail, type Fields } from './openai-chat.wire';
import { readObject, readString, wantObject, wantString } from './read-fields';

/** How a part was written that means the same otherwise. */
export interface PartNotes {
  /** The URL stood where an object with it is documented. */
  isFlat?: boolean;
  /** Bytes were given without their type, or with it where they need none. */
  form?: 'bare' | 'data-url';
  /** A refusal or thinking among the parts, and not in a field of the message. */
  place?: 'content';
  /** Thinking as its vendor writes it. */
  raw?: Fields;
}

const URL_FIELDS = new Set(['url', 'detail']);

/** A part of any message. Undefined = a type that is not known here. */
export function decodePart(value: unknown, path: string, fail: Fail): Part | undefined {
  const wire = wantObject(value, path, fail);
  switch (wantString(wire, 'type', path, fail)) {
    case 'text':
      return finish({ type: 'text', text: wantString(wire, 'text', path, fail) }, wire, ['text'], path, fail);
    case 'image_url':
      return decodeImage(wire, path, fail);
    case 'video_url': {
      const { source, notes } = decodeUrl(wire, 'video_url', path, fail);
      const part: VideoPart = { type: 'video', source };
      return finish(part, wire, ['video_url'], path, fail, new Set(['url']), notes);
    }
    case 'input_audio':
      return decodeAudio(wire, path, fail);
    case 'file':
      return decodeFile(wire, path, fail);
    case 'refusal': {
      const text = wantString(wire, 'refusal', path, fail);
      return finish({ type: 'refusal', text }, wire, ['refusal'], path, fail, undefined, { place: 'content' });
    }
    case 'thinking':
      return decodeThinking(wire);
    default:
      return undefined;
  }
}

function decodeImage(wire: Fields, path: string, fail: Fail): Part {
  const { source, inner, notes } = decodeUrl(wire, 'image_url', path, fail);
  const part: ImagePart = { type: 'image', source };
  const detail = readString(inner, 'detail', `${path}.image_url`, fail);
  if (detail !== undefined) part.detail = detail;
  return finish(part, wire, ['image_url'], path, fail, URL_FIELDS, notes);
}

function decodeUrl(wire: Fields, name: string, path: string, fail: Fail) {
  const flat = asString(wire[name]);
  if (flat !== undefined) return { source: readUrl(flat), inner: {}, notes: { isFlat: true } satisfies PartNotes };
  const inner = wantObject(wire[name], `${path}.${name}`, fail);
  return { source: readUrl(wantString(inner, 'url', `${path}.${name}`, fail)), inner, notes: undefined };
}

function decodeAudio(wire: Fields, path: string, fail: Fail): Part {
  const inner = wantObject(wire['input_audio'], `${path}.input_audio`, fail);
  const data = wantString(inner, 'data', `${path}.input_audio`, fail);
  const format = readString(inner, 'format', `${path}.input_audio`, fail);
  const isUrl = data.startsWith('data:') || /^https?:/.test(data);
  const source: MediaSource = isUrl
    ? readUrl(data)
    : { kind: 'base64', mediaType: audioMediaType(format ?? 'wav'), data };
  const part: AudioPart = { type: 'audio', source };
  if (format !== undefined) part.format = format;
  const notes: PartNotes | undefined = isUrl && source.kind === 'base64' ? { form: 'data-url' } : undefined;
  return finish(part, wire, ['input_audio'], path, fail, new Set(['data', 'format']), notes);
}

/** Bytes, the id of an upload, or (at resellers) an address in place of the bytes. */
function decodeFile(wire: Fields, path: string, fail: Fail): Part {
  const at = `${path}.file`;
  const inner = wantObject(wire['file'], at, fail);
  const data = readString(inner, 'file_data', at, fail);
  const id = readString(inner, 'file_id', at, fail);
  const filename = readString(inner, 'filename', at, fail);
  const names = new Set(['filename', data === undefined ? 'file_id' : 'file_data']);
  const part: DocumentPart = { type: 'document', source: { kind: 'file', id: id ?? '' } };
  let notes: PartNotes | undefined;
  if (data !== undefined) {
    const isBare = !data.startsWith('data:') && !/^https?:/.test(data);
    part.source = isBare ? { kind: 'base64', mediaType: guessMediaType(filename), data } : readUrl(data);
    if (isBare) notes = { form: 'bare' };
  } else if (id === undefined) throw fail(at, '缺少 file_data 或 file_id', 'needs file_data or file_id');
  if (filename !== undefined) part.title = filename;
  return finish(part, wire, ['file'], path, fail, names, notes);
}

/** Mistral's thinking stands among the parts, as a list of texts. */
function decodeThinking(wire: Fields): Part {
  const pieces = asArray(wire['thinking']) ?? [wire['thinking']];
  const text = pieces.map((piece) => asString(piece) ?? asString(asObject(piece)?.['text']) ?? '').join('');
  return keepRest<ThinkingPart>({ type: 'thinking', text }, DIALECT, undefined, {
    place: 'content',
    raw: wire,
  } satisfies PartNotes);
}

/** Adds the cache mark and what the model has no word for. */
function finish<T extends Part>(
  part: T,
  wire: Fields,
  names: readonly string[],
  path: string,
  fail: Fail,
  inner?: ReadonlySet<string>,
  notes?: PartNotes,
): T {
  let rest = findRest(wire, new Set(['type', 'cache_control', ...names]));
  if (inner !== undefined) rest = findNested(rest, wire, names[0]!, inner);
  return withCache(keepRest(part, DIALECT, rest, notes), wire, path, fail);
}

/** A mark on anything that can have one; a strange one is kept. */
export function withCache<T extends Part>(part: T, wire: Fields, path: string, fail: Fail): T {
  const cache = decodeCache(wire, path, fail);
  const strange = findStrangeCache(wire);
  if (cache !== undefined && part.type !== 'refusal') return { ...part, cache };
  const kept = cache === undefined ? strange : { cache_control: readObject(wire, 'cache_control', path, fail) };
  if (kept === undefined) return part;
  return keepRest(part, DIALECT, { ...part.rest?.fields, ...kept }, part.rest?.notes);
}
