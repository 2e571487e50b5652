import { scanObject, type ScannedValue } from './scan-object';

export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** Bytes with some ranges replaced; ranges do not overlap. */
export function applyEdits(body: Buffer, edits: Edit[]): Buffer {
  edits.sort((a, b) => a.start - b.start);
  const parts: Buffer[] = [];
  let position = 0;
  for (const { start, end, text } of edits) {
    parts.push(body.subarray(position, start), Buffer.from(text));
    position = end;
  }
  parts.push(body.subarray(position));
  return Buffer.concat(parts);
}

/** The object with one field set, or taken away (undefined). Everything else stays as it was written. Throws ScanError. */
export function setField(body: Buffer, name: string, value: unknown): Buffer {
  const { values, end } = scanObject(body, new Set([name]));
  const place = values.get(name);
  if (value === undefined) return place === undefined ? body : applyEdits(body, [withoutField(body, place)]);
  const text = JSON.stringify(value);
  if (place !== undefined) return applyEdits(body, [{ ...place, text }]);
  const comma = body[skipBack(body, end)] === OPEN_BRACE ? '' : ',';
  return applyEdits(body, [{ start: end, end, text: `${comma}${JSON.stringify(name)}:${text}` }]);
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;

/** The field with its key, and the comma before it, or behind it when it is the first. */
function withoutField(body: Buffer, { start, end }: ScannedValue): Edit {
  const colon = skipBack(body, start);
  const keyEnd = skipBack(body, colon);
  // Keys of a scanned object have no quotes within.
  const key = body.lastIndexOf(QUOTE, keyEnd - 1);
  const before = skipBack(body, key);
  if (body[before] === COMMA) return { start: before, end, text: '' };
  let next = end;
  while (isSpace(body[next])) next++;
  return { start: key, end: body[next] === COMMA ? next + 1 : end, text: '' };
}

/** Offset of the last byte before `position` that is no white space. */
function skipBack(body: Buffer, position: number): number {
  let last = position - 1;
  while (isSpace(body[last])) last--;
  return last;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
