import { inputTotal, NO_USAGE, outputTotal } from '../../model/usage';
import { encodeUsage, mapUsage } from './map-usage';
import { mergeUsage } from './merge-usage';

describe('usage of Anthropic', () => {
  it.each([
    [
      'case 47: the cache is beside the input',
      { input_tokens: 5, cache_read_input_tokens: 7, output_tokens: 3 },
      { input: 5, cacheRead: 7, output: 3 },
    ],
    [
      'case 48: the old total alone',
      { input_tokens: 1, cache_creation_input_tokens: 4, output_tokens: 1 },
      { cacheWrite5m: 4, cacheWrite1h: 0 },
    ],
    [
      'case 48: the new shape alone',
      {
        input_tokens: 1,
        output_tokens: 1,
        cache_creation: { ephemeral_5m_input_tokens: 3, ephemeral_1h_input_tokens: 4 },
      },
      { cacheWrite5m: 3, cacheWrite1h: 4 },
    ],
    [
      'case 48: both, one of them null or zero',
      {
        input_tokens: 1,
        cache_creation_input_tokens: 4,
        cache_creation: null,
        cache_read_input_tokens: null,
        output_tokens: 0,
      },
      { cacheWrite5m: 4, cacheRead: 0 },
    ],
    [
      'case 48: a zero total beside a breakdown',
      {
        input_tokens: 1,
        cache_creation_input_tokens: 0,
        cache_creation: { ephemeral_1h_input_tokens: 4 },
        output_tokens: 0,
      },
      { cacheWrite5m: 0, cacheWrite1h: 4 },
    ],
    [
      'case 49: a total beyond its breakdown',
      {
        input_tokens: 1,
        cache_creation_input_tokens: 9,
        cache_creation: { ephemeral_1h_input_tokens: 4 },
        output_tokens: 1,
      },
      { cacheWrite5m: 5, cacheWrite1h: 4 },
    ],
    [
      'case 54: thinking is a class of its own',
      { input_tokens: 1, output_tokens: 9, output_tokens_details: { thinking_tokens: 4 } },
      { output: 5, reasoning: 4 },
    ],
    [
      'case 55: calls of server tools',
      { input_tokens: 1, output_tokens: 9, server_tool_use: { web_search_requests: 2, web_fetch_requests: 0 } },
      { toolCalls: { web_search: 2, web_fetch: 0 } },
    ],
  ])('%s', (_name, wire, usage) => {
    expect(mapUsage(wire)).toMatchObject(usage);
    expect(mapUsage(wire)!.isClamped).toBeUndefined();
  });

  it.each([
    [
      { input_tokens: -5, output_tokens: 3 },
      { input: 0, output: 3 },
    ],
    [
      { input_tokens: 1.5, output_tokens: 1e300 },
      { input: 0, output: 0 },
    ],
    [
      { input_tokens: '9', output_tokens: 3 },
      { input: 0, output: 3 },
    ],
    [
      { input_tokens: 1, output_tokens: 3, output_tokens_details: { thinking_tokens: 8 } },
      { output: 0, reasoning: 3 },
    ],
    [
      {
        input_tokens: 1,
        output_tokens: 3,
        cache_creation_input_tokens: 2,
        cache_creation: { ephemeral_1h_input_tokens: 5 },
      },
      { cacheWrite5m: 0, cacheWrite1h: 2 },
    ],
  ])('clamps and says so: %j', (wire, usage) => {
    expect(mapUsage(wire)).toMatchObject({ ...usage, isClamped: true });
  });

  it.each([undefined, null, 'x', [], {}, { input_tokens: 0, output_tokens: 0 }])(
    'case 53: %j tells nothing',
    (wire) => {
      expect(mapUsage(wire)).toBeUndefined();
    },
  );

  it('case 47, 54: totals of other dialects are the same here', () => {
    const usage = {
      ...NO_USAGE,
      input: 1,
      cacheRead: 2,
      cacheWrite5m: 3,
      cacheWrite1h: 4,
      imageInput: 5,
      audioInput: 6,
      output: 7,
      reasoning: 8,
      imageOutput: 9,
      audioOutput: 10,
    };
    const wire = encodeUsage(usage);
    expect(wire.input_tokens + wire.cache_read_input_tokens + wire.cache_creation_input_tokens).toBe(inputTotal(usage));
    expect(wire.output_tokens).toBe(outputTotal(usage));
    const again = mapUsage(wire)!;
    expect([inputTotal(again), outputTotal(again), again.reasoning]).toEqual([
      inputTotal(usage),
      outputTotal(usage),
      8,
    ]);
  });

  it('case 50, 51: later figures replace; null and zero keep what was known', () => {
    const start = { input_tokens: 10, cache_read_input_tokens: 4, output_tokens: 1 };
    expect(mergeUsage(start, { input_tokens: 0, cache_read_input_tokens: null, output_tokens: 9 })).toEqual({
      ...start,
      output_tokens: 9,
    });
    expect(mergeUsage({ input_tokens: 0 }, { input_tokens: 7 })).toEqual({ input_tokens: 7 });
    expect(mergeUsage(start, undefined)).toBe(start);
  });
});
