import type { AudioPart, DocumentPart, Part } from '../../../model/content';
import { listRestLosses, notesOf } from '../../carry-rest';
import { asObject } from '../../read-json';
import { restoreAll } from './carry-nested';
import type { PartNotes } from './decode-part';
import { lose, writeCache, type WriteContext } from './encode-context';
import { audioFormat, writeUrl } from './map-media';
import { DIALECT, type Fields } from './openai-chat.wire';

/** Undefined = nothing is to be written; what that loses is in `losses`. */
export function encodePart(part: Part, path: string, context: WriteContext): Fields | undefined {
  if (part.type !== 'opaque') listRestLosses(part, DIALECT, path, context.losses);
  const notes = (notesOf(part, DIALECT) ?? {}) as PartNotes;
  switch (part.type) {
    case 'text':
      return complete({ type: 'text', text: part.text }, part, path, context);
    case 'refusal':
      return complete({ type: 'refusal', refusal: part.text }, part, path, context);
    case 'image': {
      const url = writeUrl(part.source);
      if (url === undefined) return lose(context, path, 'images here are no uploaded files');
      const inner = part.detail === undefined ? { url } : { url, detail: part.detail };
      return complete({ type: 'image_url', image_url: notes.isFlat === true ? url : inner }, part, path, context);
    }
    case 'video': {
      const url = writeUrl(part.source);
      if (url === undefined) return lose(context, path, 'videos here are no uploaded files');
      return complete({ type: 'video_url', video_url: notes.isFlat === true ? url : { url } }, part, path, context);
    }
    case 'audio':
      return encodeAudio(part, notes, path, context);
    case 'document':
      return encodeDocument(part, notes, path, context);
    case 'opaque': {
      const own = part.opaque.dialect === DIALECT ? asObject(part.opaque.value) : undefined;
      return own ?? lose(context, path, 'only its own protocol knows it');
    }
    default:
      return lose(context, path, `${part.type} has no place here`);
  }
}

function encodeAudio(part: AudioPart, notes: PartNotes, path: string, context: WriteContext): Fields | undefined {
  const { source, format } = part;
  if (source.kind === 'file' || (source.kind === 'url' && !context.isOwn)) {
    return lose(context, path, 'sound is sent as bytes here');
  }
  const data = source.kind === 'url' || notes.form === 'data-url' ? writeUrl(source)! : source.data;
  const inner: Fields = { data };
  const told = format ?? (context.isOwn || source.kind === 'url' ? undefined : audioFormat(source.mediaType));
  if (told !== undefined) inner['format'] = told;
  return complete({ type: 'input_audio', input_audio: inner }, part, path, context);
}

function encodeDocument(part: DocumentPart, notes: PartNotes, path: string, context: WriteContext): Fields | undefined {
  const { source, title } = part;
  if (part.context !== undefined) lose(context, `${path}.context`, 'documents have no context here');
  if (part.wantsCitations === true) lose(context, `${path}.citations`, 'documents are not cited here');
  if (source.kind === 'text') return complete({ type: 'text', text: source.text }, part, path, context);
  const file: Fields = {};
  if (source.kind === 'file') {
    if (!context.isOwn) return lose(context, path, 'the file was uploaded to another provider');
    file['file_id'] = source.id;
  } else if (source.kind === 'base64') {
    file['file_data'] = notes.form === 'bare' ? source.data : writeUrl(source);
  } else {
    if (!context.isOwn) return lose(context, path, 'documents are sent as bytes here');
    file['file_data'] = source.url;
  }
  const filename = title ?? (context.isOwn ? undefined : nameFile(part));
  if (filename !== undefined) file['filename'] = filename;
  return complete({ type: 'file', file }, part, path, context);
}

/** OpenAI wants a name with bytes. */
function nameFile({ source }: DocumentPart): string {
  return source.kind === 'base64' && source.mediaType !== 'application/pdf' ? 'document.txt' : 'document.pdf';
}

function complete(wire: Fields, part: Part, path: string, context: WriteContext): Fields {
  if ('cache' in part) writeCache(wire, part.cache, path, context);
  return restoreAll(wire, part);
}
