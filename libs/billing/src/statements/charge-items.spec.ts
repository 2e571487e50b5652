import { divideHalfAway, NANO_PER_USD } from '@app/kernel';
import fc from 'fast-check';
import { tokens } from '../../../../test/harness/billing-app';
import { INPUT_CLASSES, OUTPUT_CLASSES } from '../usage.contract';
import type { Quote } from '../quote.contract';
import { breakDownPrice, type PriceBreakdown, type StoredPrice } from '../domain/price-breakdown';
import { LARGEST_CHARGE, rateUsage } from '../domain/rate-usage';
import { moneyToUsd } from '@app/kernel';
import { chargeItems } from './charge-items';

const CLASSES = [...INPUT_CLASSES, ...OUTPUT_CLASSES];
const count = fc.integer({ min: 0, max: 2_000_000_000 });
const price = fc.bigInt({ min: 0n, max: 600_000_000_000n });
const usage = fc.record(Object.fromEntries(CLASSES.map((name) => [name, count])));
const own = fc.record(Object.fromEntries(CLASSES.map((name) => [name, price])), { requiredKeys: [] });

/** The text's value in units of 10^-30, by the digits alone. */
function exact(text: string): bigint {
  const [whole = '', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(30, '0'));
}

describe('the items of a charge', () => {
  it('have what a plan paid as one that is taken off, whatever the group factor', () => {
    const lines = [{ class: 'input' as const, count: 100, usd_per_million: '2.5' }];
    const breakdown = { kind: 'ratio' as const, model: 'm', lines, group_ratio: 2, total_usd: '0.0005' };
    expect(chargeItems(breakdown, 400_000n)).toMatchObject({
      exact_usd: '0.0001',
      items: [{ sum_usd: '0.0005' }, { item: 'plan', count: 1, unit_price_usd: '-0.0004', sum_usd: '-0.0004' }],
    });
  });

  it('add up to what rounds to the charge, for any usage, prices and group factor of six decimals', () => {
    fc.assert(
      fc.property(
        usage,
        price,
        price,
        own,
        fc.integer({ min: 0, max: 50_000_000 }),
        (counts, input, output, ownPrices, ppm) => {
          const used = { ...tokens(0, 0), ...counts };
          const quote: Quote = {
            ...{ kind: 'ratio', model: 'm', version: 1, modelRatio: 1, completionRatio: 1, priceText: '' },
            ...{ groupRatio: ppm / 1e6, tiers: undefined, extras: undefined },
            ...{
              inputPerMillion: input,
              outputPerMillion: output,
              ownPerMillion: ownPrices,
              groupFactorPpm: BigInt(ppm),
            },
          };
          const stored: StoredPrice = {
            ...{ kind: 'ratio', model: 'm', group_ratio: ppm / 1e6 },
            input_per_million: moneyToUsd(input),
            output_per_million: moneyToUsd(output),
            own_per_million: Object.fromEntries(
              Object.entries(ownPrices).map(([name, money]) => [name, moneyToUsd(money!)]),
            ),
          };
          const charge = rateUsage(quote, used);
          const charged = chargeItems(breakDownPrice(stored, used, charge))!;
          const sum = charged.items.reduce((total, item) => total + exact(item.sum_usd), 0n);
          expect(sum).toBe(exact(charged.exact_usd));
          const rounded = divideHalfAway(sum * NANO_PER_USD, 10n ** 30n);
          const least = sum > 0n && rounded === 0n ? 1n : rounded;
          expect(charge).toBe(least > LARGEST_CHARGE ? LARGEST_CHARGE : least);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('show the group factor that the charge was worked out with, also where its double lies below what was written', () => {
    const charged = chargeItems({ kind: 'per-call', model: 'm', group_ratio: 0.0001245, total_usd: '0', lines: [] });
    expect(charged?.group_factor).toBe('0.000125');
  });

  it('name the tool or the size beside its kind, and count thousandths of seconds', () => {
    const breakdown: PriceBreakdown = {
      ...{ kind: 'ratio', model: 'm', group_ratio: 0.5, total_usd: '0.125' },
      lines: [
        { class: 'tool', name: 'web_search', count: 3, usd_per_call: '0.01' },
        { class: 'second', count: 1.5, usd_per_call: '0.1466' },
      ],
    };
    const { items, exact_usd } = chargeItems(breakdown)!;
    expect(items.map(({ item, sum_usd }) => [item, sum_usd])).toEqual([
      ['tool:web_search', '0.015'],
      ['second', '0.10995'],
    ]);
    expect(exact_usd).toBe('0.12495');
  });

  it('end with what a plan paid, also when it paid all of a charge that was rounded up', () => {
    const breakdown: PriceBreakdown = {
      ...{ kind: 'ratio', model: 'm', group_ratio: 1, total_usd: '0' },
      lines: [{ class: 'input', count: 1, usd_per_million: '0.0009' }],
    };
    const { items, exact_usd } = chargeItems(breakdown, 1n)!;
    expect(items.at(-1)).toEqual({
      item: 'plan',
      count: 1,
      unit_price_usd: '-0.000000001',
      per: 1,
      sum_usd: '-0.000000001',
    });
    expect(exact_usd).toBe('-0.0000000001');
  });

  it('say nothing rather than something wrong when a price cannot be read', () => {
    const stored: StoredPrice = { kind: 'ratio', model: 'm', group_ratio: 1, input_per_million: 'dear' };
    expect(chargeItems(breakDownPrice(stored, tokens(1, 0), 1n))).toBeUndefined();
  });
});
