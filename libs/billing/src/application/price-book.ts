import { Logger, type OnModuleDestroy } from '@nestjs/common';
import type { Clock } from '@app/kernel';
import type { EventBus, OptionStore } from '@app/platform';
import type { Quote } from '../quote.contract';
import { hasPrice } from '../domain/model-price';
import { resolveChannelCost, resolvePrice, type PriceRules, type PriceSettings } from '../domain/resolve-price';
import { BILLING_BY_REQUEST_ENABLED, FALLBACK_MODEL_RATIO, MODEL_RATIO_ENABLED, PRICE_RULES } from './price-options';
import type { PriceVersion, PriceVersions } from './price-versions';

/** Callers choose model names; remembering every wrong one must not fill the memory. */
const MOST_QUOTES = 20_000;
/** What a timer can wait for. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;
/** A timer may ring a little early by the clock that counts. */
const SHORTEST_WAIT_MS = 50;
const RETRY_MS = 5_000;

/**
 * The price list in force as one immutable object, replaced as a whole: by a version published here or on another node, or by
 * the clock reaching a scheduled one. Each quote is worked out once per list. Calls keep the quote they were admitted with.
 */
export class PriceBook implements OnModuleDestroy {
  private readonly logger = new Logger('Prices');
  private quotes = new Map<string, Quote | null>();
  private costs = new Map<string, Quote | null>();
  private settings: PriceSettings | undefined;
  private readonly unsubscribe: (() => void)[];
  private timer: NodeJS.Timeout | undefined;
  private reading: Promise<void> = Promise.resolve();
  private isClosed = false;

  private constructor(
    private current: PriceVersion,
    private readonly versions: PriceVersions,
    private readonly options: OptionStore,
    private readonly clock: Clock,
    events: EventBus,
  ) {
    options.register(PRICE_RULES);
    const rules = new Set(PRICE_RULES.map(({ key }) => key));
    this.unsubscribe = [
      events.subscribe('option.changed', ({ key }) => {
        if (rules.has(key)) this.forget();
      }),
      events.subscribe('prices.published', () => this.reload()),
    ];
  }

  /** A book that has read its list, so that the first call finds prices. The database has to have a version in force. */
  static async open(versions: PriceVersions, options: OptionStore, clock: Clock, events: EventBus): Promise<PriceBook> {
    const current = await versions.inForce();
    if (current === undefined) throw new Error('there is no price version in force');
    const book = new PriceBook(current, versions, options, clock, events);
    await book.waitForNext();
    return book;
  }

  /** The version in force. */
  get version(): PriceVersion {
    return this.current;
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

  /** What the channel's supplier takes for the model; undefined = unknown. */
  quoteCost(channelId: number, upstreamModel: string): Quote | undefined {
    const { list, id } = this.current;
    if (!list.channelCosts.has(channelId)) return undefined;
    const key = `${channelId}\u0000${upstreamModel}`;
    let quote = this.costs.get(key);
    if (quote === undefined) {
      if (this.costs.size >= MOST_QUOTES) this.costs.clear();
      quote = resolveChannelCost(list, id, channelId, upstreamModel) ?? null;
      this.costs.set(key, quote);
    }
    return quote ?? undefined;
  }

  /** How prices are applied now. */
  rules(): PriceRules {
    return {
      isRatioBillingOffered: this.options.get(MODEL_RATIO_ENABLED),
      isPerCallBillingOffered: this.options.get(BILLING_BY_REQUEST_ENABLED),
      fallbackModelRatio: this.options.get(FALLBACK_MODEL_RATIO),
    };
  }

  /** The operator set a price for this very model. */
  hasOwn(model: string): boolean {
    const price = this.current.list.models.get(model);
    return price !== undefined && hasPrice(price);
  }

  /** Puts a version in force that was just published, unless it is scheduled or older than what is. */
  adopt(version: PriceVersion): void {
    if (version.validFrom > Math.max(this.clock.seconds(), this.current.validFrom)) return;
    if (version.id === this.current.id || isBefore(version, this.current)) return;
    this.replace(version);
  }

  /** Reads what other nodes may have published. One at a time: an older read must not undo a newer one. */
  reload(): Promise<void> {
    this.reading = this.reading.catch(() => undefined).then(() => this.read());
    return this.reading;
  }

  /** Options may have been re-read without an event. */
  forget(): void {
    this.settings = undefined;
    this.quotes = new Map();
  }

  onModuleDestroy(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
    for (const leave of this.unsubscribe) leave();
  }

  private async read(): Promise<void> {
    const id = await this.versions.idInForce();
    if (id !== undefined && id !== this.current.id) {
      const version = await this.versions.inForce();
      if (version !== undefined) this.replace(version);
    }
    await this.waitForNext();
  }

  private replace(version: PriceVersion): void {
    this.current = version;
    this.costs = new Map();
    this.forget();
  }

  private async waitForNext(): Promise<void> {
    const at = await this.versions.nextChangeAt();
    if (at === undefined) clearTimeout(this.timer);
    else this.ringIn(Math.max(at * 1000 - this.clock.now(), SHORTEST_WAIT_MS));
  }

  private ringIn(ms: number): void {
    clearTimeout(this.timer);
    if (this.isClosed) return;
    this.timer = setTimeout(
      () => {
        this.reload().catch((error: unknown) => {
          this.logger.warn(`prices were not re-read: ${String(error)}`);
          this.ringIn(RETRY_MS);
        });
      },
      Math.min(ms, LONGEST_WAIT_MS),
    );
    this.timer.unref();
  }

  private readSettings(): PriceSettings {
    const { id: version, list } = this.current;
    return { version, list, ...this.rules() };
  }
}

function isBefore(a: PriceVersion, b: PriceVersion): boolean {
  return a.validFrom === b.validFrom ? a.id < b.id : a.validFrom < b.validFrom;
}
