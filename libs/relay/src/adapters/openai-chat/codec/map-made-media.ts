import type { AudioPart, OpaquePart, Part } from '../../../model/content';
import { keepRest } from '../../carry-rest';
import type { AnswerTarget } from '../../codec';
import { asArray, asObject, asString } from '../../read-json';
import { findNested, restoreAll } from './carry-nested';
import { decodePart } from './decode-part';
import { DIALECT, malformed, type Fields } from './openai-chat.wire';

const AUDIO = new Set(['data']);

/** Speech comes in the format that the request named, which an answer does not repeat. */
const TOLD_NOWHERE = 'audio/wav';

/** Where a part stood that is not known here. */
export interface MadeNotes {
  isImage?: boolean;
}

/**
 * Files the model made: `audio` is OpenAI's, `images` is what OpenRouter and others of its kind have
 * (https://openrouter.ai/docs/features/multimodal/image-generation). Gives back the fields that are left.
 */
export function decodeMadeMedia(wire: Fields, parts: Part[], fields: Fields | undefined): Fields | undefined {
  if (fields === undefined) return undefined;
  const { audio, images, ...others } = fields;
  const sound = decodeAudio(audio);
  const pictures = (asArray(images) ?? []).map(decodeImage);
  parts.push(...pictures);
  if (sound !== undefined) parts.push(sound);
  if (sound === undefined && 'audio' in fields) others['audio'] = wire['audio'];
  if (pictures.length === 0 && 'images' in fields) others['images'] = wire['images'];
  return others;
}

function decodeAudio(value: unknown): AudioPart | undefined {
  const wire = asObject(value);
  const data = asString(wire?.['data']);
  if (wire === undefined || data === undefined) return undefined;
  const part: AudioPart = { type: 'audio', source: { kind: 'base64', mediaType: TOLD_NOWHERE, data } };
  return keepRest(part, DIALECT, findNested(undefined, { audio: wire }, 'audio', AUDIO));
}

function decodeImage(value: unknown, index: number): Part {
  const part = decodePart(value, `images[${index}]`, malformed);
  if (part?.type === 'image') return part;
  const opaque: OpaquePart = { type: 'opaque', opaque: { dialect: DIALECT, value } };
  const notes: MadeNotes = { isImage: true };
  return keepRest(opaque, DIALECT, undefined, notes);
}

/** Undefined = no bytes are to be had. */
export function encodeAudio(
  part: AudioPart,
  target: Pick<AnswerTarget, 'createId' | 'nowSeconds'>,
): Fields | undefined {
  const { source } = part;
  if (source.kind !== 'base64') return undefined;
  if (part.rest?.dialect === DIALECT) return restoreAll({ audio: { data: source.data } }, part)['audio'];
  return { id: target.createId('audio_'), data: source.data, expires_at: target.nowSeconds, transcript: '' };
}
