import { moneyToUsd, type Money } from '@app/kernel';
import { INPUT_CLASSES, OUTPUT_CLASSES, type OwnPrices, type Quote, type TokenClass } from '../billing.contract';
import { asciiJson } from './ascii-json';
import type { SettledDetail, UsageDetail } from './usage-detail';

type WithoutText<T> = T extends unknown ? Omit<T, 'priceText'> : never;

/** A price as a log row keeps it: everything that is needed to rate the row's tokens again. */
export interface StoredPrice {
  kind: Quote['kind'];
  model: string;
  /** Dollars, before the group factor. */
  input_per_million?: string;
  output_per_million?: string;
  /** Classes that have a price of their own; absent where none has. */
  own_per_million?: Partial<Record<TokenClass, string>>;
  per_call?: string;
  /** Of the row and not of the price: what its columns do not say of its usage; absent where they say it all. */
  usage?: UsageDetail;
  /** Of the row as well; absent where the charge is the usual one. */
  settled?: SettledDetail;
  /** What the prices were worked out from; absent on rows of the first versions. */
  model_ratio?: number;
  completion_ratio?: number;
  group_ratio: number;
}

export interface PriceLine {
  class: TokenClass | 'call';
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
  usage: Readonly<Record<TokenClass, number>>,
  total: Money,
): PriceBreakdown {
  const { kind, model, group_ratio, own_per_million: own } = price;
  const lines: PriceLine[] = [];
  const add = (classes: readonly TokenClass[], ofText: string | undefined): void => {
    for (const name of classes) {
      const perMillion = own?.[name] ?? ofText;
      if (usage[name] > 0 && perMillion !== undefined)
        lines.push({ class: name, count: usage[name], usd_per_million: perMillion });
    }
  };
  add(INPUT_CLASSES, price.input_per_million);
  add(OUTPUT_CLASSES, price.output_per_million);
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
    ...(quote.ownPerMillion !== undefined && { own_per_million: inDollars(quote.ownPerMillion) }),
    model_ratio: quote.modelRatio,
    completion_ratio: quote.completionRatio,
    group_ratio,
  };
}

function inDollars(prices: OwnPrices): Partial<Record<TokenClass, string>> {
  return Object.fromEntries(Object.entries(prices).map(([name, price]) => [name, moneyToUsd(price)]));
}

/** The short text of the ancestors' `multiplier` column; operators and their scripts know it. Null = the row says too little. */
export function multiplierText(price: StoredPrice): string | null {
  const group = price.group_ratio.toFixed(2);
  if (price.kind === 'per-call') return `按次计费，分组倍率 ${group}`;
  const { model_ratio: model, completion_ratio: completion } = price;
  if (model === undefined || completion === undefined) return null;
  return `模型倍率 ${model.toFixed(2)}，补全倍率${completion.toFixed(2)}，分组倍率 ${group}`;
}
