import { moneyToUsd, type Money } from '@app/kernel';
import type { Quote, TokenUsage } from '../billing.contract';

export interface PriceLine {
  class: keyof Omit<TokenUsage, 'isEstimated'> | 'call';
  /** Tokens, or 1 for a call. */
  count: number;
  /** Dollars per million tokens (per call for `call`), before the group factor. */
  usd_per_million?: string;
  usd_per_call?: string;
}

/** How a charge came about, as it is stored on the log row: Σ count × price × group_ratio = total_usd. */
export interface PriceBreakdown {
  kind: Quote['kind'];
  model: string;
  lines: PriceLine[];
  group_ratio: number;
  total_usd: string;
  estimated?: true;
}

export function breakDownPrice(quote: Quote, usage: TokenUsage, total: Money): PriceBreakdown {
  const breakdown: PriceBreakdown = {
    kind: quote.kind,
    model: quote.model,
    lines: quote.kind === 'ratio' ? tokenLines(quote, usage) : [{ class: 'call', count: 1, usd_per_call: moneyToUsd(quote.pricePerCall) }],
    group_ratio: quote.groupRatio,
    total_usd: moneyToUsd(total),
  };
  if (usage.isEstimated) breakdown.estimated = true;
  return breakdown;
}

function tokenLines(quote: Extract<Quote, { kind: 'ratio' }>, usage: TokenUsage): PriceLine[] {
  const lines: PriceLine[] = [];
  const add = (tokenClass: PriceLine['class'], count: number, perMillion: bigint): void => {
    if (count > 0) lines.push({ class: tokenClass, count, usd_per_million: moneyToUsd(perMillion) });
  };
  add('input', usage.input, quote.inputPerMillion);
  add('cacheRead', usage.cacheRead, quote.inputPerMillion);
  add('output', usage.output, quote.outputPerMillion);
  add('reasoning', usage.reasoning, quote.outputPerMillion);
  return lines;
}

/** The short text of the ancestors' `multiplier` column; operators and their scripts know it. */
export function multiplierText(quote: Quote): string {
  const group = quote.groupRatio.toFixed(2);
  return quote.kind === 'per-call'
    ? `按次计费，分组倍率 ${group}`
    : `模型倍率 ${quote.modelRatio.toFixed(2)}，补全倍率${quote.completionRatio.toFixed(2)}，分组倍率 ${group}`;
}
