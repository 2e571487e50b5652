import { NO_USAGE } from '../../model/usage';
import { encodeUsage, mapUsage } from './map-usage';

describe('usage', () => {
  it('case 47, 54: totals are cut into classes that share no token', () => {
    expect(
      mapUsage({
        input_tokens: 100,
        input_tokens_details: { cached_tokens: 60, cache_write_tokens: 10, image_tokens: 5, audio_tokens: 3 },
        output_tokens: 50,
        output_tokens_details: { reasoning_tokens: 30, image_tokens: 4 },
        total_tokens: 150,
      }),
    ).toEqual({
      ...NO_USAGE,
      ...{ input: 22, cacheRead: 60, cacheWrite5m: 10, imageInput: 5, audioInput: 3 },
      ...{ output: 16, reasoning: 30, imageOutput: 4 },
    });
  });

  it.each([undefined, null, {}])('case 48: details that are %j are none', (details) => {
    const wire = { input_tokens: 3, input_tokens_details: details, output_tokens: 2, output_tokens_details: details };
    expect(mapUsage(wire)).toEqual({ ...NO_USAGE, input: 3, output: 2 });
  });

  it('case 49: details beyond their total are cut, and said to be', () => {
    const wire = { input_tokens: 3, input_tokens_details: { cached_tokens: 5 }, output_tokens: 2 };
    expect(mapUsage(wire)).toEqual({ ...NO_USAGE, cacheRead: 3, output: 2, isClamped: true });
  });

  it('takes all zero for nothing told', () => {
    expect(mapUsage({ input_tokens: 0, output_tokens: 0 })).toBeUndefined();
    expect(mapUsage(null)).toBeUndefined();
  });

  it('case 55: calls of hosted tools are counted from the items', () => {
    const search = { type: 'web_search_call', status: 'completed' };
    const output = [search, search, { ...search, status: 'failed' }, { type: 'code_interpreter_call' }];
    expect(mapUsage({ input_tokens: 1 }, output)?.toolCalls).toEqual({ web_search: 2, code_interpreter: 1 });
  });

  it('case 47: disjoint classes become totals again', () => {
    const usage = { ...NO_USAGE, input: 1, cacheRead: 2, cacheWrite5m: 3, cacheWrite1h: 4, output: 5, reasoning: 6 };
    expect(encodeUsage(usage)).toEqual({
      input_tokens: 10,
      input_tokens_details: { cached_tokens: 2, cache_write_tokens: 7 },
      output_tokens: 11,
      output_tokens_details: { reasoning_tokens: 6 },
      total_tokens: 21,
    });
  });
});
