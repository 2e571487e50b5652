import { scanObject } from './scan-object';

const COMMA = 0x2c;
const QUOTE = 0x22;
const CLOSE_BRACE = 0x7d;

/**
 * The object without some of its members and with others in front, everything else as it was written. Members that are added
 * replace those of their name. The object must be one that scanObject takes.
 */
export function editMembers(
  body: Buffer,
  removed: readonly string[],
  added: Readonly<Record<string, unknown>>,
): Buffer {
  let rest = body;
  for (const key of [...removed, ...Object.keys(added)]) rest = withoutMember(rest, key);
  const members = Object.entries(added).map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
  if (members.length === 0) return rest;
  const inside = rest.indexOf('{') + 1;
  const isEmpty = rest[afterSpace(rest, inside)] === CLOSE_BRACE;
  const front = Buffer.from(`{${members.join(',')}${isEmpty ? '' : ','}`);
  return Buffer.concat([front, rest.subarray(inside)]);
}

function withoutMember(body: Buffer, key: string): Buffer {
  const value = scanObject(body, new Set([key])).values.get(key);
  if (value === undefined) return body;
  const nameEnd = body.lastIndexOf(QUOTE, value.start - 1);
  const start = body.lastIndexOf(QUOTE, nameEnd - 1);
  const next = afterSpace(body, value.end);
  if (body[next] === COMMA) return cut(body, start, next + 1);
  const before = beforeSpace(body, start - 1);
  return cut(body, body[before] === COMMA ? before : start, value.end);
}

function cut(body: Buffer, start: number, end: number): Buffer {
  return Buffer.concat([body.subarray(0, start), body.subarray(end)]);
}

function afterSpace(body: Buffer, from: number): number {
  let position = from;
  while (isSpace(body[position])) position++;
  return position;
}

function beforeSpace(body: Buffer, from: number): number {
  let position = from;
  while (isSpace(body[position])) position--;
  return position;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
