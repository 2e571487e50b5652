import type { EventBus, OptionStore } from '@app/platform';
import { Clock } from '@app/kernel';
import { listOf } from '../domain/__fixtures__/price-lists';
import type { PriceList } from '../domain/price-list';
import { PriceBook } from './price-book';
import type { PriceVersion, PriceVersions } from './price-versions';
import { UsageMeterService } from './usage-meter.service';

class FakeClock extends Clock {
  ms = 1_000_000_000_000;
  now(): number {
    return this.ms;
  }
}

/** Made up: the options, the table of versions, the clock. */
class Shelf {
  readonly clock = new FakeClock();
  versions: PriceVersion[] = [];
  rules: Record<string, unknown> = { ModelRatioEnabled: true, BillingByRequestEnabled: false };
  private optionChanged: ((event: { key: string }) => void) | undefined;

  async open(list: PriceList): Promise<PriceBook> {
    this.versions = [{ id: 1, validFrom: 0, list }];
    const passed = () =>
      this.versions
        .filter(({ validFrom }) => validFrom <= this.clock.seconds())
        .sort((a, b) => b.validFrom - a.validFrom || b.id - a.id)[0];
    const table = {
      inForce: () => Promise.resolve(passed()),
      idInForce: () => Promise.resolve(passed()?.id),
      nextChangeAt: () =>
        Promise.resolve(this.versions.map(({ validFrom }) => validFrom).find((time) => time > this.clock.seconds())),
    } as unknown as PriceVersions;
    const options = {
      register: () => undefined,
      get: ({ key }: { key: string }) => this.rules[key],
    } as unknown as OptionStore;
    const events = {
      subscribe: (name: string, handler: (event: { key: string }) => void) => {
        if (name === 'option.changed') this.optionChanged = handler;
        return () => undefined;
      },
    } as unknown as EventBus;
    return PriceBook.open(table, options, this.clock, events);
  }

  changeRule(key: string, value: unknown): void {
    this.rules[key] = value;
    this.optionChanged?.({ key });
  }
}

const ratioOf = (book: PriceBook, model = 'm') => {
  const found = book.quote(model, 'default', false);
  return found?.kind === 'ratio' ? found.modelRatio : undefined;
};

describe('the price book', () => {
  let shelf: Shelf;

  beforeEach(() => {
    shelf = new Shelf();
  });

  it('gives a model that stands for another its own price where it has one, else that of the other', async () => {
    shelf.rules['FallbackModelRatio'] = 30;
    const prices = await shelf.open(listOf({ ModelRatio: { o3: 1, 'o3-high': 7 }, ModelPrice: { 'o3-low': 0.5 } }));
    const quote = UsageMeterService.prototype.quote.bind({ prices } as unknown as UsageMeterService);
    const of = (model: string, base?: string) => quote(model, 'default', false, base);
    expect(of('o3-high', 'o3')).toMatchObject({ modelRatio: 7 });
    expect(of('o3-medium', 'o3')).toMatchObject({ modelRatio: 1 });
    expect(of('o3-medium')).toMatchObject({ modelRatio: 30 });
    expect(prices.hasOwn('o3-low')).toBe(true);
  });

  it('D54, B-74: replaces the list as a whole; a quote that was given stays what it was', async () => {
    const book = await shelf.open(listOf({ ModelRatio: { m: 1, n: 1 } }));
    const admitted = book.quote('m', 'default', false)!;
    book.adopt({ id: 2, validFrom: 1, list: listOf({ ModelRatio: { m: 2, n: 2 } }) });
    expect([ratioOf(book, 'm'), ratioOf(book, 'n')]).toEqual([2, 2]);
    expect(admitted).toMatchObject({ version: 1, modelRatio: 1 });
    expect(book.quote('m', 'default', false)).toMatchObject({ version: 2 });
  });

  it('takes neither an older version nor one that is still to come', async () => {
    const book = await shelf.open(listOf({ ModelRatio: { m: 1 } }));
    book.adopt({ id: 3, validFrom: 20, list: listOf({ ModelRatio: { m: 3 } }) });
    book.adopt({ id: 2, validFrom: 10, list: listOf({ ModelRatio: { m: 2 } }) });
    book.adopt({ id: 4, validFrom: shelf.clock.seconds() + 1, list: listOf({ ModelRatio: { m: 4 } }) });
    expect(ratioOf(book)).toBe(3);
  });

  it('puts a scheduled version in force when its time comes, without a call or a restart', async () => {
    jest.useFakeTimers();
    try {
      const book = await shelf.open(listOf({ ModelRatio: { m: 1 } }));
      shelf.versions.push({ id: 2, validFrom: shelf.clock.seconds() + 3_600, list: listOf({ ModelRatio: { m: 2 } }) });
      await book.reload();
      shelf.clock.ms += 3_599_000;
      await jest.advanceTimersByTimeAsync(3_599_000);
      expect(ratioOf(book)).toBe(1);
      shelf.clock.ms += 1_000;
      await jest.advanceTimersByTimeAsync(1_000);
      expect(ratioOf(book)).toBe(2);
      book.onModuleDestroy();
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });

  it('follows the rules for billing by ratio or per call', async () => {
    const book = await shelf.open(listOf({ ModelRatio: { m: 1 }, ModelPrice: { m: 1 } }));
    expect(book.quote('m', 'default', true)?.kind).toBe('ratio');
    shelf.changeRule('BillingByRequestEnabled', true);
    expect(book.quote('m', 'default', true)?.kind).toBe('per-call');
  });

  it('knows what a channel costs by model, by any model, by factor and by prices of its own', async () => {
    const list = listOf({ ModelRatio: { m: 1, n: 3 } });
    const book = await shelf.open({
      ...list,
      channelCosts: new Map([
        [
          7,
          new Map([
            ['m', { price: { perMillion: { input: '0.5', output: '1' } } }],
            ['*', { factor: '0.6' }],
          ]),
        ],
      ]),
    });
    expect(book.quoteCost(7, 'm')).toMatchObject({ inputPerMillion: 500_000_000n, groupFactorPpm: 1_000_000n });
    expect(book.quoteCost(7, 'n')).toMatchObject({ inputPerMillion: 6_000_000_000n, groupFactorPpm: 600_000n });
    expect(book.quoteCost(7, 'unlisted')).toBeUndefined();
    expect(book.quoteCost(8, 'm')).toBeUndefined();
  });
});
