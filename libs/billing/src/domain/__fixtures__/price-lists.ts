import { OLD_NOTATION } from '../old-notation';
import type { ModelPrice, Prices } from '../model-price';
import type { GroupPricing, PriceList } from '../price-list';
import { resolvePrice, type PriceRules, type PriceSettings } from '../resolve-price';

export const TODAY = '2026-11-26';
const EMPTY: PriceList = { models: new Map(), groups: new Map(), channelCosts: new Map() };

/** A list in the old notation: maps by the names of their options. */
export function listOf(options: Record<string, Record<string, number | string>>, base = EMPTY): PriceList {
  return Object.entries(options).reduce((list, [key, entries]) => {
    const texts = new Map(Object.entries(entries).map(([name, value]) => [name, String(value)]));
    return OLD_NOTATION[key]!.write(list, texts, TODAY);
  }, base);
}

/** A list of models with prices in dollars. */
export function listOfModels(models: Record<string, Prices>, groups: Record<string, GroupPricing> = {}): PriceList {
  const priced = Object.entries(models).map(([name, prices]): [string, ModelPrice] => [
    name,
    { ...prices, source: 'operator', sourceDate: TODAY },
  ]);
  return { models: new Map(priced), groups: new Map(Object.entries(groups)), channelCosts: new Map() };
}

export function settingsOf(list: PriceList, rules: Partial<PriceRules> = {}): PriceSettings {
  return {
    version: 1,
    list,
    isRatioBillingOffered: true,
    isPerCallBillingOffered: true,
    fallbackModelRatio: undefined,
    ...rules,
  };
}

export function quoteOf(list: PriceList, model: string, group = 'default', perCall = false) {
  const quote = resolvePrice(settingsOf(list), model, group, perCall);
  if (quote === undefined) throw new Error(`${model} has no price`);
  return quote;
}
