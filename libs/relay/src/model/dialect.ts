/** The wire protocols that callers and upstreams speak. */
export type Dialect = 'openai-chat' | 'openai-responses' | 'anthropic-messages' | 'gemini-generate';

/** Protocols that no caller speaks, only upstreams: the relay writes their requests and reads their answers. */
export type UpstreamDialect = 'bedrock-converse' | 'ollama-chat' | 'cohere-chat';

/** Where something was read. */
export type Origin = Dialect | UpstreamDialect;

/**
 * Something that only its own dialect understands: a server tool's turn, a field of next year. It travels as it was written
 * and comes out again where the same dialect is written; every other dialect counts it as a loss.
 */
export interface Opaque {
  dialect: Origin;
  value: unknown;
}

/**
 * What the neutral words cannot say of an object, for the way back into its own dialect. A codec that writes another dialect
 * lists each field as a loss; notes are none.
 */
export interface Rest {
  dialect: Origin;
  /** Fields without a meaning here, and explicit nulls, as they were written. */
  fields?: Record<string, unknown>;
  /** How something was written that means the same otherwise; only its codec knows the form. */
  notes?: unknown;
}

/** Has a place for what its dialect alone understands. */
export interface Restful {
  rest?: Rest;
}

/**
 * A proof that a model's thinking is its own (Anthropic's signature, Gemini's thought signature, OpenAI's encrypted item).
 * Never read, never changed, of use only to the upstream family that made it.
 */
export interface Signature {
  dialect: Origin;
  value: string;
  /** Id that must come back with it (OpenAI's reasoning items). */
  id?: string;
}

/** A cache mark: the prompt up to here may be kept. */
export interface CacheMark {
  /** As the caller wrote it; undefined = the upstream's usual time. */
  ttl?: '5m' | '1h';
}
