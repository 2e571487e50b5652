import type { TokenClass } from '../usage.contract';
import { decimalOf, dollarsByClass } from './compile-prices';
import { decimalText, divideDecimals, multiplyDecimals } from './decimal';
import { baseClassOf, type Amount, type ClassAmounts, type ModelPrice, type PriceTier } from './model-price';
import type { PriceList } from './price-list';

/** Names with decimal texts: an option of the old notation as it is read and written. */
export type RatioMap = ReadonlyMap<string, string>;

interface Notation {
  read(list: PriceList): RatioMap;
  /** The list with exactly the entries changed that differ from what `read` gives; entries left out are removed. */
  write(list: PriceList, entries: RatioMap, today: string): PriceList;
}

/** A ratio of 1 means 2 dollars per million tokens. */
const DOLLARS_PER_RATIO = decimalOf('2');
const RATIOS_PER_DOLLAR = decimalOf('0.5');

/**
 * The options by which prices are known in this family, as views of the price list. Each reads back what was written last, in
 * whatever order and whatever else was written between: ratios are kept as multiples and move with the price they refer to.
 */
export const OLD_NOTATION: Readonly<Record<string, Notation>> = {
  ModelRatio: modelRatio(),
  CompletionRatio: classRatio('output'),
  CacheRatio: classRatio('cacheRead'),
  CacheWriteRatio: classRatio('cacheWrite5m'),
  CacheWrite1hRatio: classRatio('cacheWrite1h'),
  ImageRatio: classRatio('imageInput'),
  ImageCompletionRatio: classRatio('imageOutput'),
  AudioRatio: classRatio('audioInput'),
  AudioCompletionRatio: classRatio('audioOutput'),
  ModelPrice: ofModels(
    (_, price) => price.perCall,
    (_, { perCall: _old, ...price }, text) => (text === undefined ? price : { ...price, perCall: text }),
  ),
  GroupRatio: { read: groupFactors, write: writeGroupFactors },
};

function modelRatio(): Notation {
  return ofModels(
    (_, { isFree, perMillion }) => {
      if (isFree === true) return '0';
      const { input } = perMillion ?? {};
      return typeof input === 'string' ? decimalText(multiplyDecimals(decimalOf(input), RATIOS_PER_DOLLAR)) : undefined;
    },
    (model, price, text) => {
      const { isFree: _free, ...rest } = inMultiples(model, price);
      const input = text === undefined ? undefined : decimalText(multiplyDecimals(decimalOf(text), DOLLARS_PER_RATIO));
      return withAmount(rest, 'input', input);
    },
  );
}

function classRatio(name: TokenClass): Notation {
  return ofModels(
    (model, price) => multipleOf(model, price, name),
    (model, price, text) => {
      const isBase = name === 'imageInput' || name === 'audioInput';
      const amount = text === undefined ? undefined : { times: text };
      return withAmount(isBase ? inMultiples(model, price) : price, name, amount);
    },
  );
}

function ofModels(
  read: (model: string, price: ModelPrice) => string | undefined,
  write: (model: string, price: ModelPrice, text: string | undefined) => ModelPrice,
): Notation {
  return {
    read: (list) => {
      const entries = new Map<string, string>();
      for (const [model, price] of list.models) {
        const text = read(model, price);
        if (text !== undefined) entries.set(model, text);
      }
      return entries;
    },
    write: (list, entries, today) => {
      const models = new Map(list.models);
      for (const model of new Set([...models.keys(), ...entries.keys()])) {
        const old = models.get(model) ?? { source: 'operator', sourceDate: today };
        const text = entries.get(model);
        if (read(model, old) === text) continue;
        const price: ModelPrice = { ...write(model, old, text), source: 'operator', sourceDate: today };
        if (Object.keys(price).length > 2) models.set(model, price);
        else models.delete(model);
      }
      return { ...list, models };
    },
  };
}

/** What a class costs as a multiple of its base; undefined where it has no entry or the base costs nothing. */
function multipleOf(model: string, { perMillion = {} }: ModelPrice, name: TokenClass): string | undefined {
  const amount = perMillion[name];
  if (typeof amount !== 'string') return amount?.times;
  const prices = dollarsByClass(model, perMillion);
  if (prices === undefined) return undefined;
  const quotient = divideDecimals(decimalOf(amount), prices.get(baseClassOf(name)) ?? prices.get('input')!);
  return quotient === undefined ? undefined : decimalText(quotient);
}

/** The same prices as multiples, so that they move with a base that is about to change. */
function inMultiples(model: string, price: ModelPrice): ModelPrice {
  const { perMillion, tiers } = price;
  if (perMillion === undefined) return price;
  const classes = (Object.entries(perMillion) as [TokenClass, Amount][]).map(([name, amount]) => {
    const times = name === 'input' ? undefined : multipleOf(model, price, name);
    return [name, times === undefined ? amount : { times }];
  });
  return {
    ...price,
    perMillion: Object.fromEntries(classes) as ClassAmounts,
    ...(tiers !== undefined && { tiers: tiers.map((tier) => tierInMultiples(model, price, tier)) }),
  };
}

function tierInMultiples(model: string, { perMillion = {} }: ModelPrice, tier: PriceTier): PriceTier {
  const base = dollarsByClass(model, perMillion);
  if (base === undefined) return tier;
  const classes = Object.entries(tier.perMillion) as [TokenClass, Amount][];
  const multiples = classes.map(([name, amount]): [TokenClass, Amount] => {
    if (typeof amount !== 'string') return [name, amount];
    const quotient = divideDecimals(decimalOf(amount), base.get(baseClassOf(name)) ?? base.get('input')!);
    return [name, quotient === undefined ? amount : { times: decimalText(quotient) }];
  });
  return { above: tier.above, perMillion: Object.fromEntries(multiples) };
}

function withAmount(price: ModelPrice, name: TokenClass, amount: Amount | undefined): ModelPrice {
  const { perMillion = {}, ...rest } = price;
  const { [name]: _old, ...others } = perMillion;
  const classes = amount === undefined ? others : { ...others, [name]: amount };
  return Object.keys(classes).length === 0 ? rest : { ...rest, perMillion: classes };
}

function groupFactors({ groups }: PriceList): RatioMap {
  return new Map([...groups].map(([group, { factor }]) => [group, factor]));
}

function writeGroupFactors(list: PriceList, entries: RatioMap): PriceList {
  const groups = [...entries].map(([group, factor]) => [group, { ...list.groups.get(group), factor }] as const);
  return { ...list, groups: new Map(groups) };
}
