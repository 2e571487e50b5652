import { NO_USAGE } from '../../model/usage';
import { findUsage } from './find-usage';

const find = (usage: unknown) => findUsage(Buffer.from(JSON.stringify({ choices: [], usage })));

describe('usage found in bytes', () => {
  it('is every class that the codec reads', () => {
    expect(
      find({
        prompt_tokens: 100,
        completion_tokens: 50,
        prompt_tokens_details: { cached_tokens: 30, cache_write_tokens: 5, audio_tokens: 4, image_tokens: 3 },
        completion_tokens_details: { reasoning_tokens: 20, audio_tokens: 2 },
        server_tool_use: { web_search_requests: 1 },
      }),
    ).toEqual({
      ...NO_USAGE,
      ...{ input: 58, cacheRead: 30, cacheWrite5m: 5, audioInput: 4, imageInput: 3 },
      ...{ output: 28, reasoning: 20, audioOutput: 2, toolCalls: { web_search: 1 } },
    });
  });

  it.each([
    [{}],
    [null],
    [{ prompt_tokens: 0, completion_tokens: 0 }],
    [{ prompt_tokens: -5, completion_tokens: 'x' }],
    [{ prompt_tokens: 1e15 }],
    [{ prompt_tokens: 1e9, completion_tokens: 1, total_tokens: 1e9, cache_read_input_tokens: 1e9, x: 1 }, true],
  ])('is none when it says nothing: %j', (usage, says = false) => {
    expect(find(usage) !== undefined).toBe(says);
  });

  it('is found from the end, over null and text', () => {
    const body =
      '{"a":"\\"usage\\":{\\"prompt_tokens\\":1}","usage": {"prompt_tokens":3,"completion_tokens":4,"x":{}},"z":{"usage":null}}';
    expect(findUsage(Buffer.from(body))).toMatchObject({ input: 3, output: 4 });
    expect(findUsage(Buffer.from('{"usage":{"prompt_tokens":3'))).toBeUndefined();
    expect(findUsage(Buffer.from('"usage"'))).toBeUndefined();
  });
});
