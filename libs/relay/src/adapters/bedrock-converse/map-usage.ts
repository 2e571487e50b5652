import { NO_USAGE, type Usage } from '../../model/usage';
import { asArray, asCount, asObject } from '../read-json';
import type { Fields } from './bedrock-converse.wire';

/**
 * Figures are disjoint: `inputTokens` excludes what was read from the cache and written into it. Writes are told as a total
 * and by time to live. Thinking is within the output. All zero counts as nothing told.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html,
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_TokenUsage.html
 */
export function mapUsage(value: unknown): Usage | undefined {
  const wire = asObject(value);
  if (wire === undefined) return undefined;
  const usage: Usage = { ...NO_USAGE };
  usage.input = read(wire, 'inputTokens', usage);
  usage.cacheRead = read(wire, 'cacheReadInputTokens', usage);
  usage.output = read(wire, 'outputTokens', usage);
  readCacheWrites(wire, usage);
  const total = usage.input + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h + usage.output;
  return total === 0 && usage.isClamped !== true ? undefined : usage;
}

/** What the total has beyond the breakdown was written for the usual five minutes. */
function readCacheWrites(wire: Fields, usage: Usage): void {
  const total = read(wire, 'cacheWriteInputTokens', usage);
  let short = 0;
  let long = 0;
  for (const value of asArray(wire['cacheDetails']) ?? []) {
    const detail = asObject(value) ?? {};
    const tokens = read(detail, 'inputTokens', usage);
    if (detail['ttl'] === '1h') long += tokens;
    else short += tokens;
  }
  if (wire['cacheWriteInputTokens'] === undefined) {
    usage.cacheWrite5m = short;
    usage.cacheWrite1h = long;
    return;
  }
  usage.cacheWrite1h = Math.min(long, total);
  usage.cacheWrite5m = total - usage.cacheWrite1h;
  if (short + long > total) usage.isClamped = true;
}

function read(wire: Fields, name: string, usage: Usage): number {
  const value = wire[name];
  if (value === undefined || value === null) return 0;
  const count = asCount(value);
  if (count === undefined) usage.isClamped = true;
  return count ?? 0;
}
