/** Classes of what went in and of what came out, as they are priced, stored and shown. */
export const INPUT_CLASSES = [
  'input',
  'cacheRead',
  'cacheWrite5m',
  'cacheWrite1h',
  'imageInput',
  'audioInput',
] as const;

export const OUTPUT_CLASSES = ['output', 'reasoning', 'imageOutput', 'audioOutput'] as const;

export type TokenClass = (typeof INPUT_CLASSES)[number] | (typeof OUTPUT_CLASSES)[number];

/**
 * What one call used, in disjoint classes: every token is in exactly one of them. Filled by one rule per upstream shape, so
 * billing never sees a vendor's field names. The one record that charges, log rows and all dialects are made from.
 */
export interface TokenUsage extends Record<TokenClass, number> {
  /** Text of the prompt that came from no cache and went into none. */
  input: number;
  /** Read from the upstream's cache, of whatever kind it is. */
  cacheRead: number;
  /** Written into the cache for five minutes, and for an hour. */
  cacheWrite5m: number;
  cacheWrite1h: number;
  imageInput: number;
  audioInput: number;
  /** Visible text, tool calls included. */
  output: number;
  /** Thinking that is billed as output. */
  reasoning: number;
  imageOutput: number;
  audioOutput: number;
  /** Calls of hosted tools by name, e.g. web_search. */
  toolCalls?: Record<string, number>;
  /** Images that were made, by `size/quality` or `size`. */
  images?: Record<string, number>;
  /** Length of sound or film that is billed by time. */
  milliseconds?: number;
  /** The upstream gave no usable figures for all or a part of it; these were counted here. */
  isEstimated: boolean;
  /** Figures that cannot be were cut to what can. */
  isClamped?: boolean;
}

/** What is used beside tokens. */
export type ExtraUsage = Pick<TokenUsage, 'toolCalls' | 'images' | 'milliseconds'>;
