import type { TokenUsage } from '@app/billing';
import { inputTotal, outputTotal, type Usage } from '../model/usage';

/** Figures add up from several, and rows of the log have room for twice as many. */
const MOST_TOKENS = 1_000_000_000;

/** Every class as it is, without how its upstream said it. */
export function billedUsage(usage: Usage): TokenUsage {
  const billed: TokenUsage = {
    input: usage.input,
    cacheRead: usage.cacheRead,
    cacheWrite5m: usage.cacheWrite5m,
    cacheWrite1h: usage.cacheWrite1h,
    imageInput: usage.imageInput,
    audioInput: usage.audioInput,
    output: usage.output,
    reasoning: usage.reasoning,
    imageOutput: usage.imageOutput,
    audioOutput: usage.audioOutput,
    isEstimated: usage.isEstimated,
  };
  if (usage.toolCalls !== undefined) billed.toolCalls = usage.toolCalls;
  if (usage.isClamped === true) billed.isClamped = true;
  return billed;
}

/** Some upstreams begin with zeros. What is too much to be believed is counted here instead. */
export function isTelling(usage: Usage | undefined): usage is Usage {
  if (usage === undefined) return false;
  const input = inputTotal(usage);
  const output = outputTotal(usage);
  return input + output > 0 && input <= MOST_TOKENS && output <= MOST_TOKENS;
}
