import type { Message } from '../../model/chat-request';
import type { Part, TextPart } from '../../model/content';
import type { CacheMark } from '../../model/dialect';
import { listRestLosses } from '../carry-rest';
import { asObject } from '../read-json';
import { noteOf, restorePart } from './carry-notes';
import { textType } from './decode-content';
import { lose, type ItemContext } from './item-context';
import { CACHE_MARK } from './map-cache-mark';
import { encodeCitation } from './map-citation';
import { encodeAudio, encodeFile, encodeImage } from './map-media';
import { DIALECT, type WireObject } from './openai-responses.wire';

type Role = Message['role'];

/** A part of a message or result. Undefined = it has no place there; what that loses is in `losses`. */
export function encodeContentPart(part: Part, role: Role, path: string, context: ItemContext): WireObject | undefined {
  const wire = encodeBare(part, role, path, context);
  if (wire === undefined || part.type === 'opaque') return wire;
  listRestLosses(part, DIALECT, path, context.losses);
  if ('cache' in part && part.cache !== undefined) addCacheMark(wire, part.cache, path, context);
  return restorePart(wire, part);
}

function encodeBare(part: Part, role: Role, path: string, context: ItemContext): WireObject | undefined {
  switch (part.type) {
    case 'text':
      return encodeText(part, role, path, context);
    case 'refusal':
      return role === 'assistant' ? { type: 'refusal', refusal: part.text } : { type: 'input_text', text: part.text };
    case 'opaque':
      return part.opaque.dialect === DIALECT
        ? (asObject(part.opaque.value) ?? {})
        : lose(context, path, 'only its own protocol knows it');
    case 'image':
    case 'document':
    case 'audio':
      return encodeMedia(part, role, path, context);
    default:
      return lose(context, path, `${part.type} has no place here`);
  }
}

function encodeText(part: TextPart, role: Role, path: string, context: ItemContext): WireObject {
  const { type, hasNoCitations, logprobs } = noteOf(part);
  const wire: WireObject = { type: type ?? textType(role), text: part.text };
  if (part.citations !== undefined) {
    wire['annotations'] = part.citations.flatMap((citation, index) => {
      const encoded = encodeCitation(citation, part.text.length);
      if (encoded === undefined) lose(context, `${path}.citations[${index}]`, 'names no URL');
      return encoded ?? [];
    });
  } else if (hasNoCitations === true || (context.isAnswer && !context.isOwn)) wire['annotations'] = [];
  if (logprobs !== undefined) wire['logprobs'] = logprobs;
  return wire;
}

function encodeMedia(
  part: Extract<Part, { type: 'image' | 'document' | 'audio' }>,
  role: Role,
  path: string,
  context: ItemContext,
): WireObject | undefined {
  const { isOwn } = context;
  if (role === 'assistant' && !isOwn) return lose(context, path, `${part.type} is no output of the model here`);
  if (part.type === 'document' && !isOwn) {
    if (part.context !== undefined) lose(context, `${path}.context`, 'has no place here');
    if (part.wantsCitations === true) lose(context, `${path}.citations`, 'documents are not cited here');
  }
  const wire =
    part.type === 'image'
      ? encodeImage(part, isOwn)
      : part.type === 'audio'
        ? encodeAudio(part, isOwn)
        : encodeFile(part, isOwn, noteOf(part).isRaw === true);
  return typeof wire === 'string' ? lose(context, path, wire) : wire;
}

function addCacheMark(wire: WireObject, cache: CacheMark, path: string, context: ItemContext): void {
  const takesMarks = ['input_text', 'input_image', 'input_file'].includes(wire['type'] as string);
  if (context.isOwn || (context.hasCacheMarks && takesMarks)) {
    wire['prompt_cache_breakpoint'] = { ...CACHE_MARK };
    if (cache.ttl === '1h') lose(context, `${path}.cache_control.ttl`, 'is the same for the whole request here');
  } else lose(context, `${path}.cache_control`, 'has no place here');
}

/** What a result says: a string where it is one text, parts where it is more. */
export function encodeOutput(content: readonly Part[], path: string, context: ItemContext): unknown {
  const parts = content.flatMap<WireObject>((part, index) => {
    return encodeContentPart(part, 'user', `${path}.content[${index}]`, context) ?? [];
  });
  const [first, ...others] = parts;
  if (first === undefined) return '';
  const isPlain = first['type'] === 'input_text' && Object.keys(first).length === 2;
  return isPlain && others.length === 0 ? first['text'] : parts;
}
