import type { Dialect } from '../model/dialect';
import type { EncodedRequest, RequestTarget, StreamDecoder } from './codec';
import type { ChatRequest } from '../model/chat-request';
import type { ChatResponse } from '../model/chat-response';

/** Protocols that only upstreams speak: every caller's request is converted to them. */
export type UpstreamOnlyDialect = 'bedrock-converse' | 'ollama-chat' | 'cohere-chat';

/** What an upstream may speak. */
export type SpokenDialect = Dialect | UpstreamOnlyDialect;

/** What is needed of a codec to talk to an upstream in its dialect; the rest of one is for callers. */
export interface UpstreamHalf {
  readonly dialect: SpokenDialect;
  encodeRequest(request: ChatRequest, target: RequestTarget): EncodedRequest;
  /** Throws MalformedPayload when it is no answer. */
  decodeResponse(body: unknown): ChatResponse;
  createStreamDecoder(): StreamDecoder;
}
