import type { Restful } from './dialect';

/**
 * What a call used, in disjoint classes: every token is in exactly one of them. The one record that billing, logs and all
 * dialects are made from.
 */
export interface Usage extends Restful {
  /** Text of the prompt that came from no cache and went into none. */
  input: number;
  cacheRead: number;
  /** Written into the cache for five minutes, and for an hour. */
  cacheWrite5m: number;
  cacheWrite1h: number;
  imageInput: number;
  audioInput: number;
  /** Visible text, tool calls included. */
  output: number;
  reasoning: number;
  imageOutput: number;
  audioOutput: number;
  /** Calls of hosted tools by name, e.g. web_search. */
  toolCalls?: Record<string, number>;
  /** The upstream gave no usable figures; these were counted here. */
  isEstimated: boolean;
  /** Figures that cannot be were cut to what can. */
  isClamped?: boolean;
}

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
export function inputTotal(usage: Usage): number {
  return usage.input + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h + usage.imageInput + usage.audioInput;
}

export function outputTotal(usage: Usage): number {
  return usage.output + usage.reasoning + usage.imageOutput + usage.audioOutput;
}
