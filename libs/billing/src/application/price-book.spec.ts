import type { EventBus, OptionStore } from '@app/platform';
import { PriceBook } from './price-book';
import { UsageMeterService } from './usage-meter.service';

/** Only what is asked here; every other setting of a price is empty. */
function bookOf(settings: Record<string, unknown>): PriceBook {
  const options = {
    register: () => undefined,
    get: ({ key }: { key: string }) => (key in settings ? settings[key] : new Map<string, number>()),
  } as unknown as OptionStore;
  return new PriceBook(options, { subscribe: () => () => undefined } as unknown as EventBus);
}

describe('the price of a model that stands for another (made up: the options)', () => {
  const prices = bookOf({
    ModelRatio: new Map([
      ['o3', 1],
      ['o3-high', 7],
    ]),
    ModelPrice: new Map([['o3-low', 0.5]]),
    ModelRatioEnabled: true,
    BillingByRequestEnabled: false,
    FallbackModelRatio: 30,
  });
  const quote = UsageMeterService.prototype.quote.bind({ prices } as unknown as UsageMeterService);
  const ratioOf = (model: string, base?: string) => {
    const found = quote(model, 'default', false, base);
    return found?.kind === 'ratio' ? found.modelRatio : undefined;
  };

  it('is its own where it has one, else that of the other', () => {
    expect(ratioOf('o3-high', 'o3')).toBe(7);
    expect(ratioOf('o3-medium', 'o3')).toBe(1);
    expect(ratioOf('o3-medium')).toBe(30);
    expect(prices.hasOwn('o3-low')).toBe(true);
  });
});
