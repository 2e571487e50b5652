import type { TokenClass } from '../usage.contract';
import { dollarsByClass, dollarsOfTier } from '../domain/compile-prices';
import { decimalText } from '../domain/decimal';
import type { Amount, ClassAmounts, Prices } from '../domain/model-price';
import type { PriceEntry } from '../domain/price-entries';

/**
 * What an entry says as texts by name, for people to compare: `input`, `output above 200000`, `per_call`, `image 1024x1024`,
 * `tool web_search`, `per_second`, `is_free`, `factor`. Multiples are worked out to dollars where they can be.
 */
export function priceLines(entry: PriceEntry | undefined): Map<string, string> {
  if (entry === undefined) return new Map();
  switch (entry.kind) {
    case 'model':
      return linesOfPrices(entry.model, entry.value);
    case 'group':
      return new Map([['factor', entry.value.factor]]);
    case 'override':
    case 'cost': {
      const { factor, price } = { factor: undefined, price: undefined, ...entry.value };
      return new Map([
        ...(factor === undefined ? [] : [['factor', factor] as const]),
        ...(price === undefined ? [] : linesOfPrices(entry.model, price)),
      ]);
    }
  }
}

function linesOfPrices(model: string, prices: Prices): Map<string, string> {
  const lines = tokenLines(model, prices);
  if (prices.perCall !== undefined) lines.set('per_call', prices.perCall);
  if (prices.perSecond !== undefined) lines.set('per_second', prices.perSecond);
  for (const [size, dollars] of Object.entries(prices.perImage ?? {})) lines.set(`image ${size}`, dollars);
  for (const [tool, dollars] of Object.entries(prices.perToolCall ?? {})) lines.set(`tool ${tool}`, dollars);
  if (prices.isFree === true) lines.set('is_free', 'true');
  return lines;
}

function tokenLines(model: string, { perMillion = {}, tiers = [] }: Prices): Map<string, string> {
  const lines = new Map<string, string>();
  const base = dollarsByClass(model, perMillion);
  if (base === undefined) {
    addAmounts(lines, perMillion, '');
    for (const tier of tiers) addAmounts(lines, tier.perMillion, ` above ${tier.above}`);
    return lines;
  }
  for (const [name, dollars] of base) lines.set(name, decimalText(dollars));
  for (const tier of tiers) {
    const dollars = dollarsOfTier(base, tier);
    for (const name of Object.keys(tier.perMillion) as TokenClass[])
      lines.set(`${name} above ${tier.above}`, decimalText(dollars.get(name)!));
  }
  return lines;
}

/** Of prices that hang on those of somewhere else: as they are written. */
function addAmounts(lines: Map<string, string>, amounts: ClassAmounts, mark: string): void {
  for (const [name, amount] of Object.entries(amounts) as [TokenClass, Amount][])
    lines.set(`${name}${mark}`, typeof amount === 'string' ? amount : `×${amount.times}`);
}
