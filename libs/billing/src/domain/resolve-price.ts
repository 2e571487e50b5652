import { NANO_PER_USD } from '@app/kernel';
import type { ExtraPrices, Quote } from '../quote.contract';
import { compileTier, compileTokenPrices, decimalOf, nanoOf } from './compile-prices';
import { parseDecimal, toUnits, type Decimal } from './decimal';
import { hasPrice, isMetered, type Prices } from './model-price';
import { priceText, type WithoutText } from './price-breakdown';
import { listedPrices, type ChannelCost, type PriceList } from './price-list';

/** How prices are applied, as the options say. */
export interface PriceRules {
  isRatioBillingOffered: boolean;
  isPerCallBillingOffered: boolean;
  /** Ratio of models without an entry; undefined = they are not served. */
  fallbackModelRatio: number | undefined;
}

/** A version of the price list and the rules beside it. */
export interface PriceSettings extends PriceRules {
  version: number;
  list: PriceList;
}

/** A ratio of 1 means 2 dollars per million tokens. */
const NANO_PER_RATIO = Number(2n * NANO_PER_USD);

/**
 * The price of a model for a group, or undefined when the operator set none. Per call applies when it is on offer, the
 * model has a price per call, and either ratio billing is off or the token's owner chose per call.
 */
export function resolvePrice(
  settings: PriceSettings,
  model: string,
  group: string,
  ownerChosePerCall: boolean,
): Quote | undefined {
  const name = listedName(model);
  const { list } = settings;
  const { prices, factor } = listedPrices(list, group, name);
  const terms = { model, version: settings.version, ...factorOf(factor) };
  const perCall = settings.isPerCallBillingOffered && (ownerChosePerCall || !settings.isRatioBillingOffered);
  const callPrice = prices?.perCall ?? list.models.get('default')?.perCall;
  if (prices?.isFree !== true && perCall && callPrice !== undefined) return perCallQuote(terms, callPrice);
  return meteredQuote(terms, name, prices, settings.fallbackModelRatio);
}

/** What a supplier takes for the model; undefined = nobody said, or nobody said what the factor is of. */
export function resolveCost(list: PriceList, version: number, cost: ChannelCost, model: string): Quote | undefined {
  const name = listedName(model);
  const isFactor = 'factor' in cost;
  const prices = isFactor ? list.models.get(name) : cost.price;
  if (prices === undefined || !hasPrice(prices)) return undefined;
  const terms = { model, version, ...factorOf(isFactor ? cost.factor : '1') };
  if (!isMetered(prices) && prices.isFree !== true && prices.perCall !== undefined)
    return perCallQuote(terms, prices.perCall);
  return meteredQuote(terms, name, prices, undefined);
}

const ANY_MODEL = '*';

/** What the supplier of a channel takes for a model; undefined = unknown. */
export function resolveChannelCost(
  list: PriceList,
  version: number,
  channelId: number,
  model: string,
): Quote | undefined {
  const costs = list.channelCosts.get(channelId);
  const cost = costs?.get(model) ?? costs?.get(ANY_MODEL);
  return cost === undefined ? undefined : resolveCost(list, version, cost, model);
}

/** The name under which a model's price is listed. */
export function listedName(model: string): string {
  return model.startsWith('gpt-4-gizmo') ? 'gpt-4-gizmo-*' : model;
}

type Terms = Pick<Quote, 'model' | 'version' | 'groupRatio' | 'groupFactorPpm'>;

function factorOf(factor: string): Pick<Quote, 'groupRatio' | 'groupFactorPpm'> {
  const ppm = toUnits(decimalOf(factor), 1_000_000n);
  // The ratio that is shown is the one that is charged.
  return { groupRatio: Number(ppm) / 1_000_000, groupFactorPpm: ppm };
}

function perCallQuote(terms: Terms, perCall: string): Quote {
  return withText({ kind: 'per-call', ...terms, pricePerCall: nanoOf(perCall), priceUsd: Number(perCall) });
}

function meteredQuote(
  terms: Terms,
  name: string,
  prices: Prices | undefined,
  fallbackRatio: number | undefined,
): Quote | undefined {
  if (prices?.isFree === true) return ratioQuote(terms, FREE, undefined, undefined);
  const amounts = prices?.perMillion ?? {};
  const tokens = compileTokenPrices(name, amounts, fallbackInput(prices, fallbackRatio));
  const extras = prices === undefined ? undefined : extraPrices(prices);
  if (tokens === undefined) {
    return prices !== undefined && isMetered(prices) ? ratioQuote(terms, FREE, undefined, extras) : undefined;
  }
  const tiers = (prices?.tiers ?? []).flatMap((tier) => compileTier(name, amounts, tier) ?? []);
  return ratioQuote(terms, tokens, tiers.length === 0 ? undefined : tiers, extras);
}

const FREE = { inputPerMillion: 0n, outputPerMillion: 0n, ownPerMillion: undefined };

type Ratio = Extract<Quote, { kind: 'ratio' }>;

function ratioQuote(
  terms: Terms,
  tokens: Pick<Ratio, 'inputPerMillion' | 'outputPerMillion' | 'ownPerMillion'>,
  tiers: Ratio['tiers'],
  extras: Ratio['extras'],
): Quote {
  const [input, output] = [Number(tokens.inputPerMillion), Number(tokens.outputPerMillion)];
  const ratios = { modelRatio: input / NANO_PER_RATIO, completionRatio: input === 0 ? 1 : output / input };
  return withText({ kind: 'ratio', ...terms, ...ratios, ...tokens, tiers, extras });
}

/** The fallback is for models nobody priced, not for those that are sold by the image or second. */
export function fallbackInput(prices: Prices | undefined, ratio: number | undefined): Decimal | undefined {
  if (ratio === undefined || (prices !== undefined && isMetered(prices))) return undefined;
  return parseDecimal(String(ratio * 2));
}

function extraPrices({ perToolCall = {}, perImage = {}, perSecond }: Prices): ExtraPrices | undefined {
  const nano = (table: Readonly<Record<string, string>>) =>
    new Map(Object.entries(table).map(([name, dollars]) => [name, nanoOf(dollars)]));
  const extras = { perToolCall: nano(perToolCall), perImage: nano(perImage), perSecond: nanoOf(perSecond ?? '0') };
  return extras.perToolCall.size + extras.perImage.size === 0 && perSecond === undefined ? undefined : extras;
}

function withText(quote: WithoutText<Quote>): Quote {
  return { ...quote, priceText: priceText(quote) };
}
