import type { ModelPrice, Prices } from './model-price';

/** Prices a group has of its own for one model. */
export interface GroupOverride {
  /** Takes the place of the group's factor. Without it a `price` of the group's own is not multiplied. */
  factor?: string;
  /** Takes the place of the listed price, part by part; token prices of its own leave no tiers of the list's. */
  price?: Prices;
}

export interface GroupPricing {
  factor: string;
  /** By model. */
  overrides?: Readonly<Record<string, GroupOverride>>;
}

/** What a channel's supplier charges for a model: a factor of the listed price, or prices of its own. */
export type ChannelCost = { factor: string } | { price: Prices };

/** Everything that is sold and bought at what price: one immutable whole, replaced as a whole. See docs/adr/0020. */
export interface PriceList {
  /** By model; `default` may hold a price per call for all models without one. */
  models: ReadonlyMap<string, ModelPrice>;
  groups: ReadonlyMap<string, GroupPricing>;
  /** By channel id, then by upstream model; `*` is any other model. */
  channelCosts: ReadonlyMap<number, ReadonlyMap<string, ChannelCost>>;
}

function overridePrices(listed: Prices = {}, own: Prices): Prices {
  const { tiers, perMillion, ...rest } = listed;
  if (own.perMillion === undefined) {
    return { ...rest, ...(perMillion && { perMillion }), ...(tiers && { tiers }), ...own };
  }
  return { ...rest, ...own, perMillion: { ...perMillion, ...own.perMillion } };
}

const FULL_FACTOR = '1';

/** The prices of a model for a group, and the factor they are multiplied by. No prices = the model is not listed. */
export function listedPrices(list: PriceList, group: string, model: string): { prices?: Prices; factor: string } {
  const listed = list.models.get(model);
  const pricing = list.groups.get(group);
  const overrides = pricing?.overrides;
  const own = overrides !== undefined && Object.hasOwn(overrides, model) ? overrides[model] : undefined;
  if (own?.price === undefined) return { prices: listed, factor: own?.factor ?? pricing?.factor ?? FULL_FACTOR };
  return { prices: overridePrices(listed, own.price), factor: own.factor ?? FULL_FACTOR };
}

/** Text of the list as a version keeps it. */
export function writePriceList({ models, groups, channelCosts }: PriceList): string {
  return JSON.stringify({
    models: Object.fromEntries(models),
    groups: Object.fromEntries(groups),
    channelCosts: Object.fromEntries([...channelCosts].map(([id, costs]) => [id, Object.fromEntries(costs)])),
  });
}
