const OPENAI_KEYS = [
  Buffer.from('content"'),
  Buffer.from('arguments"'),
  Buffer.from('"text"'),
  Buffer.from('"reasoning"'),
];
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** English runs at about four bytes per token, other scripts at about three. */
const ASCII_PER_TOKEN = 4;
const OTHER_BYTES_PER_TOKEN = 3;

/**
 * Counts the bytes of answer text that pass by, so that a call whose usage never arrives (caller gone, upstream broken) can
 * be charged for what was delivered. Constant memory; the result is an estimate and marked as one.
 */
export class AnswerCounter {
  private asciiBytes = 0;
  private otherBytes = 0;

  /** `keys`: whose strings are the answer; each ends in its quote. */
  constructor(private readonly keys: readonly Buffer[] = OPENAI_KEYS) {}

  get isEmpty(): boolean {
    return this.asciiBytes + this.otherBytes === 0;
  }

  get tokens(): number {
    return Math.ceil(this.asciiBytes / ASCII_PER_TOKEN + this.otherBytes / OTHER_BYTES_PER_TOKEN);
  }

  observe(bytes: Buffer): void {
    for (const key of this.keys) {
      for (let at = bytes.indexOf(key); at >= 0; at = bytes.indexOf(key, at))
        at = this.countString(bytes, at + key.length);
    }
  }

  /** Counts text that is at hand as text. */
  add(text: string): void {
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code < 0x80) this.asciiBytes++;
      else this.otherBytes += code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3;
    }
  }

  /** Counts the string value after a key, if there is one; returns where to go on. */
  private countString(bytes: Buffer, from: number): number {
    let position = from;
    while (bytes[position] === 0x3a || bytes[position] === 0x20) position++;
    if (bytes[position] !== QUOTE) return position;
    for (position++; position < bytes.length; position++) {
      const byte = bytes[position]!;
      if (byte === QUOTE) break;
      if (byte === BACKSLASH) position++;
      if (byte < 0x80) this.asciiBytes++;
      else this.otherBytes++;
    }
    return position;
  }
}
