import fc from 'fast-check';
import { chargeToQuota } from '@app/kernel';
import { INPUT_CLASSES, OUTPUT_CLASSES, type TokenClass, type TokenUsage } from '../usage.contract';
import { listOfModels, quoteOf, settingsOf } from './__fixtures__/price-lists';
import { estimateCost } from './estimate-cost';
import type { Prices } from './model-price';
import { breakDownPrice, type StoredPrice } from './price-breakdown';
import { writePriceList } from './price-list';
import { rateUsage } from './rate-usage';
import { readPriceList } from './read-price-list';
import { resolvePrice } from './resolve-price';
import { SEED_MODELS } from './seed-prices';
import { priceColumn } from './usage-detail';

const CLASSES: readonly TokenClass[] = [...INPUT_CLASSES, ...OUTPUT_CLASSES];
const NOTHING = Object.fromEntries(CLASSES.map((name) => [name, 0])) as Record<TokenClass, number>;
const usage = (more: Partial<TokenUsage>): TokenUsage => ({ ...NOTHING, ...more, isEstimated: false });
const dollars = (prices: Prices, used: Partial<TokenUsage>): number =>
  Number(rateUsage(quoteOf(listOfModels({ m: prices }), 'm'), usage(used))) / 1e9;

describe('prices of a list', () => {
  const TIERED: Prices = {
    perMillion: { input: '1', output: '10', cacheRead: '0.1' },
    tiers: [
      { above: 1_000, perMillion: { input: '2', output: '15' } },
      { above: 5_000, perMillion: { input: '4' } },
    ],
  };

  it.each([
    [1_000, 0.002],
    [1_001, 0.003502],
    [5_000, 0.0115],
    [5_001, 0.021004],
  ])('a whole request is priced by the tier of all its input: %i tokens and 100 cost %d dollars', (input, expected) => {
    expect(dollars(TIERED, { input: input - 400, cacheWrite5m: 400, output: 100 })).toBeCloseTo(expected, 9);
  });

  it('classes that a tier does not name keep their price', () => {
    expect(dollars(TIERED, { cacheRead: 2_000 })).toBe(0.0002);
  });

  it('charges calls of tools that have a price, and no others', () => {
    const prices = { perMillion: { input: '1', output: '1' }, perToolCall: { web_search: '0.01' } };
    expect(dollars(prices, { input: 1_000, toolCalls: { web_search: 2, constructor: 4 } })).toBe(0.021);
    expect(dollars(prices, { toolCalls: { web_search: 1 } })).toBe(0.01);
    for (const odd of [-1, 0, 1.5, NaN, Infinity])
      expect(dollars(prices, { input: 1_000, toolCalls: { web_search: odd } })).toBe(0.001);
  });

  it('charges by the second, to the thousandth', () => {
    expect(dollars({ perSecond: '0.0001' }, { milliseconds: 61_500 })).toBe(0.00615);
  });

  it('relay 12: images by size and quality', () => {
    const list = listOfModels(SEED_MODELS);
    const quota = (model: string, size: string, n = 1) =>
      chargeToQuota(rateUsage(quoteOf(list, model), usage({ images: { [size]: n } })));
    expect(['256x256', '512x512', '1024x1024'].map((size) => quota('dall-e-2', size))).toEqual([8_000, 9_000, 10_000]);
    expect(
      ['1024x1024', '1024x1024/hd', '1792x1024/standard', '1792x1024/hd'].map((size) => quota('dall-e-3', size)),
    ).toEqual([...[20_000, 40_000, 40_000, 60_000]]);
    expect(quota('dall-e-2', '256x256', 3)).toBe(24_000);
    expect(estimateCost(quoteOf(list, 'dall-e-2'), 10, 0, { images: { '256x256': 2 } })).toBe(32_000_000n);
    const used = usage({ input: 100, output: 1_000 });
    expect(chargeToQuota(rateUsage(quoteOf(list, 'gpt-image-1'), used))).toBe(20_250);
  });

  it('asks nothing for a free model, whatever is written beside it', () => {
    const free = { isFree: true, perMillion: { input: '1' }, perCall: '1', perToolCall: { web_search: '1' } };
    const list = listOfModels({ m: free, default: { perCall: '1' } });
    for (const perCall of [true, false]) {
      const quote = quoteOf(list, 'm', 'default', perCall);
      expect(rateUsage(quote, usage({ input: 9, toolCalls: { web_search: 1 } }))).toBe(0n);
      expect(estimateCost(quote, 1_000, 1_000)).toBe(0n);
    }
  });

  it('expects at least something of a call whose text is free where anything else has a price', () => {
    const text = { input: '0', output: '0' };
    const estimate = (prices: Prices, factor = '1') =>
      estimateCost(quoteOf(listOfModels({ m: prices }, { g: { factor } }), 'm', 'g'), 10, 10);
    const charged: Prices[] = [
      { perMillion: { ...text, imageInput: '1' } },
      { perMillion: text, tiers: [{ above: 1_000, perMillion: { input: '1' } }] },
      { perMillion: text, perToolCall: { web_search: '0.01' } },
      { perImage: { '*': '0.04' } },
      { perSecond: '0.0001' },
    ];
    for (const prices of charged) {
      expect(estimate(prices)).toBe(1n);
      expect(estimate(prices, '0')).toBe(0n);
    }
    expect(estimate({ perMillion: text, perToolCall: { web_search: '0' } })).toBe(0n);
  });

  it('a group may have a factor or prices of its own for a model', () => {
    const price = {
      perMillion: { input: '1', output: '2', cacheRead: '0.1' },
      tiers: [{ above: 1, perMillion: { input: '9' } }],
    };
    const list = listOfModels(
      { m: price, n: price, o: price },
      {
        vip: {
          factor: '0.5',
          overrides: {
            n: { factor: '0.25' },
            o: { price: { perMillion: { input: '0.7' } } },
            hidden: { price: { perMillion: { input: '3', output: '3' } } },
          },
        },
      },
    );
    const cost = (model: string, group: string) => rateUsage(quoteOf(list, model, group), usage({ output: 1_000 }));
    expect([cost('m', 'vip'), cost('n', 'vip'), cost('o', 'vip')]).toEqual([1_000_000n, 500_000n, 2_000_000n]);
    expect(quoteOf(list, 'o', 'vip')).toMatchObject({
      ...{ inputPerMillion: 700_000_000n, tiers: undefined, ownPerMillion: { cacheRead: 100_000_000n } },
    });
    expect(quoteOf(list, 'hidden', 'vip')).toMatchObject({ inputPerMillion: 3_000_000_000n });
    expect(resolvePrice(settingsOf(list), 'hidden', 'default', false)).toBeUndefined();
    expect(resolvePrice(settingsOf(list), 'constructor', 'vip', false)).toBeUndefined();
  });

  it('is multiplied by the factor that the row shows, in millionths', () => {
    for (const [factor, shown] of [
      ['0.1234567', 0.123457],
      ['999999999.9999994', 999_999_999.999999],
      ['0.0000004', 0],
    ] as const) {
      const quote = quoteOf(listOfModels({ m: { perCall: '1000' } }, { g: { factor } }), 'm', 'g', true);
      expect([quote.groupRatio, rateUsage(quote, usage({ input: 1 }))]).toEqual([
        shown,
        BigInt(Math.min(Math.round(shown * 1e12), 1e15)),
      ]);
    }
  });

  it('does not sell a model whose table of images is empty', () => {
    expect(() => quoteOf(listOfModels({ m: { perImage: {} } }), 'm')).toThrow('no price');
  });

  it('adds up by hand from what the row keeps, never falls below zero and never shrinks with more usage', () => {
    const amount = fc.nat({ max: 50_000_000 }).map((n) => String(n / 1e6));
    const perMillion = fc.record(
      Object.fromEntries(CLASSES.map((name) => [name, amount])) as Record<TokenClass, typeof amount>,
      { requiredKeys: ['input'] },
    );
    const marks = fc.uniqueArray(fc.nat({ max: 3_000_000 }), { maxLength: 3 }).map((all) => all.sort((a, b) => a - b));
    const prices = fc
      .record({ perMillion, marks, tool: amount, image: amount, second: amount })
      .map(({ perMillion, marks, tool, image, second }): Prices => ({
        perMillion,
        tiers: marks.map((above, i) => ({ above, perMillion: { input: { times: String(i + 2) } } })),
        perToolCall: { web_search: tool },
        perImage: { '*': image },
        perSecond: second,
      }));
    const counts = fc.record(Object.fromEntries(CLASSES.map((name) => [name, fc.nat({ max: 1_000_000 })])));
    const small = fc.nat({ max: 1_000 });
    const factor = fc.nat({ max: 5_000 }).map((n) => String(n / 1_000));
    fc.assert(
      fc.property(prices, counts, small, small, small, factor, (price, classes, calls, images, milliseconds, times) => {
        const quote = quoteOf(listOfModels({ m: price }, { g: { factor: times } }), 'm', 'g');
        const used = usage({
          ...classes,
          toolCalls: { web_search: calls, other: 3 },
          images: { '1x1/hd': images },
          milliseconds,
        });
        const total = rateUsage(quote, used);
        const stored = JSON.parse(
          JSON.parse(priceColumn(quote.priceText, used, { evidence: 'reported', onDisconnect: 'cancel' })) as string,
        ) as StoredPrice;
        const nano = (text: string) => BigInt(Math.round(Number(text) * 1e9));
        // Nano-dollars times 10^9: a million for "per million", a thousand for seconds.
        const sum = breakDownPrice(stored, used, total).lines.reduce(
          (all, line) =>
            all +
            (line.usd_per_million === undefined
              ? BigInt(Math.round(line.count * 1_000)) * nano(line.usd_per_call!) * 1_000_000n
              : BigInt(line.count) * nano(line.usd_per_million) * 1_000n),
          0n,
        );
        const scaled = sum * BigInt(Math.round(Number(times) * 1_000));
        const exact = (scaled + 500_000_000_000n) / 1_000_000_000_000n;
        expect(total).toBe(exact === 0n && scaled > 0n ? 1n : exact);
        const more = { ...used, output: used.output + calls, toolCalls: { web_search: calls + 1 } };
        expect(rateUsage(quote, more) >= total).toBe(true);
      }),
    );
  });
});

