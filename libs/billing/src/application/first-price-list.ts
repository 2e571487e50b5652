import { OLD_NOTATION, type RatioMap } from '../domain/old-notation';
import type { ModelPrice } from '../domain/model-price';
import type { PriceList } from '../domain/price-list';
import { SEED_MODELS } from '../domain/seed-prices';

const GROUPS = ['default', 'vip', 'svip'];

/** The list of a first start: published prices, every group at full price, no costs. */
export function seedPriceList(): PriceList {
  return {
    models: new Map(Object.entries(SEED_MODELS)),
    groups: new Map(GROUPS.map((group) => [group, { factor: '1' }])),
    channelCosts: new Map(),
  };
}

/**
 * The list of an upgraded database, from the options of the old notation that were stored in it. What a person had set costs
 * what it did: of a model in the stored ModelRatio nothing is taken from the seed. All other models come from the seed only
 * where no ModelRatio was stored.
 */
export function upgradedPriceList(stored: ReadonlyMap<string, RatioMap>, today: string): PriceList {
  let list = seedPriceList();
  const ratios = stored.get('ModelRatio');
  if (ratios !== undefined) list = { ...list, models: withoutMeters(list.models) };
  for (const [key, entries] of stored) {
    const notation = OLD_NOTATION[key];
    if (notation === undefined) continue;
    // These three were replaced as wholes; the others hold the exceptions from rules, and the seed's stay beside them.
    const isWhole = key === 'ModelRatio' || key === 'ModelPrice' || key === 'GroupRatio';
    list = notation.write(list, isWhole ? entries : new Map([...notation.read(list), ...entries]), today);
  }
  return list;
}

function withoutMeters(models: PriceList['models']): PriceList['models'] {
  return new Map(
    [...models].flatMap(([model, { perCall, source, sourceDate }]): [string, ModelPrice][] =>
      perCall === undefined ? [] : [[model, { perCall, source, sourceDate }]],
    ),
  );
}
