import type { AppError, Locale } from '@app/kernel';
import type { ChatRequest } from '../model/chat-request';
import type { ChatResponse } from '../model/chat-response';
import type { Dialect, Signature } from '../model/dialect';
import type { Encoded, Loss } from '../model/loss';
import type { StreamEvent } from '../model/stream-event';
import type { WireEvent } from '../model/wire-event';
import type { ToolNames } from './tool-names';

/** What a request is written for. */
export interface RequestTarget {
  /** Name of the model upstream. */
  model: string;
  /** For dialects that insist on a limit; used when the caller named none. */
  defaultMaxTokens: number;
  /** May this signature go to this upstream? Others are left out, with their thinking where the dialect needs both. */
  acceptsSignature(signature: Signature): boolean;
  /** How this upstream differs from what its dialect promises; absent = it does not. */
  traits?: UpstreamTraits;
}

/** Differences among upstreams of one dialect. */
export interface UpstreamTraits {
  /** Cache marks it takes, where the dialect's owner has none or all of them. */
  cacheMarks?: 'all' | 'no-ttl' | 'none';
  /** openai-chat: earlier thinking must come back in `reasoning_content` (DeepSeek, Kimi); elsewhere it is refused. */
  wantsReasoningBack?: boolean;
  /** openai-chat: field that limits the answer. */
  limitField?: 'max_tokens' | 'max_completion_tokens';
  /** openai-chat: takes `custom` tools as OpenAI does. */
  takesCustomTools?: boolean;
}

/** A request as it goes upstream. */
export interface EncodedRequest extends Encoded<Record<string, unknown>> {
  /** To turn the calls of its answer back (restore-tools.ts). */
  toolNames: ToolNames;
}

/** What an answer is written for. */
export interface AnswerTarget {
  /** The name the caller asked for: he sees no other. */
  model: string;
  /** The caller asked for usage at the end of a stream. */
  wantsStreamUsage: boolean;
  /** New ids, for what the dialect must name and the upstream did not. */
  createId(prefix: string): string;
  /** Seconds, for what the dialect must date. */
  nowSeconds: number;
  /** Fields of the answer that repeat the request, in dialects that do so. */
  echo?: Readonly<Record<string, unknown>>;
}

/**
 * One wire protocol, both ways, as pure functions: no service, no clock, no environment. Decoding keeps what it does not know
 * (`extra`, `opaque`); encoding reports what it could not write.
 */
export interface Codec {
  readonly dialect: Dialect;
  /** Throws AppError 400 with the path of the field in `param`. `body` is parsed JSON. */
  decodeRequest(body: unknown, hints: { model?: string; isStream?: boolean }): ChatRequest;
  encodeRequest(request: ChatRequest, target: RequestTarget): EncodedRequest;
  /** Throws MalformedPayload when it is no answer. */
  decodeResponse(body: unknown): ChatResponse;
  encodeResponse(response: ChatResponse, target: AnswerTarget): Encoded<Record<string, unknown>>;
  createStreamDecoder(): StreamDecoder;
  createStreamEncoder(target: AnswerTarget): StreamEncoder;
  /** Body of an error. */
  encodeError(error: AppError, requestId: string, locale: Locale): Record<string, unknown>;
}

/** A reducer whose state is its own. Throws MalformedPayload for events that are none. */
export interface StreamDecoder {
  push(event: WireEvent): StreamEvent[];
  /** The upstream has closed. An orderly end that lacked its last word yields `end`; a broken stream yields nothing. */
  close(): StreamEvent[];
}

export interface StreamEncoder {
  push(event: StreamEvent): WireEvent[];
  /**
   * The last events of a stream that failed after it began: an error as the dialect has it, in the order of what went before.
   * Nothing may be pushed after it.
   */
  fail(error: AppError, requestId: string, locale: Locale): WireEvent[];
  readonly losses: readonly Loss[];
}

/** Something of an upstream that cannot be read as what it should be; `path` is where. */
export class MalformedPayload extends Error {
  constructor(
    readonly path: string,
    message: string,
  ) {
    super(`${path}: ${message}`);
  }
}
