import type { AppError, Locale } from '@app/kernel';
import type { AnswerReader } from '../adapters/answer-reader';
import type { ErrorWriter } from '../adapters/error-writer';
import type { ArrayFraming } from './array-framing';
import type { CallerResponse } from './caller-response';

const HEARTBEAT = ': keep-alive\n\n';

/** Pieces that are written at once are read as one. */
const TAIL_PAUSE_MS = 100;

/** Anything that can be told to stop sending for a while. */
export interface PausableSource {
  pause(): void;
  resume(): void;
}

/** The caller's side of a call: headers, back-pressure, heartbeats, and noticing that the caller has left. */
export class ReplyWriter {
  /** Headers went out: the status is fixed. */
  hasBegun = false;
  /** Bytes of the answer (not of a heartbeat) went out: no other channel may answer now. */
  hasAnswered = false;
  isOver = false;
  /** The caller closed the connection before the answer was complete. */
  isGone = false;
  /** Something was written since the flag was cleared last. */
  wasActive = false;
  onGone: (() => void) | undefined = undefined;
  /** Reader of the stream that has begun: it knows how such a stream fails. */
  reader: AnswerReader | undefined = undefined;
  /** Fields that the conversion left out, for the header. */
  lossHeader: string | undefined = undefined;
  /** The answer's figures were worked out here. */
  isEstimated = false;
  /** How streams are written that are no events; undefined = they are. */
  framing: ArrayFraming | undefined = undefined;
  private isBlocked = false;
  /** What waits until the charge is safe; undefined = nothing has to. */
  private held: (() => void)[] | undefined = undefined;

  constructor(
    private readonly response: CallerResponse,
    readonly requestId: string,
    readonly locale: Locale,
    private readonly errors: ErrorWriter,
    private readonly allowsAnyOrigin: boolean,
    private readonly closesConnection: () => boolean,
  ) {
    response.onGone = () => this.leave();
  }

  /** From here on everything waits for `letGo`: the charge is not safe yet. */
  hold(): void {
    this.held ??= [];
  }

  letGo(): void {
    const held = this.held ?? [];
    this.held = undefined;
    for (const act of held) act();
  }

  /** Sends a complete body in one write. */
  sendWhole(status: number, contentType: string, body: Buffer | string, retryAfterSeconds?: number): void {
    if (this.isOver || this.isGone) return;
    this.isOver = true;
    this.hasBegun = true;
    const headers = this.headers(contentType);
    headers.push('content-length', String(Buffer.byteLength(body)));
    if (retryAfterSeconds !== undefined) headers.push('retry-after', String(retryAfterSeconds));
    this.response.whole(status, headers, body, this.closesConnection());
  }

  /** Fails the call in the caller's protocol: a body with the right status, or an event once the status is out. */
  sendError(error: AppError): void {
    if (!this.hasBegun) {
      const body = this.errors.body(error, this.requestId, this.locale);
      this.sendWhole(
        error.status,
        'application/json',
        this.framing === undefined ? body : this.framing.whole(body),
        error.retryAfterSeconds,
      );
      return;
    }
    if (this.isOver || this.isGone) return;
    this.isOver = true;
    const { requestId, locale, framing } = this;
    const event = this.reader?.fail(error, requestId, locale) ?? this.errors.event(error, requestId, locale);
    if (framing !== undefined) return void this.response.end(framing.close(event));
    if (this.errors.tail === undefined) return void this.response.end(event);
    const tail = this.errors.tail(error, requestId, locale);
    this.response.write(event);
    setTimeout(() => this.response.end(tail), TAIL_PAUSE_MS);
  }

  beginStream(): void {
    if (this.hasBegun || this.isGone) return;
    this.hasBegun = true;
    const headers = this.headers(this.framing?.contentType ?? 'text/event-stream; charset=utf-8');
    headers.push('cache-control', 'no-cache', 'x-accel-buffering', 'no');
    this.response.begin(200, headers, this.closesConnection());
  }

  /** Hands on a part of a stream; the source pauses while the caller is slower than the upstream. */
  write(bytes: Buffer, source: PausableSource): void {
    if (this.held !== undefined) return void this.held.push(() => this.write(bytes, source));
    if (this.isOver || this.isGone) return;
    this.hasAnswered = true;
    this.wasActive = true;
    const { framing } = this;
    if (this.response.write(framing === undefined ? bytes : framing.write(bytes)) || this.isBlocked) return;
    this.isBlocked = true;
    source.pause();
    this.response.onDrain = () => {
      this.isBlocked = false;
      source.resume();
    };
  }

  /** Only between events, which is where `write` always stops. */
  heartbeat(): void {
    if (this.isOver || this.isGone || this.isBlocked || this.held !== undefined) return;
    this.beginStream();
    this.wasActive = true;
    this.response.write(this.framing?.heartbeat ?? HEARTBEAT);
  }

  endStream(bytes?: Buffer | string): void {
    if (this.held !== undefined) return void this.held.push(() => this.endStream(bytes));
    if (this.isOver || this.isGone) return;
    this.isOver = true;
    if (this.framing !== undefined) this.response.end(this.framing.close(bytes));
    else this.response.end(bytes);
  }

  get isWaitingForCaller(): boolean {
    return this.isBlocked;
  }

  /** For a caller who takes nothing any more. */
  cut(): void {
    this.response.destroy();
  }

  /** Names and values in turn: the form that Node writes without another look. */
  private headers(contentType: string): string[] {
    const { requestId } = this;
    const { idHeader } = this.errors;
    const headers = ['content-type', contentType, 'x-oneapi-request-id', requestId, 'x-request-id', requestId];
    if (idHeader !== undefined) headers.push(idHeader, requestId);
    if (this.allowsAnyOrigin) {
      headers.push('access-control-allow-origin', '*');
      headers.push(
        'access-control-expose-headers',
        'x-request-id, x-oneapi-request-id, request-id, x-chat-api-conversion-loss, x-chat-api-estimated, retry-after',
      );
    }
    if (this.lossHeader !== undefined) headers.push('x-chat-api-conversion-loss', this.lossHeader);
    if (this.isEstimated) headers.push('x-chat-api-estimated', 'true');
    return headers;
  }

  private leave(): void {
    this.isGone = true;
    // Who has left holds nobody back.
    if (this.isBlocked) this.response.onDrain?.();
    this.onGone?.();
  }
}

/** Browser pages may call the relay from anywhere: the key is in a header, no cookie counts here. */
export function isCrossOrigin(request: { headers: { origin?: unknown } }): boolean {
  return request.headers.origin !== undefined;
}
