import type { TokenUsage } from '@app/billing';
import { inputTotal, outputTotal, type Usage } from '../model/usage';

/** The classes that have a price of their own so far; the others cost what text does. */
export function billedUsage(usage: Usage): TokenUsage {
  return {
    input: inputTotal(usage) - usage.cacheRead,
    cacheRead: usage.cacheRead,
    output: outputTotal(usage) - usage.reasoning,
    reasoning: usage.reasoning,
    isEstimated: usage.isEstimated,
  };
}

/** Some upstreams begin with zeros. */
export function isTelling(usage: Usage | undefined): usage is Usage {
  return usage !== undefined && inputTotal(usage) + outputTotal(usage) > 0;
}
