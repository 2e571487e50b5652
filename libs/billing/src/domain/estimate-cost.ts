import type { Money } from '@app/kernel';
import type { ExtraPrices, OwnPrices, Quote, TokenPrices } from '../quote.contract';
import { INPUT_CLASSES, OUTPUT_CLASSES, type ExtraUsage, type TokenClass, type TokenUsage } from '../usage.contract';
import { pricesAt } from './prices-at';
import { rateUsage } from './rate-usage';

/**
 * What a call is expected to cost, its tokens as text: less than this has to be there. Zero only where nothing that the call may
 * turn out to use has a price: whoever has no money may make such calls.
 */
export function estimateCost(quote: Quote, promptTokens: number, answerTokens: number, extras?: ExtraUsage): Money {
  const text = textOf(Math.max(1, promptTokens), answerTokens);
  const expected = rateUsage(quote, extras === undefined ? text : { ...text, ...extras });
  return expected === 0n && canCost(quote) ? 1n : expected;
}

/** The same with every token of the class that costs most on its side. Calls of hosted tools are beyond it. */
export function worstCost(quote: Quote, promptTokens: number, answerTokens: number): Money {
  const own = quote.kind === 'ratio' ? pricesAt(quote, quote.tiers ?? [], promptTokens) : undefined;
  if (own?.ownPerMillion === undefined) return estimateCost(quote, promptTokens, answerTokens);
  const tokens = {
    ...textOf(0, 0),
    [dearest(INPUT_CLASSES, own.inputPerMillion, own.ownPerMillion)]: Math.max(1, promptTokens),
    [dearest(OUTPUT_CLASSES, own.outputPerMillion, own.ownPerMillion)]: answerTokens,
  };
  const worst = rateUsage(quote, tokens);
  return worst === 0n && canCost(quote) ? 1n : worst;
}

/** A literal, because it is made for every call: spreading one takes several times as long. */
function textOf(input: number, output: number): TokenUsage {
  return {
    input,
    cacheRead: 0,
    cacheWrite5m: 0,
    cacheWrite1h: 0,
    imageInput: 0,
    audioInput: 0,
    output,
    reasoning: 0,
    imageOutput: 0,
    audioOutput: 0,
    isEstimated: true,
  };
}

/** The first class of a side is its text. */
function dearest(classes: readonly TokenClass[], ofText: bigint, own: OwnPrices): TokenClass {
  let most = ofText;
  let found = classes[0]!;
  for (const name of classes) {
    const price = own[name];
    if (price === undefined || price <= most) continue;
    most = price;
    found = name;
  }
  return found;
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
