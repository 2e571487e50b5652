const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
/** Where files are embedded; a text that looks like one is text, and is paid for as text. */
const FILE_KEYS = new Set(['url', 'image_url', 'data', 'file_data']);
const SHORT_STRING = 32;
/** Strings of at least this length are looked at for embedded files. */
const LONG_STRING = 1024;
const DATA_URL = /^data:[\w.+-]+\/[\w.+-]+;base64,/;
/** Anthropic, Google and OpenAI's audio have files as bare base64. No text is 128 characters long without a space or a stop. */
const BARE_FILE_KEYS = new Set(['data']);
/** Folding leaves it as it is. */
const PLAIN_KEY = /^[a-z0-9_]*$/;
const BARE_BASE64 = /^[\w+/-]{128}$/;

export interface ScannedValue {
  /** Byte range of the value in the body. */
  start: number;
  end: number;
}

/** Values by key. They are a handful: going through a list costs less than making a Map. */
export class ScannedValues {
  private readonly keys: string[] = [];
  private readonly places: ScannedValue[] = [];

  get(key: string): ScannedValue | undefined {
    const index = this.keys.indexOf(key);
    return index < 0 ? undefined : this.places[index];
  }

  add(key: string, place: ScannedValue): void {
    this.keys.push(key);
    this.places.push(place);
  }
}

export interface ScannedObject {
  /** Values of the wanted top-level keys. */
  values: ScannedValues;
  /** Offset of the closing brace. */
  end: number;
  /** Bytes of data URLs (images, files), which say nothing about the number of tokens. */
  embeddedBytes: number;
  embeddedFiles: number;
}

export class ScanError extends Error {
  constructor(
    message: string,
    /** Key that is to blame, if one is. */
    readonly key?: string,
  ) {
    super(message);
  }
}

/**
 * Finds the wanted keys of a JSON object without building it: strings are jumped over by native search, so a long prompt
 * costs next to nothing. Structure is checked (nesting, quotes), literals are not. A wanted key that occurs twice is refused:
 * whoever reads the body next might take the other one. So is an escaped key, or one that differs in case only.
 * `ascii` is the body as text, for callers who have it and every byte of it is a character: keys are cut out of it.
 */
export function scanObject(body: Buffer, wanted: ReadonlySet<string>, ascii?: string): ScannedObject {
  const result: ScannedObject = { values: new ScannedValues(), end: -1, embeddedBytes: 0, embeddedFiles: 0 };
  let position = skipSpace(body, 0);
  if (body[position] !== OPEN_BRACE) throw new ScanError('The body must be a JSON object');
  position = skipSpace(body, position + 1);
  if (body[position] === CLOSE_BRACE) return finish(body, position, result);
  for (;;) {
    if (body[position] !== QUOTE) throw new ScanError(`Expected a key at byte ${position}`);
    const keyEnd = endOfString(body, position);
    const key =
      ascii === undefined ? body.toString('utf8', position + 1, keyEnd - 1) : ascii.slice(position + 1, keyEnd - 1);
    if (key.includes('\\')) throw new ScanError('Top-level keys must not be escaped');
    position = skipSpace(body, keyEnd);
    if (body[position] !== COLON) throw new ScanError(`Expected ":" at byte ${position}`);
    const start = skipSpace(body, position + 1);
    const end = endOfValue(body, start, result);
    if (wanted.has(key)) {
      if (result.values.get(key) !== undefined) throw new ScanError(`Duplicate key: ${key}`, key);
      result.values.add(key, { start, end });
    } else if (!PLAIN_KEY.test(key) && wanted.has(fold(key))) throw new ScanError(`Unknown key: ${key}`, key);
    position = skipSpace(body, end);
    if (body[position] === CLOSE_BRACE) return finish(body, position, result);
    if (body[position] !== COMMA) throw new ScanError(`Expected "," or "}" at byte ${position}`);
    position = skipSpace(body, position + 1);
  }
}

