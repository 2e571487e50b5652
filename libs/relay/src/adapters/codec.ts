import type { AppError, Locale } from '@app/kernel';
import type { ChatRequest } from '../model/chat-request';
import type { ChatResponse } from '../model/chat-response';
import type { Dialect, Signature } from '../model/dialect';
import type { Encoded, Loss } from '../model/loss';
import type { StreamEvent } from '../model/stream-event';
import type { WireEvent } from '../model/wire-event';

/** What a request is written for. */
export interface RequestTarget {
  /** Name of the model upstream. */
  model: string;
  /** For dialects that insist on a limit; used when the caller named none. */
  defaultMaxTokens: number;
  /** May this signature go to this upstream? Others are left out, with their thinking where the dialect needs both. */
  acceptsSignature(signature: Signature): boolean;
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
}

/**
 * One wire protocol, both ways, as pure functions: no service, no clock, no environment. Decoding keeps what it does not know
 * (`extra`, `opaque`); encoding reports what it could not write.
 */
export interface Codec {
  readonly dialect: Dialect;
  /** Throws AppError 400 with the path of the field in `param`. `body` is parsed JSON. */
  decodeRequest(body: unknown, hints: { model?: string; isStream?: boolean }): ChatRequest;
  encodeRequest(request: ChatRequest, target: RequestTarget): Encoded<Record<string, unknown>>;
  /** Throws MalformedPayload when it is no answer. */
  decodeResponse(body: unknown): ChatResponse;
  encodeResponse(response: ChatResponse, target: AnswerTarget): Encoded<Record<string, unknown>>;
  createStreamDecoder(): StreamDecoder;
  createStreamEncoder(target: AnswerTarget): StreamEncoder;
  /** Body of an error, or of an error event once a stream has begun. */
  encodeError(error: AppError, requestId: string, locale: Locale): Record<string, unknown>;
  encodeErrorEvent(error: AppError, requestId: string, locale: Locale): WireEvent;
}

/** A reducer whose state is its own. Throws MalformedPayload for events that are none. */
export interface StreamDecoder {
  push(event: WireEvent): StreamEvent[];
  /** The upstream has closed. An orderly end that lacked its last word yields `end`; a broken stream yields nothing. */
  close(): StreamEvent[];
}

export interface StreamEncoder {
  push(event: StreamEvent): WireEvent[];
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
