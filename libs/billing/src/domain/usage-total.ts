import type { TokenUsage } from '../usage.contract';

/** Everything that was put in, cached or not. */
export function inputTotal(usage: TokenUsage): number {
  return usage.input + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h + usage.imageInput + usage.audioInput;
}

/** Everything that came out, shown or not. */
export function outputTotal(usage: TokenUsage): number {
  return usage.output + usage.reasoning + usage.imageOutput + usage.audioOutput;
}
