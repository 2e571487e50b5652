import type { Money } from '@app/kernel';
import type { ExtraUsage, Quote } from '../billing.contract';
import { rateUsage } from './rate-usage';

/** Most a call is expected to cost, its tokens as text: what a reservation holds back. */
export function estimateCost(quote: Quote, promptTokens: number, answerTokens: number, extras: ExtraUsage = {}): Money {
  return rateUsage(quote, {
    ...extras,
    input: Math.max(1, promptTokens),
    cacheRead: 0,
    cacheWrite5m: 0,
    cacheWrite1h: 0,
    imageInput: 0,
    audioInput: 0,
    output: answerTokens,
    reasoning: 0,
    imageOutput: 0,
    audioOutput: 0,
    isEstimated: true,
  });
}
