import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { EventBus, groupRatioOption, OptionStore } from '@app/platform';
import type { Quote } from '../billing.contract';
import { resolvePrice, type PriceSettings } from '../domain/resolve-price';
import {
  AUDIO_COMPLETION_RATIO,
  AUDIO_RATIO,
  BILLING_BY_REQUEST_ENABLED,
  CACHE_RATIO,
  CACHE_WRITE_1H_RATIO,
  CACHE_WRITE_RATIO,
  COMPLETION_RATIO,
  FALLBACK_MODEL_RATIO,
  IMAGE_COMPLETION_RATIO,
  IMAGE_RATIO,
  MODEL_PRICE,
  MODEL_RATIO,
  MODEL_RATIO_ENABLED,
  PRICE_OPTIONS,
} from './price-options';

/** Callers choose model names; remembering every wrong one must not fill the memory. */
const MOST_QUOTES = 20_000;

/** Prices as one immutable set, replaced as a whole when an option changes; each combination is worked out once. */
@Injectable()
export class PriceBook implements OnModuleDestroy {
  private settings: PriceSettings | undefined;
  private quotes = new Map<string, Quote | null>();
  private readonly unsubscribe: () => void;

  constructor(
    private readonly options: OptionStore,
    events: EventBus,
  ) {
    options.register(PRICE_OPTIONS);
    const keys = new Set(PRICE_OPTIONS.map((option) => option.key));
    this.unsubscribe = events.subscribe('option.changed', ({ key }) => {
      if (keys.has(key)) this.forget();
    });
  }

  quote(model: string, group: string, perCall: boolean): Quote | undefined {
    const key = `${perCall ? 1 : 0}${group}\u0000${model}`;
    let quote = this.quotes.get(key);
    if (quote === undefined) {
      if (this.quotes.size >= MOST_QUOTES) this.quotes.clear();
      quote = resolvePrice((this.settings ??= this.readSettings()), model, group, perCall) ?? null;
      this.quotes.set(key, quote);
    }
    return quote ?? undefined;
  }

  /** The operator set a price for this very model. */
  hasOwn(model: string): boolean {
    const { modelRatio, modelPrice } = (this.settings ??= this.readSettings());
    return modelRatio.has(model) || modelPrice.has(model);
  }

  /** Options may have been re-read without an event. */
  forget(): void {
    this.settings = undefined;
    this.quotes = new Map();
  }

  onModuleDestroy(): void {
    this.unsubscribe();
  }

  private readSettings(): PriceSettings {
    return {
      modelRatio: this.options.get(MODEL_RATIO),
      completionRatio: this.options.get(COMPLETION_RATIO),
      classRatios: {
        cacheRead: this.options.get(CACHE_RATIO),
        cacheWrite5m: this.options.get(CACHE_WRITE_RATIO),
        cacheWrite1h: this.options.get(CACHE_WRITE_1H_RATIO),
        image: this.options.get(IMAGE_RATIO),
        imageCompletion: this.options.get(IMAGE_COMPLETION_RATIO),
        audio: this.options.get(AUDIO_RATIO),
        audioCompletion: this.options.get(AUDIO_COMPLETION_RATIO),
      },
      modelPrice: this.options.get(MODEL_PRICE),
      groupRatio: this.options.get(groupRatioOption),
      isRatioBillingOffered: this.options.get(MODEL_RATIO_ENABLED),
      isPerCallBillingOffered: this.options.get(BILLING_BY_REQUEST_ENABLED),
      fallbackModelRatio: this.options.get(FALLBACK_MODEL_RATIO),
    };
  }
}
