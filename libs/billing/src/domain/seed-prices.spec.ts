import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { listOfModels, quoteOf, settingsOf } from './__fixtures__/price-lists';
import { chargeToQuota } from '@app/kernel';
import type { TokenUsage } from '../usage.contract';
import { rateUsage } from './rate-usage';
import { readPriceList } from './read-price-list';
import { resolvePrice } from './resolve-price';
import { SEED_MODELS } from './seed-prices';

const NOTHING: TokenUsage = {
  ...{ input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, imageInput: 0, audioInput: 0 },
  ...{ output: 0, reasoning: 0, imageOutput: 0, audioOutput: 0, isEstimated: false },
};
const list = listOfModels(SEED_MODELS);
const inDollars = (model: string) => {
  const quote = quoteOf(list, model);
  if (quote.kind !== 'ratio') throw new Error('by ratio');
  return [quote.inputPerMillion, quote.outputPerMillion].map((nano) => Number(nano) / 1e9);
};

describe('the prices of a first start', () => {
  it.each([
    ['gpt-4o', 2.5, 10],
    ['gpt-4o-2024-05-13', 5, 15],
    ['gpt-4o-2024-11-20', 2.5, 10],
    ['gpt-4o-mini', 0.15, 0.6],
    ['gpt-4o-mini-2024-07-18', 0.15, 0.6],
    ['claude-sonnet-4-5', 3, 15],
    ['claude-sonnet-4-5-20250929', 3, 15],
    ['claude-3-5-sonnet-20241022', 3, 15],
    ['gemini-2.5-pro', 1.25, 10],
    ['o3', 2, 8],
    ['o3-2025-04-16', 2, 8],
    ['deepseek-chat', 0.27, 1.1],
    ['gpt-3.5-turbo', 0.5, 1.5],
    // Not published: what the replaced system took.
    ['text-embedding-3-small', 0.02, 0.02],
    ['tts-1', 15, 15],
  ])('%s costs %d and %d dollars per million', (model, input, output) => {
    expect(inDollars(model)).toEqual([input, output]);
  });

  it('have the tiers, cache prices and tools that vendors publish', () => {
    expect(SEED_MODELS['gemini-2.5-pro']!.tiers).toEqual([
      { above: 200_000, perMillion: { input: '2.5', cacheRead: '0.25', output: '15' } },
    ]);
    expect(quoteOf(list, 'claude-sonnet-4-5')).toMatchObject({
      ownPerMillion: { cacheRead: 300_000_000n, cacheWrite5m: 3_750_000_000n, cacheWrite1h: 6_000_000_000n },
    });
    expect(SEED_MODELS['gpt-4o']!.perToolCall).toMatchObject({ web_search: '0.01' });
    expect(SEED_MODELS['whisper-1']!.perSecond).toBe('0.0001');
    expect(SEED_MODELS['mj_imagine']!.perCall).toBe('0.1');
  });

  it.each([
    ['dall-e-2', '256x256', 8_000],
    ['dall-e-2', '512x512', 9_000],
    ['dall-e-2', '1024x1024', 10_000],
    ['dall-e-3', '1024x1024', 20_000],
    ['dall-e-3', '1024x1024/hd', 40_000],
    ['dall-e-3', '1792x1024', 40_000],
    ['dall-e-3', '1792x1024/hd', 60_000],
  ])('vectors 10 and 11: an image of %s, %s, costs %i quota, three of them three times that', (model, size, quota) => {
    const costs = (count: number) =>
      chargeToQuota(rateUsage(quoteOf(list, model), { ...NOTHING, images: { [size]: count } }));
    expect([costs(1), costs(3)]).toEqual([quota, 3 * quota]);
  });

  it('vector 12: gpt-image-1 charges the text that went in and the picture that came out, 20250 quota', () => {
    const used = { ...NOTHING, input: 100, imageOutput: 1_000 };
    expect(chargeToQuota(rateUsage(quoteOf(list, 'gpt-image-1'), used))).toBe(20_250);
  });

  it('vector 16: imagine costs 50000 quota by the call', () => {
    const quote = resolvePrice(settingsOf(list), 'mj_imagine', 'default', true)!;
    expect(chargeToQuota(rateUsage(quote, { ...NOTHING, input: 1 }))).toBe(50_000);
  });

  it('B-73: are a list that can be read, each with source and date, and no name with blanks', () => {
    const models = readPriceList({ models: SEED_MODELS, groups: {}, channelCosts: {} }).models;
    expect(models.size).toBe(Object.keys(SEED_MODELS).length);
    for (const [name, { source, sourceDate }] of models) {
      expect(name).toBe(name.trim());
      expect(`${source} ${sourceDate}`).toMatch(/^(?:seed|genai-prices) \d{4}-\d{2}-\d{2}$/);
    }
  });

  it('are in step with the tool that writes them', () => {
    const root = join(__dirname, '../../../..');
    expect(
      execFileSync(process.execPath, ['tools/seed-prices.mjs', '--check'], { cwd: root, encoding: 'utf8' }),
    ).toMatch(/in step/);
  });
});
