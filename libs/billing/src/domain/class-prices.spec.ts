import fc from 'fast-check';
import { INPUT_CLASSES, OUTPUT_CLASSES, type TokenClass, type TokenUsage } from '../usage.contract';
import { listOf, quoteOf } from './__fixtures__/price-lists';
import { breakDownPrice, type StoredPrice } from './price-breakdown';
import { rateUsage } from './rate-usage';

const CLASSES: readonly TokenClass[] = [...INPUT_CLASSES, ...OUTPUT_CLASSES];
const NOTHING = Object.fromEntries(CLASSES.map((name) => [name, 0])) as Record<TokenClass, number>;
const usage = (classes: Partial<Record<TokenClass, number>>): TokenUsage => ({
  ...NOTHING,
  ...classes,
  isEstimated: false,
});

const OPTIONS = {
  cacheRead: 'CacheRatio',
  cacheWrite5m: 'CacheWriteRatio',
  cacheWrite1h: 'CacheWrite1hRatio',
  image: 'ImageRatio',
  imageCompletion: 'ImageCompletionRatio',
  audio: 'AudioRatio',
  audioCompletion: 'AudioCompletionRatio',
};
type ClassRatios = Partial<Record<keyof typeof OPTIONS, number>>;

/** A model at 2 dollars per million tokens that go in and 6 for those that come out. */
function quoteWith(ratios: ClassRatios, model = 'm') {
  const given = Object.entries(ratios).filter(([, ratio]) => ratio !== undefined);
  const classes = given.map(([name, ratio]) => [OPTIONS[name as keyof ClassRatios], { [model]: ratio }]);
  const list = listOf({
    ModelRatio: { [model]: 1 },
    CompletionRatio: { [model]: 3 },
    GroupRatio: { default: 0.5 },
    ...(Object.fromEntries(classes) as Record<string, Record<string, number>>),
  });
  const quote = quoteOf(list, model);
  if (quote.kind !== 'ratio') throw new Error('by ratio');
  return quote;
}

/** Dollars per million tokens of one class, before the group's half. */
const dollars = (quote: ReturnType<typeof quoteWith>, name: TokenClass): number =>
  Number(rateUsage(quote, usage({ [name]: 1_000_000 })) * 2n) / 1e9;

describe('prices by class', () => {
  it.each(CLASSES)('%s costs what text of its side does, without one of its own', (name) => {
    const quote = quoteWith({});
    expect(quote.ownPerMillion).toBeUndefined();
    expect(dollars(quote, name)).toBe((INPUT_CLASSES as readonly string[]).includes(name) ? 2 : 6);
  });

  it.each<[TokenClass, ClassRatios, number]>([
    ['cacheRead', { cacheRead: 0.1 }, 0.2],
    ['cacheRead', { cacheRead: 0 }, 0],
    ['cacheWrite5m', { cacheWrite5m: 1.25 }, 2.5],
    ['cacheWrite1h', { cacheWrite5m: 1.25 }, 2.5],
    ['cacheWrite1h', { cacheWrite5m: 1.25, cacheWrite1h: 2 }, 4],
    ['imageInput', { image: 2 }, 4],
    ['imageOutput', { image: 2 }, 6],
    ['imageOutput', { image: 2, imageCompletion: 4 }, 16],
    ['imageOutput', { imageCompletion: 4 }, 8],
    ['audioInput', { audio: 20 }, 40],
    ['audioOutput', { audio: 20 }, 80],
    ['audioOutput', { audio: 20, audioCompletion: 3 }, 120],
    ['input', { cacheRead: 0.1, image: 2, audio: 20 }, 2],
    ['output', { imageCompletion: 4, audio: 20 }, 6],
    ['reasoning', { imageCompletion: 4, audio: 20 }, 6],
  ])('%s with %j costs %d dollars per million', (name, ratios, expected) => {
    expect(dollars(quoteWith(ratios), name)).toBe(expected);
  });

  it.each([
    ['gpt-4o-audio-preview', 80],
    ['gpt-4o-realtime-preview', 40],
    ['gpt-4o-mini-realtime-preview', 40],
    ['gpt-4o', 2],
  ])('sound has the price of the replaced system: %s %d', (model, expected) => {
    expect(dollars(quoteWith({}, model), 'audioInput')).toBe(expected);
  });

  it('adds up exactly, whatever is used of each class and whatever it costs', () => {
    const ratio = fc.option(
      fc.integer({ min: 0, max: 100_000 }).map((n) => n / 1_000),
      { nil: undefined },
    );
    const ratios = fc.record({
      ...{ cacheRead: ratio, cacheWrite5m: ratio, cacheWrite1h: ratio, image: ratio },
      ...{ imageCompletion: ratio, audio: ratio, audioCompletion: ratio },
    });
    const counts = fc.record(Object.fromEntries(CLASSES.map((name) => [name, fc.nat({ max: 1_000_000 })])));
    fc.assert(
      fc.property(ratios, counts, (given, classes) => {
        const quote = quoteWith(given);
        const used = usage(classes);
        const total = rateUsage(quote, used);
        const stored = JSON.parse(JSON.parse(quote.priceText) as string) as StoredPrice;
        // Dollars with nine places times a thousand times tokens, halved by the group: whole numbers all the way.
        const sum = breakDownPrice(stored, used, total).lines.reduce(
          (nanos, line) => nanos + BigInt(line.count) * BigInt(Math.round(Number(line.usd_per_million) * 1e9)),
          0n,
        );
        const exact = (sum + 1_000_000n) / 2_000_000n;
        expect(total).toBe(exact === 0n && sum > 0n ? 1n : exact);
      }),
    );
  });
});
