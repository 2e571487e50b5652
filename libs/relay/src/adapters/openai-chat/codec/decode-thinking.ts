import { unpackSignature } from '../../../model/carry-signature';
import type { OpaquePart, RedactedThinkingPart, ThinkingPart } from '../../../model/content';
import type { Restful } from '../../../model/dialect';
import { keepRest, notesOf } from '../../carry-rest';
import { asObject, asString } from '../../read-json';
import { DIALECT, type Fail, type Fields } from './openai-chat.wire';
import { readList, wantObject } from './read-fields';

export type ThoughtPart = ThinkingPart | RedactedThinkingPart | OpaquePart;

/** How thinking was written. */
export interface ThoughtNotes {
  /** It stood in a plain text field of the message; else among `reasoning_details`. */
  isPlain?: boolean;
  detail?: Fields;
}

/** Fields with thinking as plain text, by the order in which they are believed. */
const PLAIN = ['reasoning_content', 'reasoning'] as const;

export interface DecodedThinking {
  parts: ThoughtPart[];
  /** The plain fields as they were written. */
  plain?: Fields;
}

/**
 * Thinking of a message or a piece of one: DeepSeek's `reasoning_content`, others' `reasoning`, and OpenRouter's
 * `reasoning_details`, which repeat the text, with what proves it
 * (https://openrouter.ai/docs/use-cases/reasoning-tokens).
 */
export function decodeThinking(wire: Fields, path: string, fail: Fail): DecodedThinking {
  const details = readList(wire, 'reasoning_details', path, fail) ?? [];
  const parts = details.map((detail, index) =>
    decodeDetail(wantObject(detail, `${path}.reasoning_details[${index}]`, fail)),
  );
  const decoded: DecodedThinking = { parts };
  for (const name of PLAIN) if (typeof wire[name] === 'string') (decoded.plain ??= {})[name] = wire[name];
  const text = PLAIN.map((name) => asString(wire[name])).find((plain) => plain !== undefined && plain !== '');
  const isRepeated = parts.some((part) => part.type === 'thinking' && part.text !== '');
  if (text !== undefined && !isRepeated) {
    parts.unshift(keepRest<ThinkingPart>({ type: 'thinking', text }, DIALECT, undefined, { isPlain: true }));
  }
  return decoded;
}

/** Names that `decodeThinking` reads; an object in one of the plain fields is something else and stays what it is. */
export function isThoughtField(name: string, value: unknown): boolean {
  return name === 'reasoning_details' || (PLAIN.some((plain) => plain === name) && typeof value === 'string');
}

export function decodeDetail(detail: Fields): ThoughtPart {
  const notes: ThoughtNotes = { detail };
  switch (detail['type']) {
    case 'reasoning.text': {
      const part: ThinkingPart = { type: 'thinking', text: asString(detail['text']) ?? '' };
      return keepRest(sign(part, detail), DIALECT, undefined, notes);
    }
    case 'reasoning.summary': {
      const part: ThinkingPart = { type: 'thinking', text: asString(detail['summary']) ?? '', isSummary: true };
      return keepRest(sign(part, detail), DIALECT, undefined, notes);
    }
    case 'reasoning.encrypted': {
      const data = asString(detail['data']);
      if (data === undefined || data === '') break;
      const part: RedactedThinkingPart = { type: 'redacted-thinking', signature: unpackSignature(data, DIALECT) };
      return keepRest(part, DIALECT, undefined, notes);
    }
    default:
  }
  const opaque: OpaquePart = { type: 'opaque', opaque: { dialect: DIALECT, value: detail } };
  return keepRest(opaque, DIALECT, undefined, notes);
}

function sign(part: ThinkingPart, detail: Fields): ThinkingPart {
  const signature = asString(detail['signature']);
  if (signature !== undefined && signature !== '') part.signature = unpackSignature(signature, DIALECT);
  return part;
}

export function thoughtNotes(part: Restful): ThoughtNotes {
  return asObject(notesOf(part, DIALECT)) ?? {};
}
