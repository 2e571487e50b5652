/**
 * Shapes of Cohere's /v2/chat, as loose as strangers' JSON is. Readers check each field, writers fill these.
 * Reference: https://docs.cohere.com/reference/chat, /reference/chat-stream, /docs/reasoning, /docs/tool-use-streaming.
 */
export const DIALECT = 'cohere-chat';

export type Fields = Record<string, unknown>;

export interface WireMessage extends Fields {
  role: 'system' | 'user' | 'assistant' | 'tool';
  content?: string | Fields[];
}
