import type { Money } from '@app/kernel';
import { INPUT_CLASSES, OUTPUT_CLASSES, type TokenUsage } from '../usage.contract';
import { hasPrice } from '../domain/model-price';
import { worthOf, type StoredPrice } from '../domain/price-breakdown';
import type { PriceList } from '../domain/price-list';
import { rateUsage } from '../domain/rate-usage';
import { resolveChannelCost, resolvePrice, type PriceRules } from '../domain/resolve-price';
import { usageOfRow } from '../domain/usage-detail';
import type { LogEntity } from '../persistence/log.entity';

/** What a row tells of how it was rated. */
export const RATED_COLUMNS = {
  ...{ id: true, modelName: true, upstreamModel: true, channelId: true, priceGroup: true, amount: true, price: true },
  ...{ promptTokens: true, completionTokens: true, cachedTokens: true, reasoningTokens: true },
} as const;
export type RatedRow = Pick<LogEntity, keyof typeof RATED_COLUMNS>;

/**
 * What the call is worth, what it would be and what it would cost. `unreadable`: the row says too little to be rated again;
 * `not-sold`: the list has no price for it.
 */
export type ReRated = { old: Money; amount: Money; cost: Money | undefined } | 'unreadable' | 'not-sold';

/** Rates calls that were made with another list than they were charged by. Quotes are worked out once. */
export class ReRater {
  private readonly quotes = new Map<string, ReturnType<typeof resolvePrice> | null>();
  private readonly costs = new Map<string, ReturnType<typeof resolvePrice> | null>();

  constructor(
    private readonly list: PriceList,
    private readonly rules: PriceRules,
  ) {}

  rate(row: RatedRow): ReRated {
    const stored = readStoredPrice(row.price);
    if (stored === undefined || row.priceGroup === '') return 'unreadable';
    const usage = usageOf(row, stored);
    if (usage === undefined) return 'unreadable';
    const quote = this.quoteOf(row, stored);
    if (quote === undefined) return 'not-sold';
    const cost = this.costOf(row);
    return {
      old: worthOf(row.amount, stored),
      amount: rateUsage(quote, usage),
      cost: cost && rateUsage(cost, usage),
    };
  }

  /** A model that stood for another is looked for under its own name first, as calls are. */
  private quoteOf({ modelName, priceGroup }: RatedRow, stored: StoredPrice) {
    const own = this.list.models.get(modelName);
    const model = own !== undefined && hasPrice(own) ? modelName : stored.model;
    const isPerCall = stored.kind === 'per-call';
    const key = `${isPerCall ? 1 : 0}${priceGroup}\u0000${model}`;
    let quote = this.quotes.get(key);
    if (quote === undefined) {
      const settings = { ...this.rules, version: 0, list: this.list };
      quote = resolvePrice(settings, model, priceGroup, isPerCall) ?? null;
      this.quotes.set(key, quote);
    }
    return quote ?? undefined;
  }

  private costOf({ channelId, upstreamModel }: RatedRow) {
    const key = `${channelId}\u0000${upstreamModel}`;
    let cost = this.costs.get(key);
    if (cost === undefined) {
      cost = resolveChannelCost(this.list, 0, channelId, upstreamModel) ?? null;
      this.costs.set(key, cost);
    }
    return cost ?? undefined;
  }
}

function readStoredPrice(text: string | null): StoredPrice | undefined {
  if (text === null) return undefined;
  try {
    const stored = JSON.parse(text) as Partial<StoredPrice> | null;
    return typeof stored?.kind === 'string' && typeof stored.model === 'string' ? (stored as StoredPrice) : undefined;
  } catch {
    return undefined;
  }
}

function usageOf(row: RatedRow, { usage: detail = {} }: StoredPrice): TokenUsage | undefined {
  const classes = usageOfRow(row, detail);
  if ([...INPUT_CLASSES, ...OUTPUT_CLASSES].some((name) => classes[name] < 0)) return undefined;
  const { toolCalls, images, milliseconds } = detail;
  return {
    ...classes,
    ...(toolCalls !== undefined && { toolCalls }),
    ...(images !== undefined && { images }),
    ...(milliseconds !== undefined && { milliseconds }),
    isEstimated: false,
  };
}
