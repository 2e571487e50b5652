import { NO_USAGE } from '../../../model/usage';
import { encodeUsage, mapUsage } from './map-usage';
import type { Fields } from './openai-chat.wire';

const base = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 };

describe('usage', () => {
  it.each<[string, Fields, object]>([
    [
      'case 47: the cache is within the prompt',
      { ...base, prompt_tokens_details: { cached_tokens: 60 } },
      { input: 40, cacheRead: 60, output: 20 },
    ],
    [
      'case 54: reasoning, pictures and sound are classes of their own',
      {
        ...base,
        prompt_tokens_details: { audio_tokens: 10, image_tokens: 20 },
        completion_tokens_details: { reasoning_tokens: 5, audio_tokens: 3, image_tokens: 2 },
      },
      { input: 70, audioInput: 10, imageInput: 20, output: 10, reasoning: 5, audioOutput: 3, imageOutput: 2 },
    ],
    [
      'case 54: cached pictures are counted once',
      { ...base, prompt_tokens_details: { cached_tokens: 90, image_tokens: 90 } },
      { input: 0, cacheRead: 90, imageInput: 10 },
    ],
    ['DeepSeek', { ...base, prompt_cache_hit_tokens: 64, prompt_cache_miss_tokens: 36 }, { input: 36, cacheRead: 64 }],
    ['Kimi', { ...base, cached_tokens: 64 }, { input: 36, cacheRead: 64 }],
    [
      'case 48: OpenRouter’s cache writes',
      { ...base, prompt_tokens_details: { cached_tokens: 0, cache_write_tokens: 30 } },
      { input: 70, cacheWrite5m: 30 },
    ],
    [
      'case 48: a total without its breakdown',
      { ...base, cache_creation_input_tokens: 30, cache_creation: null },
      { input: 70, cacheWrite5m: 30 },
    ],
    [
      'case 48: a breakdown without its total',
      { ...base, cache_creation_input_tokens: 0, claude_cache_creation_1_h_tokens: 30 },
      { input: 70, cacheWrite1h: 30 },
    ],
    [
      'case 47: a cache beside the prompt',
      { prompt_tokens: 40, completion_tokens: 20, total_tokens: 160, cache_read_input_tokens: 100 },
      { input: 40, cacheRead: 100, output: 20 },
    ],
    [
      'xAI: reasoning beside the completion',
      {
        prompt_tokens: 100,
        completion_tokens: 20,
        total_tokens: 150,
        completion_tokens_details: { reasoning_tokens: 30 },
      },
      { output: 20, reasoning: 30 },
    ],
    [
      'Google’s endpoint: thoughts in the total only',
      { prompt_tokens: 100, completion_tokens: 20, total_tokens: 150 },
      { output: 20, reasoning: 30 },
    ],
    ['case 55: searches', { ...base, num_search_queries: 2 }, { toolCalls: { web_search: 2 } }],
    ['no completion but a total', { prompt_tokens: 100, total_tokens: 120 }, { output: 20, reasoning: 0 }],
    [
      'more cached than there was',
      { ...base, prompt_tokens_details: { cached_tokens: 200 } },
      { input: 0, cacheRead: 100, isClamped: true },
    ],
    [
      'case 48: a breakdown among the details',
      { ...base, prompt_tokens_details: { cache_creation: { ephemeral_1h_input_tokens: 30 } } },
      { input: 70, cacheWrite1h: 30 },
    ],
    [
      'resellers with Anthropic’s names beside zeros in OpenAI’s',
      { prompt_tokens: 0, completion_tokens: 0, input_tokens: 8, output_tokens: 9 },
      { input: 8, output: 9 },
    ],
  ])('%s', (_name, wire, expected) => {
    expect(mapUsage(wire)).toMatchObject(expected);
  });

  it.each<[string, Fields, object]>([
    ['a prompt below zero', { prompt_tokens: -5, completion_tokens: 3 }, { input: 0, output: 3 }],
    ['half a token', { prompt_tokens: 5, completion_tokens: 3.5 }, { input: 5, output: 0 }],
    ['a total below the prompt', { prompt_tokens: 5, total_tokens: 2 }, { input: 5, output: 0 }],
    [
      'more reasoning than answer',
      { ...base, completion_tokens_details: { reasoning_tokens: 90 } },
      { output: 0, reasoning: 20 },
    ],
    ['more sound than prompt', { ...base, prompt_tokens_details: { audio_tokens: 200 } }, { input: 0, audioInput: 100 }],
    ['a cache below zero', { ...base, prompt_tokens_details: { cached_tokens: -1 } }, { input: 100, cacheRead: 0 }],
  ])('clamps and says so: %s', (_name, wire, expected) => {
    expect(mapUsage(wire)).toMatchObject({ ...expected, isClamped: true });
  });

  it.each<[Fields]>([[base], [{ ...base, total_tokens: null }], [{ ...base, total_tokens: 0, prompt_tokens_details: null }]])(
    'says nothing of the kind of what can be: %j',
    (wire) => expect(mapUsage(wire)!.isClamped).toBeUndefined(),
  );

  it('case 53: zeros tell nothing', () => {
    expect(mapUsage({ prompt_tokens: 0, completion_tokens: 0 })).toBeUndefined();
    expect(mapUsage(null)).toBeUndefined();
  });

  it('case 47: what others count apart is within the totals here, and back', () => {
    const usage = {
      ...NO_USAGE,
      input: 10,
      cacheRead: 20,
      cacheWrite5m: 5,
      output: 7,
      reasoning: 3,
      toolCalls: { web_search: 1 },
    };
    const wire = encodeUsage(usage);
    expect(wire).toMatchObject({
      prompt_tokens: 35,
      completion_tokens: 10,
      total_tokens: 45,
      prompt_tokens_details: { cached_tokens: 20, cache_write_tokens: 5 },
      completion_tokens_details: { reasoning_tokens: 3 },
    });
    expect(mapUsage(wire)).toEqual(usage);
  });
});
