import { AppError } from '@app/kernel';
import {
  booleanOption,
  groupRatioOption,
  integerOption,
  jsonNumberMapOption,
  type OptionDefinition,
} from '@app/platform';
import { SEED_MODEL_PRICES, SEED_MODEL_RATIOS } from '../domain/seed-prices';

export const MODEL_RATIO = jsonNumberMapOption('ModelRatio', SEED_MODEL_RATIOS);
export const COMPLETION_RATIO = jsonNumberMapOption('CompletionRatio', {});
/** Prices of the classes that are no text, by model; without an entry a class costs what text of its side does. */
export const CACHE_RATIO = jsonNumberMapOption('CacheRatio', {});
export const CACHE_WRITE_RATIO = jsonNumberMapOption('CacheWriteRatio', {});
/** Without an entry: what five minutes cost. */
export const CACHE_WRITE_1H_RATIO = jsonNumberMapOption('CacheWrite1hRatio', {});
export const IMAGE_RATIO = jsonNumberMapOption('ImageRatio', {});
export const IMAGE_COMPLETION_RATIO = jsonNumberMapOption('ImageCompletionRatio', {});
export const AUDIO_RATIO = jsonNumberMapOption('AudioRatio', {});
export const AUDIO_COMPLETION_RATIO = jsonNumberMapOption('AudioCompletionRatio', {});
export const MODEL_PRICE = jsonNumberMapOption('ModelPrice', SEED_MODEL_PRICES);
export const MODEL_RATIO_ENABLED = booleanOption('ModelRatioEnabled', true);
export const BILLING_BY_REQUEST_ENABLED = booleanOption('BillingByRequestEnabled', true);
/** Tokens assumed for an answer whose request names no limit. */
export const PRE_CONSUMED_QUOTA = integerOption('PreConsumedQuota', 500, { min: 0, max: 1_000_000 });

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
    if (Number.isFinite(value) && value >= 0) return value;
    throw new AppError(
      'option.value_invalid',
      { zh: 'FallbackModelRatio 必须为空或非负数', en: 'FallbackModelRatio must be empty or a number of at least 0' },
      { status: 422, param: 'FallbackModelRatio' },
    );
  },
};

export const PRICE_OPTIONS: readonly OptionDefinition<unknown>[] = [
  MODEL_RATIO,
  COMPLETION_RATIO,
  CACHE_RATIO,
  CACHE_WRITE_RATIO,
  CACHE_WRITE_1H_RATIO,
  IMAGE_RATIO,
  IMAGE_COMPLETION_RATIO,
  AUDIO_RATIO,
  AUDIO_COMPLETION_RATIO,
  MODEL_PRICE,
  groupRatioOption,
  MODEL_RATIO_ENABLED,
  BILLING_BY_REQUEST_ENABLED,
  PRE_CONSUMED_QUOTA,
  FALLBACK_MODEL_RATIO,
];
