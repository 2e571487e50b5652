import { divideHalfAway, type Money } from '@app/kernel';
import type { Quote, TokenUsage } from '../billing.contract';

/** Prices are per million tokens and the group factor in millionths: both scales leave in the one division below. */
const SCALE = 1_000_000n * 1_000_000n;

/**
 * The charge for a call: the only place where money is rounded (half away from zero, to a whole nano-dollar). A call that
 * used a priced model costs at least one nano-dollar; a call that used nothing costs nothing.
 */
export function rateUsage(quote: Quote, usage: TokenUsage): Money {
  const inputTokens = usage.input + usage.cacheRead;
  const outputTokens = usage.output + usage.reasoning;
  if (inputTokens + outputTokens === 0) return 0n;
  if (quote.kind === 'per-call') return divideHalfAway(quote.pricePerCall * quote.groupFactorPpm, 1_000_000n);
  const scaled =
    (BigInt(inputTokens) * quote.inputPerMillion + BigInt(outputTokens) * quote.outputPerMillion) * quote.groupFactorPpm;
  if (scaled === 0n) return 0n;
  const amount = divideHalfAway(scaled, SCALE);
  return amount === 0n ? 1n : amount;
}
