import { NANO_PER_USD } from '@app/kernel';
import { INPUT_CLASSES, OUTPUT_CLASSES, type TokenClass } from '../usage.contract';
import type { OwnPrices, TokenPrices } from '../quote.contract';
import { multipleByRule } from './class-rules';
import { multiplyDecimals, parseDecimal, toUnits, type Decimal } from './decimal';
import { baseClassOf, type ClassAmounts, type PriceTier } from './model-price';

type ClassPrices = ReadonlyMap<TokenClass, Decimal>;

const CLASSES: readonly TokenClass[] = [...INPUT_CLASSES, ...OUTPUT_CLASSES];

/** Whole nano-dollars per million tokens (or per whatever) of a decimal text. */
export function nanoOf(dollars: string): bigint {
  return toUnits(decimalOf(dollars), NANO_PER_USD);
}

export function decimalOf(text: string): Decimal {
  const decimal = parseDecimal(text);
  if (decimal === undefined) throw new Error(`not a decimal number: ${text}`);
  return decimal;
}

/**
 * The prices of the classes in whole nano-dollars; the only place where prices are rounded. Undefined when there is no price of
 * input, by entry or as `fallbackInput`.
 */
export function compileTokenPrices(
  model: string,
  amounts: ClassAmounts,
  fallbackInput?: Decimal,
): TokenPrices | undefined {
  const prices = dollarsByClass(model, amounts, fallbackInput);
  return prices === undefined ? undefined : inNano(prices);
}

/** The prices that more input than a tier's mark brings about. */
export function compileTier(
  model: string,
  amounts: ClassAmounts,
  tier: PriceTier,
): (TokenPrices & { above: number }) | undefined {
  const base = dollarsByClass(model, amounts);
  return base === undefined ? undefined : { above: tier.above, ...inNano(dollarsOfTier(base, tier)) };
}

/** Exact dollars of a tier; its multiples go on meaning the prices without tiers. */
export function dollarsOfTier(base: ClassPrices, tier: PriceTier): ClassPrices {
  const prices = new Map(base);
  for (const name of CLASSES) {
    const amount = tier.perMillion[name];
    if (amount !== undefined) prices.set(name, dollarsOf(amount, base.get(baseClassOf(name)) ?? base.get('input')!));
  }
  return prices;
}

/** Exact dollars of every class that has a price of its own. */
export function dollarsByClass(model: string, amounts: ClassAmounts, fallbackInput?: Decimal): ClassPrices | undefined {
  const input = typeof amounts.input === 'string' ? decimalOf(amounts.input) : fallbackInput;
  if (input === undefined) return undefined;
  const prices = new Map<TokenClass, Decimal>([['input', input]]);
  // Sound and pictures that come out are multiples of those that go in, which come first in the list.
  for (const name of CLASSES) {
    if (name === 'input') continue;
    const rule = multipleByRule(model, name, (other) => prices.has(other));
    const amount = amounts[name] ?? (rule === undefined ? undefined : { times: String(rule) });
    if (amount !== undefined) prices.set(name, dollarsOf(amount, prices.get(baseClassOf(name)) ?? input));
  }
  const write5m = prices.get('cacheWrite5m');
  if (write5m !== undefined && !prices.has('cacheWrite1h')) prices.set('cacheWrite1h', write5m);
  return prices;
}

function dollarsOf(amount: string | { times: string }, base: Decimal): Decimal {
  return typeof amount === 'string' ? decimalOf(amount) : multiplyDecimals(base, decimalOf(amount.times));
}

function inNano(prices: ClassPrices): TokenPrices {
  const nano = (name: TokenClass): bigint => toUnits(prices.get(name)!, NANO_PER_USD);
  const own: Partial<Record<TokenClass, bigint>> = {};
  for (const name of prices.keys()) if (name !== 'input' && name !== 'output') own[name] = nano(name);
  const ownPerMillion: OwnPrices | undefined = Object.keys(own).length === 0 ? undefined : own;
  return { inputPerMillion: nano('input'), outputPerMillion: nano('output'), ownPerMillion };
}
