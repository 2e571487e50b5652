import type { Money } from '@app/kernel';
import type { Quote } from '../billing.contract';
import { rateUsage } from './rate-usage';

/** Most a call is expected to cost: what a reservation holds back. */
export function estimateCost(quote: Quote, promptTokens: number, answerTokens: number): Money {
  return rateUsage(quote, {
    input: Math.max(1, promptTokens),
    cacheRead: 0,
    output: answerTokens,
    reasoning: 0,
    isEstimated: true,
  });
}
