import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { isSameJson } from './is-same-json';

describe('sameness of what was read from JSON', () => {
  it.each([
    [{ a: [1, { b: null }] }, { a: [1, { b: null }] }, true],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
    [{ a: 1 }, { a: 1, b: 2 }, false],
    [{ a: undefined }, { b: undefined }, false],
    [[], {}, false],
    [null, {}, false],
    [undefined, {}, false],
    ['1', 1, false],
  ])('%j and %j: %s', (left, right, isSame) => {
    expect(isSameJson(left, right)).toBe(isSame);
    expect(isSameJson(right, left)).toBe(isSame);
  });

  it('agrees with the platform on any two values', () => {
    const value = fc.jsonValue({ maxDepth: 3 }).map((one) => JSON.parse(JSON.stringify(one)) as unknown);
    fc.assert(
      fc.property(value, value, (left, right) => {
        expect(isSameJson(left, structuredClone(left))).toBe(true);
        expect(isSameJson(left, right)).toBe(isDeepStrictEqual(left, right));
      }),
    );
  });
});
