import { hasPrice, type ModelPrice } from '../../domain/model-price';
import { OLD_NOTATION, type RatioMap } from '../../domain/old-notation';
import type { PriceList } from '../../domain/price-list';
import { dollarsOf, isObject } from './dollars';
import { offerModels, type OfferedList } from './offered-list';

/** The maps of `/api/ratio_config`, and the options that hold the same here. */
const MAPS = {
  model_ratio: 'ModelRatio',
  completion_ratio: 'CompletionRatio',
  cache_ratio: 'CacheRatio',
  create_cache_ratio: 'CacheWriteRatio',
  image_ratio: 'ImageRatio',
  audio_ratio: 'AudioRatio',
  audio_completion_ratio: 'AudioCompletionRatio',
  model_price: 'ModelPrice',
};
const EMPTY: PriceList = { models: new Map(), groups: new Map(), channelCosts: new Map() };

/** Prices of another gateway of this family. A ratio of 1 is 2 dollars per million tokens. */
export function readRatioConfig(config: Record<string, unknown>): OfferedList {
  let list = EMPTY;
  const unreadable = new Set<string>();
  for (const [field, key] of Object.entries(MAPS)) {
    const entries = Object.entries(isObject(config[field]) ? config[field] : {});
    const read = entries.flatMap(([model, value]) => {
      const amount = dollarsOf(value);
      if (amount === undefined) unreadable.add(model);
      return amount === undefined ? [] : [[model, amount] as const];
    });
    const map: RatioMap = new Map(read);
    list = OLD_NOTATION[key]!.write(list, map, '1970-01-01');
  }
  // A ratio to a price that is not there says nothing; of what stands where one cannot be read nobody knows.
  const names = new Set([...list.models.keys(), ...unreadable]);
  return offerModels([...names].map((model) => [model, unreadable.has(model) ? undefined : sold(list, model)]));
}

function sold({ models }: PriceList, model: string): ModelPrice | undefined {
  const price = models.get(model);
  return price !== undefined && hasPrice(price) ? price : undefined;
}

export function isRatioConfig(value: Record<string, unknown>): boolean {
  return isObject(value['model_ratio']) || isObject(value['model_price']);
}
