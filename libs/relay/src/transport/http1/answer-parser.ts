import { MalformedAnswer, parseHead, type AnswerHead } from './answer-head';

/** What the parser finds, in this order; informational heads (1xx) come before the real one. */
export interface AnswerSink {
  onHead(head: AnswerHead): void;
  onBody(part: Buffer): void;
  /** `isLast` = no bytes came behind the answer. */
  onComplete(isLast: boolean): void;
}

const HEAD_END = Buffer.from('\r\n\r\n');
/** What Node's own parser takes. */
const LONGEST_HEAD = 16 * 1024;
const LONGEST_CHUNK_LINE = 4 * 1024;
const LARGEST_CHUNK_DIGITS = 8;
const LONGEST_TRAILER = 16 * 1024;
const CR = 0x0d;
const LF = 0x0a;
const SEMICOLON = 0x3b;

type State = 'head' | 'length' | 'until-close' | 'chunk-line' | 'chunk-data' | 'chunk-end' | 'trailer' | 'complete';

/**
 * Reads one HTTP/1.1 answer after another, in whatever pieces it comes. Body parts are views of the pieces: nothing is
 * copied, nothing but an incomplete head is kept. Throws MalformedAnswer; the parser is of no use afterwards.
 */
export class AnswerParser {
  private state: State = 'head';
  private rest: Buffer | undefined = undefined;
  /** Bytes left of the body or chunk. */
  private left = 0;
  private digits = 0;
  private isInExtension = false;
  private lineLength = 0;
  private isAfterCr = false;

  constructor(private readonly sink: AnswerSink) {}

  /** For the next answer on the same connection. */
  reset(): void {
    this.state = 'head';
    this.rest = undefined;
  }

  /**
   * Ends with the answer: what is behind it in the piece is never read, so that it cannot be taken for an answer to the next
   * call. A further piece is malformed.
   */
  feed(piece: Buffer): void {
    let position = 0;
    while (position < piece.length) {
      switch (this.state) {
        case 'head':
          position = this.readHead(piece, position);
          break;
        case 'length':
        case 'chunk-data':
          position = this.readCounted(piece, position);
          break;
        case 'until-close':
          this.sink.onBody(position === 0 ? piece : piece.subarray(position));
          return;
        case 'chunk-line':
          position = this.readChunkLine(piece, position);
          break;
        case 'chunk-end':
          position = this.readChunkEnd(piece, position);
          break;
        case 'trailer':
          position = this.readTrailer(piece, position);
          break;
        case 'complete':
          throw new MalformedAnswer('The upstream sent bytes behind its answer');
      }
      if (this.isComplete) return this.sink.onComplete(position === piece.length);
    }
  }

  /** The connection has ended. Returns whether the answer is complete by that. */
  close(): boolean {
    if (this.state !== 'until-close') return false;
    this.state = 'complete';
    this.sink.onComplete(true);
    return true;
  }

  private get isComplete(): boolean {
    return this.state === 'complete';
  }

  private readHead(piece: Buffer, from: number): number {
    const { rest } = this;
    const own = from === 0 ? piece : piece.subarray(from);
    const bytes = rest === undefined ? own : Buffer.concat([rest, own]);
    const end = bytes.indexOf(HEAD_END, rest === undefined ? 0 : Math.max(0, rest.length - 3));
    // Without an end in sight it can at best be in the last three bytes.
    if ((end < 0 ? bytes.length - 3 : end) > LONGEST_HEAD)
      throw new MalformedAnswer("The head of the upstream's answer is too long");
    if (end < 0) {
      this.rest = bytes;
      return piece.length;
    }
    this.rest = undefined;
    const head = parseHead(bytes.toString('latin1', 0, end));
    // A switch of protocols was never asked for.
    if (head.status === 101) throw new MalformedAnswer('The upstream switched protocols');
    this.sink.onHead(head);
    if (head.status >= 200) this.beginBody(head);
    return piece.length - (bytes.length - end - HEAD_END.length);
  }

  private beginBody({ framing }: AnswerHead): void {
    if (framing === 'chunked') this.beginChunkLine();
    else if (framing === 'until-close') this.state = 'until-close';
    else if (framing === 0) this.state = 'complete';
    else {
      this.left = framing;
      this.state = 'length';
    }
  }

  private readCounted(piece: Buffer, from: number): number {
    const end = Math.min(piece.length, from + this.left);
    this.left -= end - from;
    const part = from === 0 && end === piece.length ? piece : piece.subarray(from, end);
    this.sink.onBody(part);
    if (this.left > 0) return end;
    this.isAfterCr = false;
    this.state = this.state === 'length' ? 'complete' : 'chunk-end';
    return end;
  }

  private beginChunkLine(): void {
    this.state = 'chunk-line';
    this.left = 0;
    this.digits = 0;
    this.lineLength = 0;
    this.isInExtension = false;
    this.isAfterCr = false;
  }

  private readChunkLine(piece: Buffer, from: number): number {
    for (let position = from; position < piece.length; position++) {
      const byte = piece[position]!;
      if (++this.lineLength > LONGEST_CHUNK_LINE)
        throw new MalformedAnswer("A chunk of the upstream's answer has too long a line");
      if (this.isAfterCr) {
        if (byte !== LF || this.digits === 0) malformedChunk();
        this.endChunkLine();
        return position + 1;
      }
      if (byte === CR) this.isAfterCr = true;
      else if (byte === LF) malformedChunk();
      else if (this.isInExtension) continue;
      else if (byte === SEMICOLON && this.digits > 0) this.isInExtension = true;
      else this.addDigit(byte);
    }
    return piece.length;
  }

  private addDigit(byte: number): void {
    const value = hexValue(byte);
    if (value < 0 || ++this.digits > LARGEST_CHUNK_DIGITS) malformedChunk();
    this.left = this.left * 16 + value;
  }

  private endChunkLine(): void {
    if (this.left > 0) {
      this.state = 'chunk-data';
      return;
    }
    this.state = 'trailer';
    this.lineLength = 0;
    this.left = 0;
    this.isAfterCr = false;
  }

  private readChunkEnd(piece: Buffer, from: number): number {
    if (!this.isAfterCr) {
      if (piece[from] !== CR) malformedChunk();
      this.isAfterCr = true;
      return from + 1;
    }
    if (piece[from] !== LF) malformedChunk();
    this.beginChunkLine();
    return from + 1;
  }

  /** Trailers are read and forgotten. `lineLength` counts the line's bytes, `left` those of all lines. */
  private readTrailer(piece: Buffer, from: number): number {
    for (let position = from; position < piece.length; position++) {
      const byte = piece[position]!;
      if (++this.left > LONGEST_TRAILER) malformedChunk();
      if (this.isAfterCr) {
        if (byte !== LF) malformedChunk();
        this.isAfterCr = false;
        if (this.lineLength === 0) {
          this.state = 'complete';
          return position + 1;
        }
        this.lineLength = 0;
      } else if (byte === CR) this.isAfterCr = true;
      else if (byte === LF) malformedChunk();
      else this.lineLength++;
    }
    return piece.length;
  }
}

function hexValue(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

function malformedChunk(): never {
  throw new MalformedAnswer("A chunk of the upstream's answer is malformed");
}
