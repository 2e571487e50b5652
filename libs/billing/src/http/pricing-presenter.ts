import type { TokenClass } from '../usage.contract';
import type { PriceBook } from '../application/price-book';
import { dollarsByClass, dollarsOfTier } from '../domain/compile-prices';
import { decimalText, type Decimal } from '../domain/decimal';
import { hasPrice, type Prices } from '../domain/model-price';
import { listedPrices, type PriceList } from '../domain/price-list';
import { fallbackInput, listedName, type PriceRules } from '../domain/resolve-price';
import type { PricedModelDto, PricingDto } from './dto/pricing.dto';

/** What a viewer looks at: the models served to a group, and the groups he may look at. */
interface PricingView {
  group: string;
  groups: readonly string[];
  served: readonly string[];
}

/** The served models at the prices of the group. What the channels cost is nobody's business. */
export function toPricing(book: Pick<PriceBook, 'version' | 'rules'>, view: PricingView): PricingDto {
  const { id, validFrom, list } = book.version;
  const { group, served } = view;
  const groups = view.groups.flatMap((name) => {
    const factor = list.groups.get(name)?.factor ?? (name === group ? '1' : undefined);
    return factor === undefined ? [] : [{ group: name, factor }];
  });
  const rules = book.rules();
  const models = served.flatMap((model) => toPricedModel(list, rules, group, model) ?? []);
  return { version: id, valid_from: validFrom, group, groups, models };
}

/** As resolvePrice finds it. */
function toPricedModel(list: PriceList, rules: PriceRules, group: string, model: string): PricedModelDto | undefined {
  const name = listedName(model);
  const { factor, prices = {} } = listedPrices(list, group, name);
  const perCall = prices.perCall ?? list.models.get('default')?.perCall;
  const own = { ...prices, ...(perCall !== undefined && { perCall }) };
  const fallback = fallbackInput(prices, rules.fallbackModelRatio);
  if (!hasPrice(own) && fallback === undefined) return undefined;
  const { source = 'operator', sourceDate = '' } = list.models.get(name) ?? {};
  return { model, ...shown(name, own, fallback), factor, source, source_date: sourceDate };
}

function shown(
  model: string,
  prices: Prices,
  fallback: Decimal | undefined,
): Omit<PricedModelDto, 'model' | 'factor' | 'source' | 'source_date'> {
  if (prices.isFree === true) return { is_free: true };
  const { perMillion = {}, tiers = [], perCall, perImage, perSecond, perToolCall } = prices;
  const classes = dollarsByClass(model, perMillion, fallback);
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
