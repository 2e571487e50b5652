import { beginsWord, kindOf, mayGoOn } from './character-kind';

export interface Piece {
  text: string;
  /** The cut at its end may go through a word, and so change the count by a token or two. */
  isForced: boolean;
}

export interface CutLimits {
  /** Between two pieces the thread looks at the clock; this many characters are counted in some milliseconds. */
  pieceLength: number;
  /** Longest stretch without a word's end. Merging takes time with its square: 50 000 letters took seconds. */
  runLength: number;
}

const LIMITS: CutLimits = { pieceLength: 16_384, runLength: 256 };

/** The text in pieces that can each be counted quickly, cut between words where there are any. */
export function* cutText(text: string, limits = LIMITS): Generator<Piece> {
  let start = 0;
  let lastWord = 0;
  let runStart = 0;
  let previousKind = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const kind = kindOf(unit);
    if (at > 0 && !mayGoOn(previousKind, kind)) runStart = at;
    if (at > 0 && beginsWord(previousKind, kind, unit)) lastWord = at;
    previousKind = kind;

    const isRunLong = at - runStart >= limits.runLength;
    if (!isRunLong && at - start < limits.pieceLength) continue;
    const isBetweenWords = !isRunLong && lastWord > start;
    if (!isBetweenWords && isSecondOfPair(text, at)) continue;
    const end = isBetweenWords ? lastWord : at;
    yield { text: text.slice(start, end), isForced: !isBetweenWords };
    start = end;
    if (!isBetweenWords) runStart = end;
  }
  if (start < text.length) yield { text: text.slice(start), isForced: false };
}

function isSecondOfPair(text: string, at: number): boolean {
  const isHigh = at > 0 && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800;
  return isHigh && (text.charCodeAt(at) & 0xfc00) === 0xdc00;
}
