import type { Message } from '../../model/chat-request';
import type { Part, RefusalPart, TextPart } from '../../model/content';
import { findRest } from '../carry-rest';
import { keepNotes, type Notes } from './carry-notes';
import { decodeCacheMark } from './map-cache-mark';
import { decodeCitation } from './map-citation';
import { decodeAudio, decodeFile, decodeImage } from './map-media';
import { DIALECT, type Fail, type WireItem } from './openai-responses.wire';
import { needItem, needList, needString } from './read-wire';

type Role = Message['role'];

/** Parts that only OpenAI understands. */
const OPAQUE: ReadonlySet<string> = new Set(['computer_screenshot', 'encrypted_content', 'output_audio']);

/** What a role writes its text as. */
export function textType(role: Role): string {
  return role === 'assistant' ? 'output_text' : 'input_text';
}

/** A part of a message or of a tool's result. */
export function decodeContentPart(value: unknown, role: Role, path: string, fail: Fail): Part {
  const wire = needItem(value, path, fail);
  switch (wire.type) {
    case 'input_text':
    case 'output_text':
    case 'text':
      return decodeText(wire, role, path, fail);
    case 'refusal': {
      const part: RefusalPart = { type: 'refusal', text: needString(wire, 'refusal', path, fail) };
      return finish(part, wire, ['refusal'], {});
    }
    case 'input_image': {
      const { part, read } = decodeImage(wire, path, fail);
      return finish(part, wire, read, {});
    }
    case 'input_file': {
      const { part, read, notes } = decodeFile(wire, path, fail);
      return finish(part, wire, read, notes);
    }
    case 'input_audio': {
      const part = decodeAudio(wire, path, fail);
      return part === undefined ? opaque(wire) : finish(part, wire, ['input_audio'], {});
    }
    default:
      if (OPAQUE.has(wire.type)) return opaque(wire);
      throw fail(`${path}.type`, `不支持 ${wire.type} 类型`, `does not know content of type ${wire.type}`);
  }
}

function decodeText(wire: WireItem, role: Role, path: string, fail: Fail): Part {
  const part: TextPart = { type: 'text', text: needString(wire, 'text', path, fail) };
  const notes: Notes = {};
  if (wire.type !== textType(role)) notes.type = wire.type;
  const annotations = wire['annotations'] ?? undefined;
  if (annotations !== undefined) {
    const list = needList(annotations, `${path}.annotations`, fail);
    if (list.length === 0) notes.hasNoCitations = true;
    else part.citations = list.map((value, index) => needCitation(value, `${path}.annotations[${index}]`, fail));
  }
  const logprobs = wire['logprobs'] ?? undefined;
  if (logprobs !== undefined) notes.logprobs = logprobs;
  return finish(part, wire, ['text', 'annotations', 'logprobs'], notes);
}

function needCitation(value: unknown, path: string, fail: Fail) {
  const citation = decodeCitation(value);
  if (citation === undefined) throw fail(path, '必须是对象', 'must be an object');
  return citation;
}

/** Adds the cache mark and what has no word here. */
function finish<T extends Part>(part: T, wire: WireItem, read: readonly string[], notes: Notes): T {
  const names = new Set(['type', ...read]);
  const cache = decodeCacheMark(wire);
  if (cache !== undefined && part.type !== 'refusal') {
    (part as TextPart).cache = cache;
    names.add('prompt_cache_breakpoint');
  }
  return keepNotes(part, findRest(wire, names), notes);
}

function opaque(wire: WireItem): Part {
  return keepNotes<Part>({ type: 'opaque', opaque: { dialect: DIALECT, value: wire } }, undefined, { isContent: true });
}
