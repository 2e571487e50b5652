import type { TokenUsage } from '@app/billing';

const USAGE_KEY = Buffer.from('"usage"');
/** No real call has more; a figure beyond it is garbage. */
const MOST_TOKENS = 1_000_000_000;
/** A usage object is a few hundred bytes. */
const LONGEST_USAGE = 8 * 1024;

/**
 * The last usage object in the bytes, or undefined. A quote inside a JSON string is always escaped, so `"usage"` can only be
 * a key.
 */
export function findUsage(bytes: Buffer): TokenUsage | undefined {
  for (let at = bytes.lastIndexOf(USAGE_KEY); at >= 0; at = at === 0 ? -1 : bytes.lastIndexOf(USAGE_KEY, at - 1)) {
    const usage = readUsage(bytes, at + USAGE_KEY.length);
    if (usage !== undefined) return usage;
  }
  return undefined;
}

function readUsage(bytes: Buffer, from: number): TokenUsage | undefined {
  let position = from;
  while (bytes[position] === 0x20 || bytes[position] === 0x3a || bytes[position] === 0x0a) position++;
  if (bytes[position] !== 0x7b) return undefined;
  const start = position;
  let depth = 0;
  for (; position < bytes.length && position - start < LONGEST_USAGE; position++) {
    if (bytes[position] === 0x7b) depth++;
    else if (bytes[position] === 0x7d && --depth === 0) break;
  }
  if (depth !== 0) return undefined;
  try {
    return mapUsage(JSON.parse(bytes.toString('latin1', start, position + 1)) as WireUsage);
  } catch {
    return undefined;
  }
}

interface WireUsage {
  prompt_tokens?: unknown;
  completion_tokens?: unknown;
  total_tokens?: unknown;
  prompt_tokens_details?: { cached_tokens?: unknown } | null;
  completion_tokens_details?: { reasoning_tokens?: unknown } | null;
}

/**
 * OpenAI's figures as disjoint classes: `prompt_tokens` includes what came from the cache, `completion_tokens` includes
 * reasoning. Figures that cannot be are clamped; all zero counts as none given.
 */
export function mapUsage(wire: WireUsage): TokenUsage | undefined {
  const prompt = count(wire.prompt_tokens) ?? 0;
  const total = count(wire.total_tokens);
  const completion = count(wire.completion_tokens) ?? Math.max(0, (total ?? prompt) - prompt);
  if (prompt + completion === 0) return undefined;
  const cacheRead = Math.min(prompt, count(wire.prompt_tokens_details?.cached_tokens) ?? 0);
  const reasoning = Math.min(completion, count(wire.completion_tokens_details?.reasoning_tokens) ?? 0);
  return { input: prompt - cacheRead, cacheRead, output: completion - reasoning, reasoning, isEstimated: false };
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST_TOKENS ? value : undefined;
}
