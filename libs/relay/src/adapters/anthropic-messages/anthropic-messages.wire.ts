/** Shapes of Anthropic's Messages API, as loose as strangers' JSON is. Readers check each field, writers fill these. */
export type WireObject = Record<string, unknown>;

export interface WireBlock extends WireObject {
  type: string;
}

export interface WireMessage extends WireObject {
  role: 'user' | 'assistant' | 'system';
  content: WireBlock[];
}

export interface WireUsage extends WireObject {
  input_tokens: number;
  cache_creation_input_tokens: number;
  cache_read_input_tokens: number;
  cache_creation: { ephemeral_5m_input_tokens: number; ephemeral_1h_input_tokens: number };
  output_tokens: number;
  output_tokens_details?: { thinking_tokens: number };
  server_tool_use?: Record<string, number>;
}

export interface WireError extends WireObject {
  type: 'error';
  error: { type: string; message: string };
}

export const DIALECT = 'anthropic-messages';

/** Makes the error for a field that is not what it has to be. */
export type Fail = (path: string, zh: string, en: string) => Error;
