export const CRLF = '\r\n';
const TAB = 0x09;
const CR = 0x0d;
const COLON = 0x3a;
const DELETE = 0x7f;
/** 1 for each character that a header's name may have. */
const IS_NAME = Uint8Array.from({ length: 256 }, (_, code) =>
  /[!#$%&'*+\-.^_`|~0-9A-Za-z]/.test(String.fromCharCode(code)) ? 1 : 0,
);

/** Offset of the colon of the header line that starts at `start`; -1 for a continued line or one with blanks before it. */
export function endOfName(text: string, start: number): number {
  let position = start;
  while (IS_NAME[text.charCodeAt(position)] === 1) position++;
  return position === start || text.charCodeAt(position) !== COLON ? -1 : position;
}

/** Offset of the line's end; -1 for control characters, in which two readers could see different lines. */
export function endOfValue(text: string, start: number): number {
  for (let position = start; position < text.length; position++) {
    const code = text.charCodeAt(position);
    if (code === CR && text.startsWith(CRLF, position)) return position;
    if ((code < 0x20 && code !== TAB) || code === DELETE) return -1;
  }
  return text.length;
}

/** By hand: a pattern that looks for the last blanks takes quadratic time on a value full of them. */
export function withoutBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function isBlank(character: number): boolean {
  return character === 0x20 || character === TAB;
}
