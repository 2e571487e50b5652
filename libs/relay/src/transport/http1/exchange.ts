import type { AnswerController, AnswerHandler } from './answer-handler';

/** What a call may do to the connection it runs on. */
export interface ExchangeLine {
  pause(): void;
  resume(): void;
  fail(reason: Error): void;
}

/**
 * One call on a connection, in the hands of its handler. Handlers speak up after the end too (a caller drains late, or leaves
 * while his charge is being written): by then the connection may carry the call of another, who must not notice.
 */
export class Exchange implements AnswerController {
  /** The request is with the socket: what is read from now on answers it. */
  isSent = false;
  isPaused = false;

  constructor(
    private line: ExchangeLine | undefined,
    private readonly handler: AnswerHandler,
  ) {}

  pause(): void {
    this.isPaused = true;
    this.line?.pause();
  }

  resume(): void {
    this.isPaused = false;
    this.line?.resume();
  }

  abort(reason: Error): void {
    this.line?.fail(reason);
  }

  start(): void {
    this.handler.onRequestStart(this);
  }

  head(status: number, headers: Parameters<AnswerHandler['onResponseStart']>[2]): void {
    this.handler.onResponseStart(this, status, headers);
  }

  body(part: Buffer): void {
    this.handler.onResponseData(this, part);
  }

  complete(): void {
    this.line = undefined;
    this.handler.onResponseEnd(this);
  }

  fail(error: Error): void {
    this.line = undefined;
    this.handler.onResponseError(this, error);
  }
}
