import fc from 'fast-check';
import { mapByPlaces } from './map-usage';
import { plainUsage } from './plain-usage';

const count = fc.oneof(fc.nat(50), fc.constantFrom<unknown>(0, 1, null, -1, 1.5, '3'));
const details = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, {}, 'x'),
  fc.dictionary(
    fc.constantFrom(
      'cached_tokens',
      'audio_tokens',
      'reasoning_tokens',
      'image_tokens',
      'cache_write_tokens',
      'text_tokens',
    ),
    count,
    { maxKeys: 3 },
  ),
);
const other = fc.dictionary(fc.constantFrom('input_tokens', 'cached_tokens', 'num_search_queries', 'x'), count, {
  maxKeys: 1,
});

describe('plain figures', () => {
  it('are told like the table tells them, or left to it', () => {
    let plain = 0;
    fc.assert(
      fc.property(
        count,
        count,
        fc.constantFrom(0, 0, 0, 1, -1),
        details,
        details,
        other,
        (prompt, completion, off, p, c, more) => {
          const wire = {
            prompt_tokens: prompt,
            completion_tokens: completion,
            total_tokens: Number(prompt) + Number(completion) + off,
            ...(p !== undefined && { prompt_tokens_details: p }),
            ...(c !== undefined && { completion_tokens_details: c }),
            ...more,
          };
          const usage = plainUsage(wire);
          if (usage === undefined) return;
          plain++;
          expect(usage).toEqual(mapByPlaces(wire));
        },
      ),
      { numRuns: 5_000 },
    );
    expect(plain).toBeGreaterThan(50);
  });

  it('are those of an ordinary answer', () => {
    const wire = {
      prompt_tokens: 123,
      completion_tokens: 150,
      total_tokens: 273,
      prompt_tokens_details: { cached_tokens: 100, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 50, audio_tokens: 0, accepted_prediction_tokens: 0 },
    };
    expect(plainUsage(wire)).toMatchObject({ input: 23, cacheRead: 100, output: 100, reasoning: 50 });
  });
});
