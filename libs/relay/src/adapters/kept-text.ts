/** Per stream, and some eight thousand tokens of English: beyond it a part stands for the whole. */
const MOST_BYTES = 32 * 1024;
const FIRST_BYTES = 256;
const NO_BYTES = Buffer.alloc(0);
/** An escape whose rest is missing. */
const CUT_ESCAPE = /\\(u[0-9a-fA-F]{0,3})?$/;

/** Texts one after the other, as much as there is room for, in one piece of memory that grows with them. */
export class KeptText {
  private bytes = NO_BYTES;
  private length = 0;
  private isJson = false;

  /** The inside of a JSON string, as it is written. Returns how many of its bytes were taken. */
  addJson(source: Buffer, start: number, end: number): number {
    this.isJson = true;
    const taken = this.makeRoom(end - start);
    const { bytes } = this;
    for (let at = start; at < start + taken; at++) bytes[this.length++] = source[at]!;
    return taken;
  }

  /** Plain text, all of it or none. */
  add(text: string): boolean {
    const size = Buffer.byteLength(text);
    if (this.makeRoom(size) < size) return false;
    this.length += this.bytes.write(text, this.length);
    return true;
  }

  toString(): string {
    const text = this.bytes.toString('utf8', 0, this.length);
    return this.isJson ? unescaped(text) : text;
  }

  /** How much of so many bytes there is room for. */
  private makeRoom(size: number): number {
    const wanted = Math.min(this.length + size, MOST_BYTES);
    if (wanted > this.bytes.length) {
      let room = Math.max(FIRST_BYTES, this.bytes.length);
      while (room < wanted) room *= 2;
      const grown = Buffer.allocUnsafe(room);
      this.bytes.copy(grown, 0, 0, this.length);
      this.bytes = grown;
    }
    return wanted - this.length;
  }
}

/** What is no JSON after all is counted as it stands. */
function unescaped(text: string): string {
  return parsed(text) ?? parsed(text.replace(CUT_ESCAPE, '')) ?? text;
}

function parsed(text: string): string | undefined {
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    return undefined;
  }
}
