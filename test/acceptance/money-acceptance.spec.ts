import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LATER_CHECKS, LATER_VECTORS, type LaterCheck } from './later-checks';

const ROOT = join(__dirname, '../..');
const SKIPPED = /\b(?:it|test|describe)\.(?:skip|todo|only)\b|\bx(?:it|describe)\(/;
/** Checks whose tests need a database: they run on each engine that is there. */
const ON_ALL_ENGINES = [5, 6, 7, 10, 11, 12, 14, 19];

interface Spec {
  path: string;
  text: string;
}

const SPECS: Spec[] = ['libs', 'test']
  .flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`),
  )
  .filter((path) => path.endsWith('spec.ts'))
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));

/** The numbers that stand right after the word in titles, which may end with defects: "acceptance 6, D32: …", "vectors 8 and 9: …". */
function numbersIn({ text }: Spec, word: string): number[] {
  const title = new RegExp(`['"\`]${word}s? (\\d+(?:(?:, | and )\\d+)*)(?:, [A-Z]|%s:|: )`, 'g');
  return [...text.matchAll(title)].flatMap((match) => match[1]!.split(/, | and /).map(Number));
}

describe.each([
  { word: 'acceptance', count: 20, later: LATER_CHECKS },
  { word: 'vector', count: 25, later: LATER_VECTORS },
])(
  'the list of $word tests',
  ({ word, count, later }: { word: string; count: number; later: readonly LaterCheck[] }) => {
    const numbers = Array.from({ length: count }, (_, index) => index + 1);
    const named = SPECS.filter((spec) => numbersIn(spec, word).length > 0);
    const tested = new Set(named.flatMap((spec) => numbersIn(spec, word)));
    const waiting = later.filter(({ part }) => part === 'all').map(({ number }) => number);

    it.each(numbers)(`has a test of ${word} %d, or says what it waits for`, (number) => {
      // What has a test now must not be said to wait.
      expect(tested.has(number)).toBe(!waiting.includes(number));
    });

    it('knows no other numbers', () => {
      for (const number of [...tested, ...later.map((check) => check.number)]) expect(numbers).toContain(number);
    });

    it('skips none of them', () => {
      for (const { path, text } of named) expect([path, SKIPPED.exec(text)?.[0]]).toEqual([path, undefined]);
    });

    it('says of each that waits what it waits for', () => {
      for (const { reason } of later) expect(reason.length).toBeGreaterThan(20);
    });
  },
);

describe('money on all engines', () => {
  it.each(ON_ALL_ENGINES)('acceptance 20: a test of check %d runs on every database that is there', (number) => {
    const files = SPECS.filter((spec) => numbersIn(spec, 'acceptance').includes(number));
    expect(files.some(({ text }) => text.includes('describe.each(ENGINES)'))).toBe(true);
  });
});
