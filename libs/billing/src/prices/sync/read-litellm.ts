import type { TokenClass } from '../../usage.contract';
import type { ClassAmounts, Prices, PriceTier } from '../../domain/model-price';
import { dollarsOf, isNoPrice, isObject } from './dollars';
import { filled, offerModels, type OfferedList } from './offered-list';

/** Dollars a token, by class. */
const FIELDS: readonly (readonly [TokenClass, string])[] = [
  ['input', 'input_cost_per_token'],
  ['cacheRead', 'cache_read_input_token_cost'],
  ['cacheWrite5m', 'cache_creation_input_token_cost'],
  ['cacheWrite1h', 'cache_creation_input_token_cost_above_1hr'],
  ['imageInput', 'input_cost_per_image_token'],
  ['audioInput', 'input_cost_per_audio_token'],
  ['output', 'output_cost_per_token'],
  ['reasoning', 'output_cost_per_reasoning_token'],
  ['imageOutput', 'output_cost_per_image_token'],
  ['audioOutput', 'output_cost_per_audio_token'],
];
const NAMES = new Set(FIELDS.map(([, field]) => field));
const TIER = /_above_(\d{1,6})k_tokens$/;
const PER_MILLION = { times: 1_000_000n };
const MOST_TIERS = 16;
/** An entry that explains the others. */
const SAMPLE = 'sample_spec';

/** The file `model_prices_and_context_window.json`: by model, dollars a token, with marks such as `_above_200k_tokens`. */
export function readLitellm(file: Record<string, unknown>): OfferedList {
  const models = Object.entries(file).filter(([name]) => name !== SAMPLE);
  return offerModels(models.map(([name, entry]) => [name, isObject(entry) ? pricesOf(entry) : undefined]));
}

function pricesOf(entry: Record<string, unknown>): Prices | undefined {
  const fields = Object.entries(entry).filter(([field]) => NAMES.has(field.replace(TIER, '')));
  if (fields.some(([, value]) => isNoPrice(value))) return undefined;
  const perMillion = amountsOf(entry, '');
  const perSecond = dollarsOf(entry['input_cost_per_second'] ?? entry['output_cost_per_second']);
  const perImage = dollarsOf(entry['output_cost_per_image']);
  const search = entry['search_context_cost_per_query'];
  const perSearch = isObject(search) ? dollarsOf(search['search_context_size_medium']) : undefined;
  const isMetered = perMillion?.input !== undefined;
  // Where all is 0 the file does not know.
  const isKnown = Object.values(perMillion ?? {}).some((dollars) => dollars !== '0');
  if (!(isMetered && isKnown) && isNothing(perSecond) && isNothing(perImage)) return undefined;
  const tiers = isMetered ? tiersOf(entry) : [];
  return {
    ...(isMetered && { perMillion }),
    ...(tiers.length > 0 && { tiers }),
    ...(perImage !== undefined && { perImage: { '*': perImage } }),
    ...(perSecond !== undefined && { perSecond }),
    ...(perSearch !== undefined && { perToolCall: { web_search: perSearch } }),
  };
}

function amountsOf(entry: Record<string, unknown>, mark: string): ClassAmounts | undefined {
  return filled(
    FIELDS.flatMap(([name, field]) => {
      const dollars = dollarsOf(entry[field + mark], PER_MILLION);
      return dollars === undefined ? [] : [[name, dollars] as const];
    }),
  );
}

function tiersOf(entry: Record<string, unknown>): PriceTier[] {
  const marks = new Set(Object.keys(entry).flatMap((field) => TIER.exec(field)?.[1] ?? []));
  const tiers = [...marks].flatMap((thousands) => {
    const perMillion = amountsOf(entry, `_above_${thousands}k_tokens`);
    return perMillion === undefined ? [] : [{ above: Number(thousands) * 1_000, perMillion }];
  });
  return tiers.sort((a, b) => a.above - b.above).slice(0, MOST_TIERS);
}

function isNothing(dollars: string | undefined): boolean {
  return dollars === undefined || dollars === '0';
}
