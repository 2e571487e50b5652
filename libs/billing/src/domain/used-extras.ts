import type { ExtraPrices } from '../quote.contract';
import type { TokenUsage } from '../usage.contract';

/** Names of tools and sizes come from upstreams and callers; a row is not theirs to fill. */
const MOST_NAMES = 16;
const LONGEST_NAME = 64;

type Counts = Readonly<Record<string, number>> | undefined;

/** The counts that are charged, stored and shown: the same for all three, so that a charge can be worked out again. */
export function countsOf(counts: Counts): [string, number][] {
  if (counts === undefined) return [];
  return Object.entries(counts)
    .filter(([name, count]) => Number.isSafeInteger(count) && count > 0 && name.length <= LONGEST_NAME)
    .slice(0, MOST_NAMES);
}

/** Price of an image: its size and quality, its size, any. */
export function imagePrice<T>(prices: ReadonlyMap<string, T>, key: string): T | undefined {
  return prices.get(key) ?? prices.get(key.split('/')[0]!) ?? prices.get('*');
}

export function millisecondsOf({ milliseconds = 0 }: TokenUsage): number {
  return Number.isSafeInteger(milliseconds) && milliseconds > 0 ? milliseconds : 0;
}

export function usesExtras(usage: TokenUsage): boolean {
  if (usage.toolCalls === undefined && usage.images === undefined && usage.milliseconds === undefined) return false;
  return countsOf(usage.toolCalls).length + countsOf(usage.images).length + millisecondsOf(usage) > 0;
}

/** Nano-dollars times a million, the scale of tokens times their price. */
export function priceOfExtras(prices: ExtraPrices, usage: TokenUsage): bigint {
  let nano = 0n;
  for (const [name, count] of countsOf(usage.toolCalls)) nano += BigInt(count) * (prices.perToolCall.get(name) ?? 0n);
  for (const [key, count] of countsOf(usage.images)) nano += BigInt(count) * (imagePrice(prices.perImage, key) ?? 0n);
  return nano * 1_000_000n + BigInt(millisecondsOf(usage)) * prices.perSecond * 1_000n;
}
