import fc from 'fast-check';
import { chargeToQuota } from '@app/kernel';
import type { TokenUsage } from '../usage.contract';
import { listOf, settingsOf } from './__fixtures__/price-lists';
import { estimateCost } from './estimate-cost';
import { breakDownPrice, multiplierText, type StoredPrice } from './price-breakdown';
import { rateUsage } from './rate-usage';
import { resolvePrice } from './resolve-price';

const RATIOS = {
  'gpt-4o': 1.25,
  'gpt-4': 15,
  'claude-3-5-sonnet-20241022': 1.5,
  'text-embedding-3-small': 0.01,
  'gpt-4o-mini': 0.075,
  'claude-sonnet-4-20250514': 1.5,
  'gpt-3.5-turbo': 0.25,
  'command-r-plus': 1.5,
  'tts-1': 7.5,
  'whisper-1': 15,
  'gpt-4o-realtime-preview': 2.5,
};
const GROUPS = { default: 1, half: 0.5, free: 0 };
const LIST = listOf({ ModelRatio: RATIOS, ModelPrice: { 'gpt-4-gizmo-*': 0.1, m: 0.1 }, GroupRatio: GROUPS });
const SETTINGS = settingsOf(LIST, { fallbackModelRatio: 15 });

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
    ['gpt-4o', 0, 0, 0],
    // B-2: sound is multiplied by its model's ratio like all else; shown quota is rounded up.
    ['tts-1', 5, 0, 38],
    ['whisper-1', 1017, 0, 15255],
  ])(
    'vectors 1, 2, 3, 4, 5, 7, 13 and 14: %s with %i + %i tokens costs %i quota, as the ancestors charge',
    (model, input, output, quota) => {
      expect(chargeToQuota(rateUsage(price(model), usage(input, output)))).toBe(quota);
    },
  );

  it('costs a million dollars at most, so that every engine can keep what absurd prices multiply to', () => {
    const absurd = settingsOf(
      listOf({ ModelRatio: { m: 5e8 }, ImageRatio: { m: 1e9 }, ModelPrice: { m: 1e9 }, GroupRatio: { vip: 1e9 } }),
    );
    const used = usage(1_000_000_000, 1_000_000_000, { imageInput: 1_000_000_000 });
    for (const perCall of [true, false])
      expect(rateUsage(resolvePrice(absurd, 'm', 'vip', perCall)!, used)).toBe(1_000_000_000_000_000n);
  });

  it('vector 15: realtime, text 100/50 and sound 10/10, costs 2250 quota', () => {
    const used = usage(100, 50, { audioInput: 10, audioOutput: 10 });
    expect(chargeToQuota(rateUsage(price('gpt-4o-realtime-preview'), used))).toBe(2_250);
  });

  it('vectors 8 and 9: a reservation for 800 tokens of gpt-4o holds 1000 quota, one for 500 at ratio 0.05 holds 25', () => {
    const cheap = settingsOf(listOf({ ModelRatio: { e: 0.05 } }));
    expect(chargeToQuota(estimateCost(price('gpt-4o'), 800, 0))).toBe(1_000);
    expect(chargeToQuota(estimateCost(resolvePrice(cheap, 'e', 'default', false)!, 500, 0))).toBe(25);
  });

  it('vector 6: charges a price per call times the group factor, whatever the tokens', () => {
    const quote = price('m', 'half', true);
    expect(chargeToQuota(rateUsage(quote, usage(1, 0)))).toBe(25_000);
    expect(rateUsage(quote, usage(0, 0))).toBe(0n);
  });

  it('is exact where whole quota would lose the difference', () => {
    expect(rateUsage(price('gpt-4o-mini'), usage(8, 10))).toBe(8n * 150n + 10n * 600n);
    expect(rateUsage(price('text-embedding-3-small'), usage(1, 0))).toBe(20n);
  });

  it('charges at least one nano-dollar for a priced call and nothing for a free one', () => {
    const tiny = settingsOf(listOf({ ModelRatio: { m: 0.0000001 } }));
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
      fc.property(tokens, tokens, tokens, fc.constantFrom(...Object.keys(RATIOS)), (input, output, extra, model) => {
        const less = rateUsage(price(model), usage(input, output));
        const more = rateUsage(price(model), usage(input + extra, output + extra));
        expect(less >= 0n && more >= less).toBe(true);
      }),
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
  ])(
    'domain 5.4: per call offered %s, by ratio offered %s, owner chose per call %s → %s',
    (perCall, ratio, chosen, kind) => {
      const settings = {
        ...SETTINGS,
        isPerCallBillingOffered: perCall,
        isRatioBillingOffered: ratio,
      };
      expect(resolvePrice(settings, 'm', 'default', chosen)?.kind).toBe(kind);
    },
  );

  it('domain 5.4: falls back to the ratio, then to the price per call of all models', () => {
    expect(price('gpt-4o', 'default', true).kind).toBe('ratio');
    const settings = settingsOf(listOf({ ModelPrice: { default: 0.2 } }, LIST));
    expect(resolvePrice(settings, 'gpt-4o', 'default', true)).toMatchObject({ kind: 'per-call', priceUsd: 0.2 });
    expect(resolvePrice(settings, 'm', 'default', false)?.kind).toBe(undefined);
  });

  it('B-73: finds none for an unpriced model when there is no fallback, whatever its name', () => {
    const settings = { ...SETTINGS, fallbackModelRatio: undefined };
    for (const name of ['nothing', 'constructor', '__proto__'])
      expect(resolvePrice(settings, name, 'default', false)).toBeUndefined();
  });

  it('prices custom gizmos by their family and unknown groups at one', () => {
    expect(price('gpt-4-gizmo-abc', 'nowhere', true)).toMatchObject({
      priceUsd: 0.1,
      groupRatio: 1,
    });
  });

  it('B-73: uses the published output prices that the ancestors got wrong', () => {
    expect(price('claude-sonnet-4-20250514')).toMatchObject({ completionRatio: 5 });
    expect(price('gpt-3.5-turbo')).toMatchObject({ completionRatio: 3 });
    expect(price('command-r-plus')).toMatchObject({ modelRatio: 1.5, completionRatio: 5 });
  });
});