describe('the text of a list', () => {
  const list = listOfModels(SEED_MODELS, { default: { factor: '1', overrides: { m: { factor: '0.5' } } } });
  const bad = (change: (value: Record<string, never>) => void): unknown => {
    const value = JSON.parse(writePriceList(list)) as Record<string, never>;
    change(value);
    return value;
  };

  it('comes back as it was', () => {
    const costs = new Map([[5, new Map([['*', { factor: '0.8' }]])]]);
    const whole = { ...list, channelCosts: costs };
    expect(readPriceList(JSON.parse(writePriceList(whole)))).toEqual(whole);
  });

  it.each<[string, (value: Record<string, Record<string, unknown>>) => void]>([
    ['models.m.source', (value) => (value['models']!['m'] = { perCall: '1', sourceDate: '2026-01-01' })],
    ['models.gpt-4o.perMillion.input', (value) => (value['models']!['gpt-4o'] = priced({ input: '-1' }))],
    ['models.gpt-4o.perMillion.input', (value) => (value['models']!['gpt-4o'] = priced({ input: '1e99' }))],
    ['models.gpt-4o.perMillion.input', (value) => (value['models']!['gpt-4o'] = priced({ input: 5 }))],
    ['models.gpt-4o.perMillion', (value) => (value['models']!['gpt-4o'] = priced({ input: { times: '2' } }))],
    ['models.gpt-4o.perMillion', (value) => (value['models']!['gpt-4o'] = priced({ inputs: '2' }))],
    ['groups.default.factor', (value) => (value['groups']!['default'] = {})],
    ['channelCosts.x', (value) => (value['channelCosts']!['x'] = {})],
  ])('is refused at %s where that cannot be', (path, change) => {
    expect(() => readPriceList(bad(change))).toThrow(
      expect.objectContaining({ code: 'price.list_invalid', status: 422, param: path }) as Error,
    );
  });

  it.each([null, 1, 'x', [], {}])('is refused when it is %j', (value) => {
    expect(() => readPriceList(value)).toThrow(expect.objectContaining({ code: 'price.list_invalid' }) as Error);
  });
});

const priced = (perMillion: Record<string, unknown>) => ({ perMillion, source: 'operator', sourceDate: '2026-01-01' });
