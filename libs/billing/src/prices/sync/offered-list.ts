import type { ModelPrice, Prices } from '../../domain/model-price';
import type { PriceList } from '../../domain/price-list';
import { canNameModel } from '../../domain/read-price-list';

/** Somebody else's list in the form of ours. */
export interface OfferedList {
  list: PriceList;
  /** Entries that could not be read, or have no price that we know of. */
  skipped: number;
}

/** A list of models alone. Where a name comes twice the first counts. */
export function offerModels(models: Iterable<readonly [string, Prices | undefined]>): OfferedList {
  const offered = new Map<string, ModelPrice>();
  let skipped = 0;
  for (const [model, prices] of models) {
    if (prices === undefined || !canNameModel(model)) skipped++;
    else if (!offered.has(model)) offered.set(model, { ...prices, source: 'operator', sourceDate: '1970-01-01' });
  }
  return { list: { models: offered, groups: new Map(), channelCosts: new Map() }, skipped };
}

/** Undefined instead of nothing, so that what is empty is absent. */
export function filled<T>(entries: readonly (readonly [string, T])[]): Record<string, T> | undefined {
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
