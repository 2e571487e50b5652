import fc from 'fast-check';
import { chargeToQuota } from '@app/kernel';
import type { TokenUsage } from '../billing.contract';
import { rateUsage } from './rate-usage';
import type { ClassRatios } from './own-prices';
import { breakDownPrice, multiplierText, type StoredPrice } from './price-breakdown';
import { resolvePrice, type PriceSettings } from './resolve-price';
import { SEED_MODEL_PRICES, SEED_MODEL_RATIOS } from './seed-prices';

const NONE: ReadonlyMap<string, number> = new Map();
const NO_CLASS_RATIOS: ClassRatios = {
  cacheRead: NONE,
  cacheWrite5m: NONE,
  cacheWrite1h: NONE,
  image: NONE,
  imageCompletion: NONE,
  audio: NONE,
  audioCompletion: NONE,
};
const SETTINGS: PriceSettings = {
  modelRatio: new Map(Object.entries(SEED_MODEL_RATIOS)),
  completionRatio: new Map(),
  classRatios: NO_CLASS_RATIOS,
  modelPrice: new Map(Object.entries(SEED_MODEL_PRICES)),
  groupRatio: new Map([
    ['default', 1],
    ['half', 0.5],
    ['free', 0],
  ]),
  isRatioBillingOffered: true,
  isPerCallBillingOffered: true,
  fallbackModelRatio: 15,
};

const usage = (input: number, output: number, more: Partial<TokenUsage> = {}): TokenUsage => ({
  input,
  output,
  cacheRead: 0,
  cacheWrite5m: 0,
  cacheWrite1h: 0,
  imageInput: 0,
  audioInput: 0,
  reasoning: 0,
  imageOutput: 0,
  audioOutput: 0,
  isEstimated: false,
  ...more,
});
const price = (model: string, group = 'default', perCall = false) => resolvePrice(SETTINGS, model, group, perCall)!;

describe('rating a call', () => {
  it.each([
    ['gpt-4o', 1000, 500, 3750],
    ['gpt-4', 3, 1, 75],
    ['claude-3-5-sonnet-20241022', 100, 100, 900],
    ['an-unknown-model', 10, 10, 300],
    ['text-embedding-3-small', 10, 0, 1],
  ])('%s with %i + %i tokens costs %i quota, as the ancestors charge', (model, input, output, quota) => {
    expect(chargeToQuota(rateUsage(price(model), usage(input, output)))).toBe(quota);
  });

  it('charges a price per call times the group factor, whatever the tokens', () => {
    const settings = { ...SETTINGS, modelPrice: new Map([['m', 0.1]]) };
    const quote = resolvePrice(settings, 'm', 'half', true)!;
    expect(chargeToQuota(rateUsage(quote, usage(1, 0)))).toBe(25_000);
    expect(rateUsage(quote, usage(0, 0))).toBe(0n);
  });

  it('is exact where whole quota would lose the difference', () => {
    expect(rateUsage(price('gpt-4o-mini'), usage(8, 10))).toBe(8n * 150n + 10n * 600n);
    expect(rateUsage(price('text-embedding-3-small'), usage(1, 0))).toBe(20n);
  });

  it('charges at least one nano-dollar for a priced call and nothing for a free one', () => {
    const tiny = { ...SETTINGS, modelRatio: new Map([['m', 0.0000001]]) };
    expect(rateUsage(resolvePrice(tiny, 'm', 'default', false)!, usage(1, 0))).toBe(1n);
    expect(rateUsage(price('gpt-4o', 'free'), usage(1000, 1000))).toBe(0n);
    expect(rateUsage(price('gpt-4o'), usage(0, 0))).toBe(0n);
  });

  it('counts every class of tokens once', () => {
    const quote = price('gpt-4o');
    expect(rateUsage(quote, usage(60, 30, { cacheRead: 40, reasoning: 20 }))).toBe(rateUsage(quote, usage(100, 50)));
  });

  it('never shrinks with more tokens and never charges below zero', () => {
    const tokens = fc.nat({ max: 2_000_000 });
    fc.assert(
      fc.property(
        tokens,
        tokens,
        tokens,
        fc.constantFrom(...Object.keys(SEED_MODEL_RATIOS)),
        (input, output, extra, model) => {
          const less = rateUsage(price(model), usage(input, output));
          const more = rateUsage(price(model), usage(input + extra, output + extra));
          expect(less >= 0n && more >= less).toBe(true);
        },
      ),
    );
  });

  it('explains itself: the lines times the factor give the total', () => {
    const quote = price('gpt-4o', 'half');
    const used = usage(100, 7, { cacheRead: 20, reasoning: 3 });
    const total = rateUsage(quote, used);
    const stored = JSON.parse(JSON.parse(quote.priceText) as string) as StoredPrice;
    const breakdown = breakDownPrice(stored, used, total);
    const sum = breakdown.lines.reduce(
      (dollars, line) => dollars + (line.count * Number(line.usd_per_million)) / 1e6,
      0,
    );
    expect(sum * breakdown.group_ratio).toBeCloseTo(Number(breakdown.total_usd), 12);
    expect(multiplierText(stored)).toBe('模型倍率 1.25，补全倍率4.00，分组倍率 0.50');
    expect(multiplierText({ kind: 'per-call', model: 'm', per_call: '1', group_ratio: 0.5 })).toBe(
      '按次计费，分组倍率 0.50',
    );
    expect(multiplierText({ kind: 'ratio', model: 'm', group_ratio: 1 })).toBeNull();
  });
});

describe('finding a price', () => {
  it.each([
    [false, true, true, 'ratio'],
    [false, false, true, 'ratio'],
    [true, false, false, 'per-call'],
    [true, true, false, 'ratio'],
    [true, true, true, 'per-call'],
  ])('per call offered %s, by ratio offered %s, owner chose per call %s → %s', (perCall, ratio, chosen, kind) => {
    const settings = {
      ...SETTINGS,
      modelPrice: new Map([['m', 0.1]]),
      isPerCallBillingOffered: perCall,
      isRatioBillingOffered: ratio,
    };
    expect(resolvePrice(settings, 'm', 'default', chosen)?.kind).toBe(kind);
  });

  it('finds none for an unpriced model when there is no fallback, whatever its name', () => {
    const settings = { ...SETTINGS, fallbackModelRatio: undefined };
    for (const name of ['nothing', 'constructor', '__proto__'])
      expect(resolvePrice(settings, name, 'default', false)).toBeUndefined();
  });

  it('prices custom gizmos by their family and unknown groups at one', () => {
    expect(price('gpt-4-gizmo-abc', 'nowhere', true)).toMatchObject({
      priceUsd: SEED_MODEL_PRICES['gpt-4-gizmo-*'],
      groupRatio: 1,
    });
  });

  it('uses the published output prices that the ancestors got wrong', () => {
    expect(price('claude-sonnet-4-20250514')).toMatchObject({ completionRatio: 5 });
    expect(price('gpt-3.5-turbo')).toMatchObject({ completionRatio: 3 });
    expect(price('command-r-plus')).toMatchObject({
      modelRatio: SEED_MODEL_RATIOS['command-r-plus'],
      completionRatio: 5,
    });
  });
});
