import fc from 'fast-check';
import * as cl100k from 'gpt-tokenizer/encoding/cl100k_base';
import * as o200k from 'gpt-tokenizer/encoding/o200k_base';
import { CL100K_TOKEN_SPLIT_REGEX, O200K_TOKEN_SPLIT_REGEX } from 'gpt-tokenizer/encodingParams/constants';
import { cutText, type Piece } from './cut-text';

const cut = (text: string, pieceLength: number, runLength: number): Piece[] => [
  ...cutText(text, { pieceLength, runLength }),
];
const texts = (pieces: Piece[]) => pieces.map(({ text }) => text);
const asText = { disallowedSpecial: new Set<string>() };

/** Every kind of character that the vocabularies treat differently, often enough to meet in every order. */
const tricky = fc
  .array(
    fc.oneof(
      fc.constantFrom('a', 'B', 'é', 'ß', '汉', 'ʰ', '1', '²', ' ', '  ', '\t', '\n', '\r\n', '\u3000', '\ufeff'),
      fc.constantFrom(
        "'s",
        "'",
        "'LL",
        '/',
        '//',
        '.',
        '!?',
        '{"',
        '_',
        '\u0301',
        '\u200d',
        '😀',
        '𝒜',
        '\ud800',
        '\udc00',
      ),
      fc.constantFrom(' the', 'Hello', 'naïve', '世界', '<|endoftext|>', '\u0000'),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));

describe('cutText', () => {
  it('leaves a short text whole, and gives nothing for an empty one', () => {
    expect(cut('hello world', 100, 100)).toEqual([{ text: 'hello world', isForced: false }]);
    expect(cut('', 100, 100)).toEqual([]);
  });

  it('cuts a long text before its words', () => {
    expect(texts(cut('one two three four', 10, 100))).toEqual(['one two', ' three', ' four']);
  });

  it.each([
    ['letters', 'a'.repeat(10)],
    ['spaces', ' '.repeat(10)],
    ['symbols', '#'.repeat(10)],
    ['slashes and newlines, which belong to a symbol before them', '/\n'.repeat(5)],
    ['marks between symbols, which are one word to cl100k', '!\u0301'.repeat(5)],
  ])('cuts a run of %s by force', (_what, text) => {
    const pieces = cut(text, 100, 4);
    expect(pieces.map((piece) => piece.text.length)).toEqual([4, 4, 2]);
    expect(pieces.map((piece) => piece.isForced)).toEqual([true, true, false]);
  });

  it('does not take digits, punctuated or spaced text for a run', () => {
    for (const text of ['1'.repeat(50), 'ab,'.repeat(50), 'ab '.repeat(50)]) {
      expect(texts(cut(text, 1000, 4))).toEqual([text]);
    }
  });

  it('does not part the halves of a character', () => {
    expect(texts(cut('😀'.repeat(5), 100, 3))).toEqual(['😀😀', '😀😀', '😀']);
  });

  it('takes an apostrophe behind a letter for a part of the word', () => {
    expect(cut("it's", 3, 100)[0]).toEqual({ text: "it'", isForced: true });
    expect(cut('it.s', 3, 100)[0]).toEqual({ text: 'it', isForced: false });
  });

  it('keeps every character, in pieces of bounded length', () => {
    fc.assert(
      fc.property(tricky, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }), (text, piece, run) => {
        const pieces = cut(text, piece, run);
        expect(texts(pieces).join('')).toBe(text);
        for (const part of pieces) {
          expect(part.text.length).toBeGreaterThan(0);
          expect(part.text.length).toBeLessThanOrEqual(piece + 1);
        }
      }),
    );
  });

  it.each([
    ['o200k_base', o200k],
    ['cl100k_base', cl100k],
  ])('changes no count of %s where it cuts without force', (_name, library) => {
    const count = (text: string) => library.countTokens(text, asText);
    fc.assert(
      fc.property(tricky, fc.integer({ min: 1, max: 12 }), (text, pieceLength) => {
        // What was cut by force is put together again: what is left are the cuts that promise to be exact.
        const exact = [''];
        for (const { text: part, isForced } of cut(text, pieceLength, 1000)) {
          exact[exact.length - 1] += part;
          if (!isForced) exact.push('');
        }
        expect(exact.reduce((sum, part) => sum + count(part), 0)).toBe(count(text));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['o200k_base', O200K_TOKEN_SPLIT_REGEX],
    ['cl100k_base', CL100K_TOKEN_SPLIT_REGEX],
  ])('leaves %s no long word to merge', (_name, words) => {
    // A prefix, a contraction and the second half of a pair may come on top of a run.
    const longest = 8 + 6;
    const text = fc.oneof(
      tricky,
      fc.array(fc.constantFrom('\u0301', '!', '/', '\n', '汉', 'a', '😀'), { maxLength: 300 }),
    );
    fc.assert(
      fc.property(text, (value) => {
        for (const piece of cut(typeof value === 'string' ? value : value.join(''), 10_000, 8)) {
          for (const [word] of piece.text.matchAll(words)) expect(word.length).toBeLessThanOrEqual(longest);
        }
      }),
      { numRuns: 500 },
    );
  });
});
