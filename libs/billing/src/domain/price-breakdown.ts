import { moneyToUsd, type Money } from '@app/kernel';
import type { Quote, TokenUsage } from '../billing.contract';
import { asciiJson } from './ascii-json';

type WithoutText<T> = T extends unknown ? Omit<T, 'priceText'> : never;

/** A price as a log row keeps it: everything that is needed to rate the row's tokens again. */
export interface StoredPrice {
  kind: Quote['kind'];
  model: string;
  /** Dollars, before the group factor. */
  input_per_million?: string;
  output_per_million?: string;
  per_call?: string;
  /** What the prices were worked out from; absent on rows of the first versions. */
  model_ratio?: number;
  completion_ratio?: number;
  group_ratio: number;
}

export interface PriceLine {
  class: 'input' | 'cacheRead' | 'output' | 'reasoning' | 'call';
  /** Tokens, or 1 for a call. */
  count: number;
  /** Dollars, before the group factor. */
  usd_per_million?: string;
  usd_per_call?: string;
}

/** How a charge came about: Σ count × price × group_ratio = total_usd. */
export interface PriceBreakdown {
  kind: Quote['kind'];
  model: string;
  lines: PriceLine[];
  group_ratio: number;
  total_usd: string;
}

export function priceText(quote: WithoutText<Quote>): string {
  return asciiJson(JSON.stringify(storedPrice(quote)));
}

/** The lines of a charge from what its row keeps. */
export function breakDownPrice(
  price: StoredPrice,
  usage: Omit<TokenUsage, 'isEstimated'>,
  total: Money,
): PriceBreakdown {
  const { kind, model, group_ratio } = price;
  const lines: PriceLine[] = [];
  const add = (tokenClass: PriceLine['class'], count: number, perMillion: string | undefined): void => {
    if (count > 0 && perMillion !== undefined) lines.push({ class: tokenClass, count, usd_per_million: perMillion });
  };
  add('input', usage.input, price.input_per_million);
  add('cacheRead', usage.cacheRead, price.input_per_million);
  add('output', usage.output, price.output_per_million);
  add('reasoning', usage.reasoning, price.output_per_million);
  if (price.per_call !== undefined) lines.push({ class: 'call', count: 1, usd_per_call: price.per_call });
  return { kind, model, lines, group_ratio, total_usd: moneyToUsd(total) };
}

function storedPrice(quote: WithoutText<Quote>): StoredPrice {
  const { kind, model, groupRatio: group_ratio } = quote;
  if (quote.kind === 'per-call') return { kind, model, per_call: moneyToUsd(quote.pricePerCall), group_ratio };
  return {
    kind,
    model,
    input_per_million: moneyToUsd(quote.inputPerMillion),
    output_per_million: moneyToUsd(quote.outputPerMillion),
    model_ratio: quote.modelRatio,
    completion_ratio: quote.completionRatio,
    group_ratio,
  };
}

/** The short text of the ancestors' `multiplier` column; operators and their scripts know it. Null = the row says too little. */
export function multiplierText(price: StoredPrice): string | null {
  const group = price.group_ratio.toFixed(2);
  if (price.kind === 'per-call') return `按次计费，分组倍率 ${group}`;
  const { model_ratio: model, completion_ratio: completion } = price;
  if (model === undefined || completion === undefined) return null;
  return `模型倍率 ${model.toFixed(2)}，补全倍率${completion.toFixed(2)}，分组倍率 ${group}`;
}
