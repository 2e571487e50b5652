const OPEN = '<think>';
const CLOSE = '</think>';
/** White space is held back up to here, in front of a tag and after it. */
const MOST_SPACE = 256;
const SPACE = /\s/;

export interface ThoughtPiece {
  kind: 'thinking' | 'text';
  text: string;
}

type State = 'before' | 'within' | 'behind' | 'text';

/**
 * Tells the `<think>…</think>` that begins a text from the rest, in whatever pieces the text comes. What may still become a
 * tag is held back. White space at the edges of the tags belongs to neither. Without the closing tag all of it is thinking.
 */
export class LeadingThought {
  /** An opening tag was there, whatever it held. */
  hasTag = false;
  private state: State = 'before';
  private held = '';
  private hasThought = false;

  /** Nothing is left to be found: the text may pass as it is. */
  get isOver(): boolean {
    return this.state === 'text';
  }

  push(text: string): ThoughtPiece[] {
    const pieces: ThoughtPiece[] = [];
    this.held += text;
    if (this.state === 'before') this.begin();
    if (this.state === 'within') this.think(pieces);
    if (this.state === 'behind') this.leave();
    if (this.state === 'text') this.say(pieces, 'text', this.held);
    return pieces;
  }

  /** The text has ended: what was held back is said. */
  end(): ThoughtPiece[] {
    const pieces: ThoughtPiece[] = [];
    if (this.state === 'before') this.say(pieces, 'text', this.held);
    else if (this.state === 'within') {
      this.say(pieces, 'thinking', this.held.slice(0, withoutSpace(this.held, this.held.length)));
    }
    this.held = '';
    this.state = 'text';
    return pieces;
  }

  private begin(): void {
    const start = this.held.trimStart();
    const space = this.held.length - start.length;
    if (start.startsWith(OPEN) && space <= MOST_SPACE) {
      this.held = start.slice(OPEN.length);
      this.state = 'within';
      this.hasTag = true;
    } else if (!OPEN.startsWith(start) || space > MOST_SPACE) this.state = 'text';
  }

  private think(pieces: ThoughtPiece[]): void {
    if (!this.hasThought) this.held = this.held.trimStart();
    const close = this.held.indexOf(CLOSE);
    if (close >= 0) {
      const end = withoutSpace(this.held, close);
      this.say(pieces, 'thinking', this.held.slice(0, end), this.held.slice(close + CLOSE.length));
      this.state = 'behind';
      return;
    }
    const safe = withoutSpace(this.held, withoutTag(this.held));
    this.say(pieces, 'thinking', this.held.slice(0, safe), this.held.slice(safe));
  }

  private leave(): void {
    this.held = this.held.trimStart();
    if (this.held !== '') this.state = 'text';
  }

  private say(pieces: ThoughtPiece[], kind: ThoughtPiece['kind'], text: string, rest = ''): void {
    this.held = rest;
    if (text === '') return;
    if (kind === 'thinking') this.hasThought = true;
    pieces.push({ kind, text });
  }
}

/** Length without what may be the beginning of the closing tag. */
function withoutTag(text: string): number {
  for (let length = Math.min(CLOSE.length - 1, text.length); length > 0; length--) {
    if (text.endsWith(CLOSE.slice(0, length))) return text.length - length;
  }
  return text.length;
}

/** Length without the white space in front of `end`, as far as it is held back. */
function withoutSpace(text: string, end: number): number {
  const least = Math.max(0, end - MOST_SPACE);
  let last = end;
  while (last > least && SPACE.test(text[last - 1]!)) last--;
  return last;
}
