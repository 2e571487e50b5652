/**
 * Kinds of UTF-16 units as the vocabularies tell words apart. Marks belong to letters in one vocabulary and to symbols in the
 * other, and half a surrogate pair may be anything: both are `joiner`, which never ends a word.
 */
export const KIND = { letter: 1, digit: 2, space: 3, newline: 4, symbol: 5, slash: 6, joiner: 7 } as const;

const ofUnit = new Uint8Array(0x10000);

/** Kind of a UTF-16 unit. Looked up once per unit: asking a regular expression each time takes longer than counting. */
export function kindOf(unit: number): number {
  return ofUnit[unit] || (ofUnit[unit] = classify(unit));
}

function classify(unit: number): number {
  if (unit === 0x0a || unit === 0x0d) return KIND.newline;
  if (unit === 0x2f) return KIND.slash;
  if (unit >= 0xd800 && unit <= 0xdfff) return KIND.joiner;
  const character = String.fromCharCode(unit);
  if (/\p{L}/u.test(character)) return KIND.letter;
  if (/\p{N}/u.test(character)) return KIND.digit;
  if (/\s/u.test(character)) return KIND.space;
  return /\p{M}/u.test(character) ? KIND.joiner : KIND.symbol;
}

const set = (...kinds: number[]) => kinds.reduce((bits, kind) => bits | (1 << kind), 0);
const { letter, digit, space, newline, symbol, slash, joiner } = KIND;
const APOSTROPHE = 0x27;

/** Kinds that may go on with the word that the kind ends on, by kind. Too many do no harm here, too few would. */
const GOES_ON: number[] = [];
GOES_ON[letter] = set(letter, joiner);
// Words of digits have three at most.
GOES_ON[digit] = 0;
GOES_ON[space] = set(space, newline);
GOES_ON[newline] = set(space, newline, slash);
GOES_ON[symbol] = set(symbol, slash, newline, joiner);
GOES_ON[slash] = set(symbol, slash, newline, joiner);
GOES_ON[joiner] = set(letter, symbol, slash, newline, joiner);

/** Kinds that begin a new word after the kind in either vocabulary, by kind. Too few do no harm here, too many would. */
const BEGINS: number[] = [];
BEGINS[letter] = set(digit, space, newline, symbol, slash);
BEGINS[digit] = set(letter, space, newline, symbol, slash);
// The last of several spaces goes to the word behind them, so a cut there would change both sides.
BEGINS[space] = 0;
BEGINS[newline] = set(letter, digit);
BEGINS[symbol] = set(digit, space);
BEGINS[slash] = set(digit, space);
BEGINS[joiner] = set(space);

/** False when the two units are surely not in one word that could go on for long. */
export function mayGoOn(previousKind: number, kind: number): boolean {
  return (GOES_ON[previousKind]! & (1 << kind)) !== 0;
}

/** True when a word surely begins at the unit, so that a cut before it leaves the count as it is. */
export function beginsWord(previousKind: number, kind: number, unit: number): boolean {
  // "don't": after a letter an apostrophe may belong to the word.
  return unit !== APOSTROPHE && (BEGINS[previousKind]! & (1 << kind)) !== 0;
}