/** As readers that ignore case see a key: they would take `Model` for `model`, and the last one wins there. */
function fold(key: string): string {
  return key.toLowerCase().replaceAll('\u017f', 's').replaceAll('\u212a', 'k');
}

function finish(body: Buffer, position: number, result: ScannedObject): ScannedObject {
  if (skipSpace(body, position + 1) !== body.length)
    throw new ScanError(`Unexpected data after the object at byte ${position + 1}`);
  result.end = position;
  return result;
}

function skipSpace(body: Buffer, from: number): number {
  let position = from;
  while (isSpace(body[position])) position++;
  return position;
}

/** Offset after the closing quote of the string that starts at `start`. */
function endOfString(body: Buffer, start: number): number {
  let position = endOfShortString(body, start);
  if (position > 0) return position;
  position = start;
  for (;;) {
    position = body.indexOf(QUOTE, position + 1);
    if (position < 0) throw new ScanError('Unterminated string');
    let backslashes = 0;
    while (body[position - 1 - backslashes] === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return position + 1;
  }
}

/** Most strings are keys and names, over before a native search has begun. 0 = it is none of those. */
function endOfShortString(body: Buffer, start: number): number {
  const last = Math.min(start + SHORT_STRING, body.length - 1);
  for (let position = start + 1; position <= last; position++) {
    const byte = body[position];
    if (byte === QUOTE) return position + 1;
    if (byte === BACKSLASH) return 0;
  }
  return 0;
}

function endOfValue(body: Buffer, start: number, result: ScannedObject): number {
  const first = body[start];
  if (first === QUOTE) return skipString(body, start, result);
  if (first !== OPEN_BRACE && first !== OPEN_BRACKET) return endOfLiteral(body, start);
  const closers: number[] = [];
  let position = start;
  for (;;) {
    const byte = body[position];
    switch (byte) {
      case undefined:
        throw new ScanError('Unexpected end of the body');
      case QUOTE:
        position = skipString(body, position, result);
        continue;
      case OPEN_BRACE:
        closers.push(CLOSE_BRACE);
        break;
      case OPEN_BRACKET:
        closers.push(CLOSE_BRACKET);
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        if (closers.pop() !== byte) throw new ScanError(`Unbalanced bracket at byte ${position}`);
        if (closers.length === 0) return position + 1;
        break;
      default:
    }
    position++;
  }
}

function skipString(body: Buffer, start: number, result: ScannedObject): number {
  const end = endOfString(body, start);
  const length = end - start;
  if (length > LONG_STRING && isFile(body, start)) {
    result.embeddedBytes += length;
    result.embeddedFiles += 1;
  }
  return end;
}

function isFile(body: Buffer, start: number): boolean {
  const head = body.toString('latin1', start + 1, start + 129);
  if (DATA_URL.test(head)) return isUnderKey(body, start, FILE_KEYS);
  return BARE_BASE64.test(head) && isUnderKey(body, start, BARE_FILE_KEYS);
}

/** Whether one of the keys is in front of the value that starts at `start`. */
function isUnderKey(body: Buffer, start: number, keys: ReadonlySet<string>): boolean {
  let position = start - 1;
  while (isSpace(body[position])) position--;
  if (body[position] !== COLON) return false;
  position--;
  while (isSpace(body[position])) position--;
  if (body[position] !== QUOTE) return false;
  const end = position;
  const from = body.lastIndexOf(QUOTE, end - 1);
  return from >= 0 && keys.has(body.toString('latin1', from + 1, end));
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function endOfLiteral(body: Buffer, start: number): number {
  let position = start;
  for (;;) {
    const byte = body[position];
    if (byte === undefined || byte === COMMA || byte === CLOSE_BRACE || byte <= 0x20) break;
    position++;
  }
  if (position === start) throw new ScanError(`Expected a value at byte ${start}`);
  return position;
}
