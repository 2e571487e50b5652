import type { TokenClass } from '../../usage.contract';
import type { ClassAmounts, Prices, PriceTier } from '../../domain/model-price';
import { dollarsOf, isNoPrice, isObject } from './dollars';
import { filled, offerModels, type OfferedList } from './offered-list';

type Json = Record<string, unknown>;

/** Whose models are listed by their own names; those of all others get the provider's name before them. */
const VENDORS = ['openai', 'anthropic', 'google', 'deepseek', 'mistral', 'cohere', 'x-ai', 'moonshotai'];
/** Dollars a million tokens, by class. */
const FIELDS: readonly (readonly [TokenClass, string])[] = [
  ['input', 'input_mtok'],
  ['cacheRead', 'cache_read_mtok'],
  ['cacheWrite5m', 'cache_write_mtok'],
  ['cacheWrite1h', 'cache_write_1h_mtok'],
  ['imageInput', 'input_image_mtok'],
  ['audioInput', 'input_audio_mtok'],
  ['output', 'output_mtok'],
  ['reasoning', 'output_reasoning_mtok'],
  ['imageOutput', 'output_image_mtok'],
  ['audioOutput', 'output_audio_mtok'],
];
/** In the place of a price that has tiers and no base. */
const NOT_SAID = '';
const TOOLS = { web_search: 'web_searches_kcount', file_search: 'storage_searches_kcount' };

/** The data file of genai-prices: a list of providers with their models. `today` (YYYY-MM-DD) decides between dated prices. */
export function readGenaiPrices(providers: readonly unknown[], today: string): OfferedList {
  return offerModels(
    providers.filter(isObject).flatMap(({ id, models }) => {
      const prefix = VENDORS.includes(String(id)) ? '' : `${String(id)}/`;
      return (Array.isArray(models) ? models : []).filter(isObject).flatMap((model) => {
        const prices = pricesOf(model['prices'], today);
        return namesOf(model).map((name) => [`${prefix}${name}`, prices] as const);
      });
    }),
  );
}

/** The id, and other names that are spelt out whole. */
function namesOf({ id, match }: Json): string[] {
  const equal = isObject(match) ? [match, ...(Array.isArray(match['or']) ? match['or'].filter(isObject) : [])] : [];
  const names = [id, ...equal.map(({ equals }) => equals)];
  return [...new Set(names.filter((name): name is string => typeof name === 'string'))];
}

function pricesOf(prices: unknown, today: string): Prices | undefined {
  if (!Array.isArray(prices)) return isObject(prices) ? toPrices(prices) : undefined;
  const begun = prices.filter(isObject).filter(({ constraint }) => {
    const start = isObject(constraint) ? constraint['start_date'] : undefined;
    return typeof start !== 'string' || start <= today;
  });
  const [hourly, others] = [begun.filter(isHourly), begun.filter((one) => !isHourly(one))];
  // The last that has begun counts. Vendors who are cheaper at certain hours are listed at the dearest.
  const candidates = [...others.slice(-1), ...hourly].flatMap(({ prices: own }) =>
    isObject(own) ? (toPrices(own) ?? []) : [],
  );
  return candidates.reduce<Prices | undefined>(
    (dearest, one) => (dearest === undefined || inputOf(one) > inputOf(dearest) ? one : dearest),
    undefined,
  );
}

function isHourly({ constraint }: Json): boolean {
  return isObject(constraint) && constraint['start_time'] !== undefined;
}

function inputOf({ perMillion }: Prices): number {
  return Number(perMillion?.input ?? 0);
}

function toPrices(prices: Json): Prices | undefined {
  const all = FIELDS.flatMap(([, field]) => [
    baseOf(prices[field]),
    ...stepsOf(prices[field]).map(({ price }) => price),
  ]);
  if (all.some(isNoPrice)) return undefined;
  const perMillion = amountsOf(prices, baseOf);
  const perSecond = dollarsOf(prices['input_audio_hours'] ?? prices['audio_hours'], { per: 3_600n });
  const perToolCall = filled(
    Object.entries(TOOLS).flatMap(([tool, field]) => {
      const dollars = dollarsOf(prices[field], { per: 1_000n });
      return dollars === undefined ? [] : [[tool, dollars] as const];
    }),
  );
  const isMetered = perMillion?.input !== undefined;
  if (!isMetered && perSecond === undefined) return undefined;
  const tiers = tiersOf(prices);
  return {
    ...(isMetered && { perMillion }),
    ...(isMetered && tiers.length > 0 && { tiers }),
    ...(perSecond !== undefined && { perSecond }),
    ...(perToolCall !== undefined && { perToolCall }),
  };
}

function baseOf(price: unknown): unknown {
  return isObject(price) ? (price['base'] ?? NOT_SAID) : price;
}

function amountsOf(prices: Json, pick: (price: unknown) => unknown): ClassAmounts | undefined {
  return filled(
    FIELDS.flatMap(([name, field]) => {
      const dollars = dollarsOf(pick(prices[field]));
      return dollars === undefined ? [] : [[name, dollars] as const];
    }),
  );
}

function tiersOf(prices: Json): PriceTier[] {
  const starts = new Set(FIELDS.flatMap(([, field]) => stepsOf(prices[field]).map(({ start }) => start)));
  return [...starts]
    .sort((a, b) => a - b)
    .flatMap((above) => {
      const perMillion = amountsOf(prices, (price) => stepsOf(price).findLast(({ start }) => start <= above)?.price);
      return perMillion === undefined ? [] : [{ above, perMillion }];
    });
}

function stepsOf(price: unknown): { start: number; price: unknown }[] {
  const tiers = isObject(price) && Array.isArray(price['tiers']) ? price['tiers'] : [];
  return tiers.filter(isObject).flatMap(({ start, price: own }) => {
    const isMark = Number.isSafeInteger(start) && Number(start) >= 0;
    return isMark ? [{ start: Number(start), price: own }] : [];
  });
}
