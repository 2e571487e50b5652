import { AppError } from '@app/kernel';
import {
  booleanOption,
  groupRatioOption,
  integerOption,
  jsonNumberMapOption,
  type OptionDefinition,
} from '@app/platform';

/**
 * The old notation of prices: options whose values live in the price list (PriceOptionBacking). What they hold in the table
 * `options` of an older version is read once, for version 1.
 */
export const NOTATION_OPTIONS: readonly OptionDefinition<ReadonlyMap<string, number>>[] = [
  jsonNumberMapOption('ModelRatio'),
  jsonNumberMapOption('CompletionRatio'),
  jsonNumberMapOption('CacheRatio'),
  jsonNumberMapOption('CacheWriteRatio'),
  jsonNumberMapOption('CacheWrite1hRatio'),
  jsonNumberMapOption('ImageRatio'),
  jsonNumberMapOption('ImageCompletionRatio'),
  jsonNumberMapOption('AudioRatio'),
  jsonNumberMapOption('AudioCompletionRatio'),
  jsonNumberMapOption('ModelPrice'),
  groupRatioOption,
];

export const MODEL_RATIO_ENABLED = booleanOption('ModelRatioEnabled', true);
export const BILLING_BY_REQUEST_ENABLED = booleanOption('BillingByRequestEnabled', true);
/** Tokens expected of an answer whose request names no limit: what has to be there for it. */
export const PRE_CONSUMED_QUOTA = integerOption('PreConsumedQuota', 500, { min: 0, max: 1_000_000 });
/** The most such an answer has: what is held for it. Not above PreConsumedQuota = that alone is held. */
export const LONGEST_ANSWER = integerOption('LongestAnswer', 16_384, { min: 0, max: 1_000_000 });

/**
 * Ratio of models without an entry. Empty (the default) = such models are not served: a guessed price is a wrong price.
 * The replaced system used 15.
 */
export const FALLBACK_MODEL_RATIO: OptionDefinition<number | undefined> = {
  key: 'FallbackModelRatio',
  defaultText: '',
  parse: (text) => {
    if (text.trim() === '') return undefined;
    const value = Number(text);
    if (value >= 0 && value <= 1_000_000_000) return value;
    throw new AppError(
      'option.value_invalid',
      {
        zh: 'FallbackModelRatio 必须为空或 0 到 1000000000 之间的数字',
        en: 'FallbackModelRatio must be empty or a number from 0 to 1000000000',
      },
      { status: 422, param: 'FallbackModelRatio' },
    );
  },
};

/** How prices are applied; part of every quote, hence quotes are dropped when one changes. */
export const PRICE_RULES: readonly OptionDefinition<unknown>[] = [
  MODEL_RATIO_ENABLED,
  BILLING_BY_REQUEST_ENABLED,
  PRE_CONSUMED_QUOTA,
  LONGEST_ANSWER,
  FALLBACK_MODEL_RATIO,
];
