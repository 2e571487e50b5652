import fc from 'fast-check';
import type { Quote } from '../quote.contract';
import { INPUT_CLASSES, OUTPUT_CLASSES, type TokenClass, type TokenUsage } from '../usage.contract';
import { estimateCost, worstCost } from './estimate-cost';
import { rateUsage } from './rate-usage';

const price = fc.bigInt({ min: 0n, max: 200_000_000_000n });
const classes = [...INPUT_CLASSES, ...OUTPUT_CLASSES].filter((name) => name !== 'input' && name !== 'output');
const own = fc.dictionary(fc.constantFrom(...classes), price, { maxKeys: 8 });
const prices = fc.record({
  ...{ inputPerMillion: price, outputPerMillion: price },
  ownPerMillion: fc.option(own, { nil: undefined }),
});
const quote: fc.Arbitrary<Quote> = fc
  .record({
    base: prices,
    tier: fc.option(prices, { nil: undefined }),
    above: fc.nat(100_000),
    factor: fc.nat(3_000_000),
  })
  .map(({ base, tier, above, factor }) => ({
    ...{ priceText: '', model: 'm', version: 1, groupRatio: 1, groupFactorPpm: BigInt(factor) },
    ...{ kind: 'ratio', modelRatio: 0, completionRatio: 0, extras: undefined, ...base },
    tiers: tier === undefined ? undefined : [{ ...tier, above }],
  }));
/** Shares of the classes in what goes in and comes out. */
const shares = fc.array(fc.nat(1_000), { minLength: 10, maxLength: 10 });

describe('the worst that a call can cost', () => {
  it('is no less than any division of its tokens into classes costs, and no less than expected', () => {
    fc.assert(
      fc.property(
        quote,
        fc.integer({ min: 1, max: 200_000 }),
        fc.nat(200_000),
        shares,
        (quoted, prompt, answer, parts) => {
          const worst = worstCost(quoted, prompt, answer);
          const used = {
            ...divide(INPUT_CLASSES, prompt, parts),
            ...divide(OUTPUT_CLASSES, answer, parts.slice(INPUT_CLASSES.length)),
            isEstimated: false,
          } as TokenUsage;
          expect(rateUsage(quoted, used) <= worst).toBe(true);
          expect(estimateCost(quoted, prompt, answer) <= worst).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

function divide(names: readonly TokenClass[], tokens: number, parts: readonly number[]): Partial<TokenUsage> {
  const all = names.reduce((sum, _name, i) => sum + parts[i]!, 0);
  const divided = names.map((_name, i) => (all === 0 ? 0 : Math.floor((tokens * parts[i]!) / all)));
  divided[0]! += tokens - divided.reduce((sum, part) => sum + part, 0);
  return Object.fromEntries(names.map((name, i) => [name, divided[i]!]));
}
