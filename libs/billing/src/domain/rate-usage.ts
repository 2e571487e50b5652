import { divideHalfAway, type Money } from '@app/kernel';
import {
  INPUT_CLASSES,
  OUTPUT_CLASSES,
  type OwnPrices,
  type Quote,
  type TokenClass,
  type TokenUsage,
} from '../billing.contract';
import { inputTotal, outputTotal } from './usage-total';

type RatioPrices = Pick<Extract<Quote, { kind: 'ratio' }>, 'inputPerMillion' | 'outputPerMillion'>;

/** Prices are per million tokens and the group factor in millionths: both scales leave in the one division below. */
const SCALE = 1_000_000n * 1_000_000n;

/**
 * The charge for a call: the only place where money is rounded (half away from zero, to a whole nano-dollar). A call that
 * used a priced model costs at least one nano-dollar; a call that used nothing costs nothing.
 */
export function rateUsage(quote: Quote, usage: TokenUsage): Money {
  const inputTokens = inputTotal(usage);
  const outputTokens = outputTotal(usage);
  if (inputTokens + outputTokens === 0) return 0n;
  if (quote.kind === 'per-call') return divideHalfAway(quote.pricePerCall * quote.groupFactorPpm, 1_000_000n);
  let price = BigInt(inputTokens) * quote.inputPerMillion + BigInt(outputTokens) * quote.outputPerMillion;
  if (quote.ownPerMillion !== undefined) price += differenceOfOwn(quote, quote.ownPerMillion, usage);
  const scaled = price * quote.groupFactorPpm;
  if (scaled === 0n) return 0n;
  const amount = divideHalfAway(scaled, SCALE);
  return amount === 0n ? 1n : amount;
}

/** What the classes with prices of their own cost more, or less, than text of their side. */
function differenceOfOwn(quote: RatioPrices, own: OwnPrices, usage: TokenUsage): bigint {
  return (
    difference(INPUT_CLASSES, quote.inputPerMillion, own, usage) +
    difference(OUTPUT_CLASSES, quote.outputPerMillion, own, usage)
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
