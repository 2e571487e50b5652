/** What a request of so many tokens of input costs as a whole: the last tier whose mark it exceeds, else the price without tiers. */
export function pricesAt<T, U extends { above: number }>(base: T, tiers: readonly U[], inputTokens: number): T | U {
  let prices: T | U = base;
  for (const tier of tiers) if (inputTokens > tier.above) prices = tier;
  return prices;
}
