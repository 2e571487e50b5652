import type { TokenClass } from '../usage.contract';
import type { PriceVersion } from '../application/price-versions';
import { dollarsByClass, dollarsOfTier } from '../domain/compile-prices';
import { decimalText, type Decimal } from '../domain/decimal';
import { hasPrice, type ModelPrice, type Prices } from '../domain/model-price';
import { listedPrices, type PriceList } from '../domain/price-list';
import type { PricedModelDto, PricingDto } from './dto/pricing.dto';

/** The list at the prices of a group. What the channels cost is nobody's business. */
export function toPricing({ id, validFrom, list }: PriceVersion, group: string, choosable: string[]): PricingDto {
  const groups = [...new Set([group, ...choosable])].flatMap((name) => {
    const factor = list.groups.get(name)?.factor ?? (name === group ? '1' : undefined);
    return factor === undefined ? [] : [{ group: name, factor }];
  });
  const models = [...list.models].flatMap(([model, price]) => toPricedModel(list, group, model, price) ?? []);
  return { version: id, valid_from: validFrom, group, groups, models };
}

function toPricedModel(list: PriceList, group: string, model: string, listed: ModelPrice): PricedModelDto | undefined {
  const { factor, prices = listed } = listedPrices(list, group, model);
  if (!hasPrice(prices)) return undefined;
  return { model, ...shown(model, prices), factor, source: listed.source, source_date: listed.sourceDate };
}

function shown(model: string, prices: Prices): Omit<PricedModelDto, 'model' | 'factor' | 'source' | 'source_date'> {
  if (prices.isFree === true) return { is_free: true };
  const { perMillion = {}, tiers = [], perCall, perImage, perSecond, perToolCall } = prices;
  const classes = dollarsByClass(model, perMillion);
  return {
    ...(classes !== undefined && { per_million: inText(classes) }),
    ...(classes !== undefined &&
      tiers.length > 0 && {
        tiers: tiers.map((tier) => ({ above: tier.above, per_million: inText(dollarsOfTier(classes, tier)) })),
      }),
    ...(perCall !== undefined && { per_call: perCall }),
    ...(perImage !== undefined && { per_image: { ...perImage } }),
    ...(perSecond !== undefined && { per_second: perSecond }),
    ...(perToolCall !== undefined && { per_tool_call: { ...perToolCall } }),
  };
}

function inText(prices: ReadonlyMap<TokenClass, Decimal>): Partial<Record<TokenClass, string>> {
  return Object.fromEntries([...prices].map(([name, price]) => [name, decimalText(price)]));
}
