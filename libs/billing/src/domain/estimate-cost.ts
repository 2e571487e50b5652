import type { Money } from '@app/kernel';
import type { ExtraPrices, Quote, TokenPrices } from '../quote.contract';
import type { ExtraUsage } from '../usage.contract';
import { rateUsage } from './rate-usage';

/**
 * Most a call is expected to cost, its tokens as text: what a reservation holds back. Zero only where nothing that the call may
 * turn out to use has a price: whoever has no money may make such calls.
 */
export function estimateCost(quote: Quote, promptTokens: number, answerTokens: number, extras: ExtraUsage = {}): Money {
  const expected = costOfText(quote, promptTokens, answerTokens, extras);
  return expected === 0n && canCost(quote) ? 1n : expected;
}

function costOfText(quote: Quote, promptTokens: number, answerTokens: number, extras: ExtraUsage): Money {
  return rateUsage(quote, {
    ...extras,
    input: Math.max(1, promptTokens),
    cacheRead: 0,
    cacheWrite5m: 0,
    cacheWrite1h: 0,
    imageInput: 0,
    audioInput: 0,
    output: answerTokens,
    reasoning: 0,
    imageOutput: 0,
    audioOutput: 0,
    isEstimated: true,
  });
}

function canCost(quote: Quote): boolean {
  if (quote.groupFactorPpm === 0n) return false;
  if (quote.kind === 'per-call') return quote.pricePerCall > 0n;
  return (
    [quote, ...(quote.tiers ?? [])].some(hasTokenPrice) || (quote.extras !== undefined && hasExtraPrice(quote.extras))
  );
}

function hasTokenPrice({ inputPerMillion, outputPerMillion, ownPerMillion = {} }: TokenPrices): boolean {
  return [inputPerMillion, outputPerMillion, ...Object.values(ownPerMillion)].some((price) => price > 0n);
}

function hasExtraPrice({ perToolCall, perImage, perSecond }: ExtraPrices): boolean {
  return [...perToolCall.values(), ...perImage.values(), perSecond].some((price) => price > 0n);
}
