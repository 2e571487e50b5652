import { scanObject } from '../adapters/scan-object';
import type { ResponseContent } from './kept-response';

const FIELDS: ReadonlySet<string> = new Set(['output']);
const QUOTE = 0x22;
const COMMA = Buffer.from(',');
const OPEN = Buffer.from('[');
const CLOSE = Buffer.from(']');

/** Items of a conversation and of what is said now, as one list. Nothing is built: long histories are only copied. */
export function joinItems({ input, response }: ResponseContent, now: Buffer | undefined): Buffer {
  return listOf([innerOf(input), outputOf(response), now === undefined ? NONE : itemsOf(now)]);
}

/** `input` of a request as a list: a text is one message. */
export function inputAsList(input: Buffer): Buffer {
  return listOf([itemsOf(input)]);
}

const NONE = Buffer.alloc(0);

function outputOf(response: Buffer): Buffer {
  const place = scanObject(response, FIELDS).values.get('output');
  return place === undefined ? NONE : itemsOf(response.subarray(place.start, place.end));
}

function itemsOf(value: Buffer): Buffer {
  if (value[0] === OPEN[0]) return innerOf(value);
  if (value[0] !== QUOTE) return NONE;
  return Buffer.concat([Buffer.from('{"type":"message","role":"user","content":'), value, Buffer.from('}')]);
}

/** What is between the brackets; a blank list has nothing. */
function innerOf(list: Buffer): Buffer {
  const inner = list.subarray(1, -1);
  return inner.every((byte) => byte <= 0x20) ? NONE : inner;
}

function listOf(parts: readonly Buffer[]): Buffer {
  const told = parts.filter((part) => part.length > 0);
  const joined = told.flatMap((part, index) => (index === 0 ? [part] : [COMMA, part]));
  return Buffer.concat([OPEN, ...joined, CLOSE]);
}
