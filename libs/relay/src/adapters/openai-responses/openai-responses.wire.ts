/** Shapes of OpenAI's Responses API, as loose as strangers' JSON is. Readers check each field, writers fill these. */
export type WireObject = Record<string, unknown>;

/** One entry of `input` or `output`. */
export interface WireItem extends WireObject {
  type: string;
}

export interface WireUsage extends WireObject {
  input_tokens: number;
  input_tokens_details: { cached_tokens: number; cache_write_tokens: number };
  output_tokens: number;
  output_tokens_details: { reasoning_tokens: number };
  total_tokens: number;
}

export const DIALECT = 'openai-responses';

/** Makes the error for a field that is not what it has to be. */
export type Fail = (path: string, zh: string, en: string) => Error;
