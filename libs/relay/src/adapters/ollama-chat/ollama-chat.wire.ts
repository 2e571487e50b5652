/**
 * Shapes of Ollama's /api/chat, as loose as strangers' JSON is. Readers check each field, writers fill these.
 * Reference: https://docs.ollama.com/api/chat, /capabilities/tool-calling, /capabilities/thinking, /api/errors.
 */
export const DIALECT = 'ollama-chat';

export type Fields = Record<string, unknown>;

export interface WireMessage extends Fields {
  role: 'system' | 'user' | 'assistant' | 'tool';
  content: string;
  /** Base64 without a type. */
  images?: string[];
}
