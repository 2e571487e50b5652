import { writePriceList } from '../../domain/price-list';
import { SEED_MODELS } from '../../domain/seed-prices';
import { listOfModels, quoteOf, TODAY } from '../../domain/__fixtures__/price-lists';
import { readOffer } from './read-offer';

const pricesOf = (value: unknown) => {
  const { list, skipped } = readOffer(value, 'there', TODAY);
  return { models: Object.fromEntries(list.models), skipped, list };
};
const sourced = { source: 'sync:there', sourceDate: TODAY };

describe('a price list from elsewhere', () => {
  it("is read in the form of LiteLLM's file, exactly, with its tiers", () => {
    const { models, skipped } = pricesOf({
      sample_spec: { input_cost_per_token: 1 },
      'claude-x': {
        litellm_provider: 'anthropic',
        mode: 'chat',
        input_cost_per_token: 3e-6,
        output_cost_per_token: 0.000015,
        cache_read_input_token_cost: 3e-7,
        cache_creation_input_token_cost: 3.75e-6,
        cache_creation_input_token_cost_above_1hr: 6e-6,
        input_cost_per_token_above_200k_tokens: 6e-6,
        output_cost_per_token_above_200k_tokens: 2.25e-5,
        cache_creation_input_token_cost_above_1hr_above_200k_tokens: 1.2e-5,
        input_cost_per_token_priority: 9,
        search_context_cost_per_query: { search_context_size_low: 0.005, search_context_size_medium: 0.01 },
      },
      'openai/whisper': { mode: 'audio_transcription', input_cost_per_second: 0.0001 },
      picture: { mode: 'image_generation', output_cost_per_image: 0.04 },
      unknown: { mode: 'chat', input_cost_per_token: 0, output_cost_per_token: 0 },
      odd: { input_cost_per_token: 'n/a' },
      negative: { input_cost_per_token: -1e-6 },
      broken: 'no object',
      ['x'.repeat(192)]: { input_cost_per_token: 1e-6 },
    });
    expect(models).toEqual({
      'claude-x': {
        perMillion: { input: '3', cacheRead: '0.3', cacheWrite5m: '3.75', cacheWrite1h: '6', output: '15' },
        tiers: [{ above: 200_000, perMillion: { input: '6', cacheWrite1h: '12', output: '22.5' } }],
        perToolCall: { web_search: '0.01' },
        ...sourced,
      },
      'openai/whisper': { perSecond: '0.0001', ...sourced },
      picture: { perImage: { '*': '0.04' }, ...sourced },
    });
    expect(skipped).toBe(5);
  });

  it('is read in the form of the data of genai-prices, at the price that counts today', () => {
    const { models, skipped } = pricesOf([
      {
        id: 'anthropic',
        models: [
          {
            id: 'claude-y',
            match: { or: [{ starts_with: 'claude-y' }, { equals: 'claude-y-20260101' }] },
            prices: [
              { prices: { input_mtok: { base: 3, tiers: [{ start: 200_000, price: 6 }] }, output_mtok: 15 } },
              { constraint: { start_date: '2026-03-13' }, prices: { input_mtok: 3, output_mtok: 14 } },
              { constraint: { start_date: '2999-01-01' }, prices: { input_mtok: 1, output_mtok: 1 } },
            ],
          },
          {
            id: 'claude-z',
            prices: {
              input_mtok: { base: 3, tiers: [{ start: 200_000, price: 6 }] },
              output_mtok: { base: 15, tiers: [{ start: 200_000, price: 22.5 }] },
              web_searches_kcount: 10,
            },
          },
        ],
      },
      {
        id: 'deepseek',
        models: [
          {
            id: 'hourly',
            prices: [
              { prices: { input_mtok: 0.135 }, constraint: { start_time: '16:30:00Z', end_time: '00:30:00Z' } },
              { prices: { input_mtok: 0.27 } },
            ],
          },
        ],
      },
      { id: 'host', models: [{ id: 'claude-y', prices: { input_mtok: 9 } }, { id: 'none', prices: {} }, 5] },
      'no provider',
    ]);
    const today = { perMillion: { input: '3', output: '14' }, ...sourced };
    expect(models).toEqual({
      'claude-y': today,
      'claude-y-20260101': today,
      'claude-z': {
        perMillion: { input: '3', output: '15' },
        tiers: [{ above: 200_000, perMillion: { input: '6', output: '22.5' } }],
        perToolCall: { web_search: '0.01' },
        ...sourced,
      },
      hourly: { perMillion: { input: '0.27' }, ...sourced },
      'host/claude-y': { perMillion: { input: '9' }, ...sourced },
    });
    expect(skipped).toBe(1);
  });

  it.each([
    ['bare', (maps: object) => maps],
    ['in an envelope', (maps: object) => ({ success: true, message: '', data: maps })],
  ])('is read in the form of ratios of a gateway of this family, %s', (_, wrap) => {
    const { list, skipped } = pricesOf(
      wrap({
        model_ratio: { 'gpt-x': 1.25, odd: 'much' },
        completion_ratio: { 'gpt-x': 4, nowhere: 3 },
        cache_ratio: { 'gpt-x': 0.5 },
        create_cache_ratio: { 'gpt-x': 1.25 },
        model_price: { draw: 0.1 },
      }),
    );
    expect([...list.models.keys()]).toEqual(['gpt-x', 'draw']);
    expect(quoteOf(list, 'gpt-x')).toMatchObject({
      inputPerMillion: 2_500_000_000n,
      outputPerMillion: 10_000_000_000n,
      ownPerMillion: { cacheRead: 1_250_000_000n, cacheWrite5m: 3_125_000_000n },
    });
    expect(list.models.get('draw')).toEqual({ perCall: '0.1', ...sourced });
    expect(skipped).toBe(2);
  });

  it('leaves models out of whose prices one is none: no rule may take its place', () => {
    const litellm = { input_cost_per_token: 1e-6, output_cost_per_token: 2e-6 };
    const genai = { input_mtok: 1, output_mtok: { base: 2, tiers: [{ start: 5, price: 3 }] } };
    const bad = [-1, 'n/a', {}, 1e-60];
    for (const value of bad) {
      for (const file of [
        { good: litellm, bad: { ...litellm, output_cost_per_token: value } },
        { good: litellm, bad: { ...litellm, output_cost_per_token_above_128k_tokens: value } },
        [
          {
            id: 'openai',
            models: [
              { id: 'good', prices: genai },
              { id: 'bad', prices: { ...genai, output_mtok: value } },
            ],
          },
        ],
        { model_ratio: { good: 1, bad: 1 }, completion_ratio: { bad: value } },
      ]) {
        const { list, skipped } = readOffer(file, 'there', TODAY);
        expect([[...list.models.keys()], skipped]).toEqual([['good'], 1]);
      }
    }
  });

  it('is read in our own form, as a version is shown or with models alone', () => {
    const list = listOfModels(SEED_MODELS, { vip: { factor: '0.5', overrides: { m: { factor: '0.1' } } } });
    const own = JSON.parse(writePriceList(list)) as object;
    const whole = readOffer({ success: true, data: { id: 3, list: own } }, 'there', TODAY).list;
    expect(whole.groups).toEqual(list.groups);
    expect(whole.models.get('gpt-4o')).toEqual({ ...list.models.get('gpt-4o'), ...sourced });
    expect(pricesOf({ models: { m: { perCall: '1' } } }).models).toEqual({ m: { perCall: '1', ...sourced } });
    expect(() => readOffer({ models: { m: { perCall: '-1' } } }, 'there', TODAY)).toThrow(
      expect.objectContaining({ code: 'price.list_invalid', param: 'models.m.perCall' }) as Error,
    );
  });

  it.each([null, 5, 'text', [], {}, { a: 1 }, [[]], { success: true, data: null }, { model_ratio: {} }])(
    'is refused when it is %j',
    (value) => {
      expect(() => readOffer(value, 'there', TODAY)).toThrow(
        expect.objectContaining({ code: 'price.offer_unreadable', status: 422 }) as Error,
      );
    },
  );
});
