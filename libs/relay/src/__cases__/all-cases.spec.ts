import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LATER_CASES } from './__fixtures__/later-cases';

const ROOT = join(__dirname, '../../../..');
const COUNT = 76;
const NUMBERS = Array.from({ length: COUNT }, (_, index) => index + 1);
/** These need the gateway around the relay; their tests are among those that start it. */
const WITH_GATEWAY: readonly number[] = [73];
/** `it('case 7: …'` and `it.each(…)('cases 7, 8: …'`: the title is the first text that begins so. */
const TITLE = /['"`]cases? (\d+(?:(?:, | and )\d+)*): /g;
const SKIPPED = /\b(?:it|test|describe)\.(?:skip|todo|only)\b|\bx(?:it|describe)\(/;

function specs(folder: string, ending = 'spec.ts'): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending))
    .map((path) => readFileSync(join(ROOT, folder, path), 'utf8'));
}

function numbersIn(sources: readonly string[]): Set<number> {
  const lists = sources.flatMap((source) => [...source.matchAll(TITLE)].map((match) => match[1]!));
  return new Set(lists.flatMap((list) => list.split(/, | and /).map(Number)));
}

describe('the list of conversion cases', () => {
  const own = specs('libs/relay/src/__cases__', '.spec.ts');
  const listed = numbersIn(own);
  const withGateway = numbersIn(specs('test/e2e'));
  const waiting = LATER_CASES.filter(({ part }) => part === 'all').map(({ number }) => number);

  it.each(NUMBERS)('has a test of case %d, or says what it waits for', (number) => {
    const isTested = listed.has(number) || (WITH_GATEWAY.includes(number) && withGateway.has(number));
    // A case that has a test now must not be said to wait.
    expect(isTested).toBe(!waiting.includes(number));
  });

  it('knows no other numbers', () => {
    for (const number of [...listed, ...LATER_CASES.map((later) => later.number)]) expect(NUMBERS).toContain(number);
  });

  it('skips none of them', () => {
    for (const source of own) expect(source).not.toMatch(SKIPPED);
  });

  it('says of each that waits what it waits for', () => {
    for (const { reason } of LATER_CASES) expect(reason.length).toBeGreaterThan(20);
  });
});
