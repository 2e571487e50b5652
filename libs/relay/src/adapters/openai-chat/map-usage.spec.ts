import { findUsage, mapUsage } from './map-usage';

describe('usage figures', () => {
  it('become disjoint classes', () => {
    expect(
      mapUsage({ prompt_tokens: 100, completion_tokens: 50, prompt_tokens_details: { cached_tokens: 30 }, completion_tokens_details: { reasoning_tokens: 20 } }),
    ).toEqual({ input: 70, cacheRead: 30, output: 30, reasoning: 20, isEstimated: false });
  });

  it.each([
    ['more cached than prompt', { prompt_tokens: 5, completion_tokens: 1, prompt_tokens_details: { cached_tokens: 9 } }, { input: 0, cacheRead: 5, output: 1 }],
    ['more reasoning than answer', { prompt_tokens: 1, completion_tokens: 2, completion_tokens_details: { reasoning_tokens: 9 } }, { output: 0, reasoning: 2 }],
    ['a total without an answer', { prompt_tokens: 5, total_tokens: 8 }, { input: 5, output: 3 }],
    ['a total below the prompt', { prompt_tokens: 5, total_tokens: 2 }, { input: 5, output: 0 }],
  ])('are clamped: %s', (_, wire, expected) => {
    expect(mapUsage(wire)).toMatchObject(expected);
  });

  it.each([[{}], [{ prompt_tokens: 0, completion_tokens: 0 }], [{ prompt_tokens: -5, completion_tokens: 'x' }], [{ prompt_tokens: 1e15 }]])(
    'count as none when they say nothing: %j',
    (wire) => expect(mapUsage(wire)).toBeUndefined(),
  );

  it('are found from the end, over null and text', () => {
    const body = '{"a":"\\"usage\\":{\\"prompt_tokens\\":1}","usage": {"prompt_tokens":3,"completion_tokens":4,"x":{}},"z":{"usage":null}}';
    expect(findUsage(Buffer.from(body))).toMatchObject({ input: 3, output: 4 });
    expect(findUsage(Buffer.from('{"usage":{"prompt_tokens":3'))).toBeUndefined();
    expect(findUsage(Buffer.from('"usage"'))).toBeUndefined();
  });
});
