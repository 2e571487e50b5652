import { asCount, asObject } from '../../read-json';
import type { Fields } from './openai-chat.wire';

/** What came from the cache: OpenAI's place, then DeepSeek's, Kimi's and Anthropic's names for it. */
export function readCacheRead(wire: Fields, details: Fields): number {
  return firstTold([
    details['cached_tokens'],
    wire['prompt_cache_hit_tokens'],
    wire['cached_tokens'],
    wire['cache_read_input_tokens'],
  ]);
}

/**
 * What was written into the cache, by time to live. Resellers tell a total under one of several names, a breakdown in
 * Anthropic's form or flat, or both; what the total has beyond the breakdown was written for the usual five minutes.
 */
export function readCacheWrites(wire: Fields, details: Fields): { short: number; long: number } {
  const split = asObject(wire['cache_creation']) ?? asObject(details['cache_creation']) ?? {};
  const short = firstTold([split['ephemeral_5m_input_tokens'], wire['claude_cache_creation_5_m_tokens']]);
  const long = firstTold([split['ephemeral_1h_input_tokens'], wire['claude_cache_creation_1_h_tokens']]);
  const total = firstTold([
    details['cache_write_tokens'],
    details['cache_creation_tokens'],
    details['cached_creation_tokens'],
    wire['cache_creation_input_tokens'],
  ]);
  return total > short + long ? { short: total - long, long } : { short, long };
}

/** Zero and null tell nothing where another place tells more. */
function firstTold(values: readonly unknown[]): number {
  for (const value of values) {
    const count = asCount(value);
    if (count !== undefined && count > 0) return count;
  }
  return 0;
}
