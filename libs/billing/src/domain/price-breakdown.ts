import { moneyToUsd, type Money } from '@app/kernel';
import { INPUT_CLASSES, OUTPUT_CLASSES, type TokenClass } from '../usage.contract';
import type { ExtraPrices, OwnPrices, Quote, TokenPrices } from '../quote.contract';
import { asciiJson } from './ascii-json';
import { pricesAt } from './prices-at';
import type { PlanDetail, SettledDetail, UsageDetail } from './usage-detail';
import { imagePrice } from './used-extras';

export type WithoutText<T> = T extends unknown ? Omit<T, 'priceText'> : never;

/** Prices of tokens in dollars per million, before the group factor. */
interface StoredTokenPrices {
  input_per_million?: string;
  output_per_million?: string;
  /** Classes that have a price of their own; absent where none has. */
  own_per_million?: Partial<Record<TokenClass, string>>;
}

/** A price as a log row keeps it: everything that is needed to rate the row's tokens again. */
export interface StoredPrice extends StoredTokenPrices {
  kind: Quote['kind'];
  model: string;
  /** Version of the price book; absent on rows of the first versions. */
  version?: number;
  /** Prices of the whole request where it has more tokens of input than `above`. */
  tiers?: (StoredTokenPrices & { above: number })[];
  per_call?: string;
  /** Dollars of what is charged beside tokens. */
  per_tool_call?: Record<string, string>;
  per_image?: Record<string, string>;
  per_second?: string;
  /** Of the row and not of the price: what its columns do not say of its usage; absent where they say it all. */
  usage?: UsageDetail;
  /** Of the row as well; absent where the charge is the usual one. */
  settled?: SettledDetail;
  /** Of the row as well; absent where no plan paid. */
  plan?: PlanDetail;
  /** What the prices were worked out from; absent on rows of the first versions. */
  model_ratio?: number;
  completion_ratio?: number;
  group_ratio: number;
}

export interface PriceLine {
  class: TokenClass | 'call' | 'tool' | 'image' | 'second';
  /** Which tool, or which size of image. */
  name?: string;
  /** Tokens, calls, images, or seconds with their thousandths. */
  count: number;
  /** Dollars, before the group factor. */
  usd_per_million?: string;
  /** Dollars for one, before the group factor. */
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

/** What a row's call is worth: what its wallet was charged, and what a plan paid. */
export function worthOf(amount: Money, price: StoredPrice | undefined): Money {
  return amount + BigInt(price?.plan?.amount ?? 0);
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
  const { kind, model, group_ratio } = price;
  const lines = [...tokenLines(price, usage), ...extraLines(price)];
  if (price.per_call !== undefined) lines.push({ class: 'call', count: 1, usd_per_call: price.per_call });
  return { kind, model, lines, group_ratio, total_usd: moneyToUsd(total) };
}

function tokenLines(price: StoredPrice, usage: Readonly<Record<TokenClass, number>>): PriceLine[] {
  const inputTokens = INPUT_CLASSES.reduce((sum, name) => sum + usage[name], 0);
  const prices: StoredTokenPrices = pricesAt(price, price.tiers ?? [], inputTokens);
  const lines: PriceLine[] = [];
  const add = (classes: readonly TokenClass[], ofText: string | undefined): void => {
    for (const name of classes) {
      const perMillion = prices.own_per_million?.[name] ?? ofText;
      if (usage[name] > 0 && perMillion !== undefined)
        lines.push({ class: name, count: usage[name], usd_per_million: perMillion });
    }
  };
  add(INPUT_CLASSES, prices.input_per_million);
  add(OUTPUT_CLASSES, prices.output_per_million);
  return lines;
}

function extraLines({ per_tool_call: tools, per_image, per_second, usage = {} }: StoredPrice): PriceLine[] {
  const lines: PriceLine[] = [];
  for (const [name, count] of Object.entries(usage.toolCalls ?? {})) {
    if (tools !== undefined && Object.hasOwn(tools, name))
      lines.push({ class: 'tool', name, count, usd_per_call: tools[name]! });
  }
  const images = new Map(Object.entries(per_image ?? {}));
  for (const [name, count] of Object.entries(usage.images ?? {})) {
    const usd_per_call = imagePrice(images, name);
    if (usd_per_call !== undefined) lines.push({ class: 'image', name, count, usd_per_call });
  }
  if (per_second !== undefined && usage.milliseconds !== undefined)
    lines.push({ class: 'second', count: usage.milliseconds / 1000, usd_per_call: per_second });
  return lines;
}

function storedPrice(quote: WithoutText<Quote>): StoredPrice {
  const { kind, model, version, groupRatio: group_ratio } = quote;
  if (quote.kind === 'per-call') {
    return { kind, model, version, per_call: moneyToUsd(quote.pricePerCall), group_ratio };
  }
  return {
    kind,
    model,
    version,
    ...storedTokens(quote),
    ...(quote.tiers !== undefined && {
      tiers: quote.tiers.map((tier) => ({ above: tier.above, ...storedTokens(tier) })),
    }),
    ...(quote.extras !== undefined && storedExtras(quote.extras)),
    model_ratio: quote.modelRatio,
    completion_ratio: quote.completionRatio,
    group_ratio,
  };
}

function storedTokens(prices: TokenPrices): StoredTokenPrices {
  return {
    input_per_million: moneyToUsd(prices.inputPerMillion),
    output_per_million: moneyToUsd(prices.outputPerMillion),
    ...(prices.ownPerMillion !== undefined && { own_per_million: inDollars(prices.ownPerMillion) }),
  };
}

function storedExtras({ perToolCall, perImage, perSecond }: ExtraPrices): Partial<StoredPrice> {
  const dollars = (table: ReadonlyMap<string, Money>) =>
    Object.fromEntries([...table].map(([name, price]) => [name, moneyToUsd(price)]));
  return {
    ...(perToolCall.size > 0 && { per_tool_call: dollars(perToolCall) }),
    ...(perImage.size > 0 && { per_image: dollars(perImage) }),
    ...(perSecond > 0n && { per_second: moneyToUsd(perSecond) }),
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
