import type { TokenUsage } from '@app/billing';
import type { Restful } from './dialect';

/** What a call used, as billing has it, and how its upstream said it: the one record that all dialects are made from. */
export interface Usage extends TokenUsage, Restful {}

export const NO_USAGE: Readonly<Usage> = Object.freeze({
  input: 0,
  cacheRead: 0,
  cacheWrite5m: 0,
  cacheWrite1h: 0,
  imageInput: 0,
  audioInput: 0,
  output: 0,
  reasoning: 0,
  imageOutput: 0,
  audioOutput: 0,
  isEstimated: false,
});

/** Everything that was put in, cached or not. */
export function inputTotal(usage: TokenUsage): number {
  return usage.input + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h + usage.imageInput + usage.audioInput;
}

export function outputTotal(usage: TokenUsage): number {
  return usage.output + usage.reasoning + usage.imageOutput + usage.audioOutput;
}
