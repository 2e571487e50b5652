import { divideHalfAway, NANO_PER_USD, type Money } from '@app/kernel';
import { INPUT_CLASSES, OUTPUT_CLASSES, type TokenClass, type TokenUsage } from '../usage.contract';
import type { OwnPrices, Quote, TokenPrices } from '../quote.contract';
import { pricesAt } from './prices-at';
import { inputTotal, outputTotal } from './usage-total';
import { priceOfExtras, usesExtras } from './used-extras';

/** Prices are per million tokens and the group factor in millionths: both scales leave in the one division below. */
const SCALE = 1_000_000n * 1_000_000n;

/**
 * A million dollars. Prices, multiples and factors that are slips of the hand multiply to what no engine's column holds, and
 * a charge that cannot be written would hold up all that come after it.
 */
export const LARGEST_CHARGE: Money = 1_000_000n * NANO_PER_USD;

/**
 * The charge for a call: the only place where money is rounded (half away from zero, to a whole nano-dollar). A call that
 * used a priced model costs at least one nano-dollar, and none more than LARGEST_CHARGE; a call that used nothing costs nothing.
 */
export function rateUsage(quote: Quote, usage: TokenUsage): Money {
  const inputTokens = inputTotal(usage);
  const outputTokens = outputTotal(usage);
  if (inputTokens + outputTokens === 0 && !usesExtras(usage)) return 0n;
  if (quote.kind === 'per-call') return round(quote.pricePerCall * quote.groupFactorPpm, 1_000_000n);
  const prices = quote.tiers === undefined ? quote : pricesAt(quote, quote.tiers, inputTokens);
  let price = BigInt(inputTokens) * prices.inputPerMillion + BigInt(outputTokens) * prices.outputPerMillion;
  if (prices.ownPerMillion !== undefined) price += differenceOfOwn(prices, prices.ownPerMillion, usage);
  if (quote.extras !== undefined) price += priceOfExtras(quote.extras, usage);
  return round(price * quote.groupFactorPpm, SCALE);
}

function round(scaled: bigint, scale: bigint): Money {
  if (scaled === 0n) return 0n;
  const amount = divideHalfAway(scaled, scale);
  if (amount > LARGEST_CHARGE) return LARGEST_CHARGE;
  return amount === 0n ? 1n : amount;
}

/** What the classes with prices of their own cost more, or less, than text of their side. */
function differenceOfOwn(prices: TokenPrices, own: OwnPrices, usage: TokenUsage): bigint {
  return (
    difference(INPUT_CLASSES, prices.inputPerMillion, own, usage) +
    difference(OUTPUT_CLASSES, prices.outputPerMillion, own, usage)
  );
}

function difference(classes: readonly TokenClass[], ofText: bigint, own: OwnPrices, usage: TokenUsage): bigint {
  let sum = 0n;
  for (const name of classes) {
    const price = own[name];
    if (price !== undefined && usage[name] > 0) sum += BigInt(usage[name]) * (price - ofText);
  }
  return sum;
}
