import { cutText } from './cut-text';

export interface CountedTexts {
  tokens: number;
  /** A run without a word's end was cut somewhere: the count may be a little off. */
  isCut: boolean;
}

/** The tokens of all texts together; undefined when `isOver` said so before the end. */
export function countTexts(
  texts: readonly string[],
  countTokens: (text: string) => number,
  isOver: () => boolean,
): CountedTexts | undefined {
  let tokens = 0;
  let isCut = false;
  for (const text of texts) {
    for (const piece of cutText(text)) {
      if (isOver()) return undefined;
      tokens += countTokens(piece.text);
      isCut ||= piece.isForced;
    }
  }
  return { tokens, isCut };
}
