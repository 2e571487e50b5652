import type { AnswerSample, AnswerTally } from './answer-reader';
import { KeptText } from './kept-text';

const OPENAI_KEYS = [
  Buffer.from('content"'),
  Buffer.from('arguments"'),
  Buffer.from('"text"'),
  Buffer.from('"reasoning"'),
];
/** Strings that are an answer too, but so rare that they are looked for only while there is no other. */
const RARE_KEYS = [
  { mark: Buffer.from('"tool_calls"'), key: Buffer.from('"name"') },
  { mark: Buffer.from('"function_call"'), key: Buffer.from('"name"') },
  { mark: Buffer.from('"refusal"'), key: Buffer.from('"refusal"') },
];
/** Answers that are no text. */
const OTHER_MARKS = [
  'inlineData"',
  'inline_data"',
  'image_url"',
  '"b64_json"',
  '"audio":{',
  '"image_generation_call"',
].map((mark) => Buffer.from(mark));
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** English runs at about four bytes per token, other scripts at about three. */
const ASCII_PER_TOKEN = 4;
const OTHER_BYTES_PER_TOKEN = 3;

/**
 * Counts the bytes of answer text that pass by, and keeps the text itself while it may have to be counted: a call whose usage
 * never arrives (caller gone, upstream broken) is charged for what was delivered. Memory has a limit per stream; the result is
 * an estimate and marked as one.
 */
export class AnswerCounter implements AnswerTally {
  private asciiBytes = 0;
  private otherBytes = 0;
  private kept: KeptText | undefined = new KeptText();
  /** Bytes that the kept text stands for, once there is more than it has room for. */
  private keptBytes: number | undefined = undefined;
  private hasOther = false;

  /** `keys`: whose strings are the answer; each ends in its quote. */
  constructor(private keys: readonly Buffer[] = OPENAI_KEYS) {}

  get isEmpty(): boolean {
    return !this.hasText && !this.hasOther;
  }

  private get hasText(): boolean {
    return this.asciiBytes + this.otherBytes > 0;
  }

  get tokens(): number {
    return Math.ceil(this.asciiBytes / ASCII_PER_TOKEN + this.otherBytes / OTHER_BYTES_PER_TOKEN);
  }

  get sample(): AnswerSample | undefined {
    if (this.kept === undefined || !this.hasText) return undefined;
    const all = this.asciiBytes + this.otherBytes;
    const share = (this.keptBytes ?? all) / all;
    return share === 0 ? undefined : { text: this.kept.toString(), share };
  }

  /** The upstream told its figures: nobody will ask for the text. */
  forgetText(): void {
    this.kept = undefined;
  }

  observe(bytes: Buffer): void {
    for (const key of this.keys) this.countStrings(bytes, key);
    if (!this.hasText) this.lookFurther(bytes);
  }

  /** Something was said that is no text: a picture, sound. */
  noteOther(): void {
    this.hasOther = true;
  }

  private countStrings(bytes: Buffer, key: Buffer): void {
    for (let at = bytes.indexOf(key); at >= 0; at = bytes.indexOf(key, at))
      at = this.countString(bytes, at + key.length);
  }

  private lookFurther(bytes: Buffer): void {
    this.hasOther ||= OTHER_MARKS.some((mark) => bytes.indexOf(mark) >= 0);
    for (const { mark, key } of RARE_KEYS) {
      if (bytes.indexOf(mark) < 0 || this.keys.some((known) => known.equals(key))) continue;
      this.countStrings(bytes, key);
      if (this.hasText) this.keys = [...this.keys, key];
    }
  }

  /** Counts text that is at hand as text. */
  add(text: string): void {
    if (this.kept !== undefined && this.keptBytes === undefined && !this.kept.add(text))
      this.keptBytes = this.asciiBytes + this.otherBytes;
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
    const start = position + 1;
    const before = this.asciiBytes + this.otherBytes;
    for (position++; position < bytes.length; position++) {
      const byte = bytes[position]!;
      if (byte === QUOTE) break;
      if (byte === BACKSLASH) position++;
      if (byte < 0x80) this.asciiBytes++;
      else this.otherBytes++;
    }
    if (this.kept !== undefined && this.keptBytes === undefined) this.keep(bytes, start, position, before);
    return position;
  }

  private keep(bytes: Buffer, start: number, position: number, before: number): void {
    const end = Math.min(position, bytes.length);
    const taken = this.kept!.addJson(bytes, start, end);
    if (taken === end - start) return;
    const counted = this.asciiBytes + this.otherBytes - before;
    this.keptBytes = before + (counted * taken) / (end - start);
  }
}
