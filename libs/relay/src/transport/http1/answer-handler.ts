/** Holds an upstream's answer back, or ends the call. */
export interface AnswerController {
  pause(): void;
  resume(): void;
  /** Closes the connection; the handler hears `onResponseError` with the reason. */
  abort(reason: Error): void;
}

/** Header values by lower-case name; repeated ones are joined by a comma. */
export type AnswerHeaders = Record<string, string | string[] | undefined>;

/**
 * Reads one answer. The shape is undici's, whose agents serve calls through HTTP proxies. Exactly one of `onResponseEnd` and
 * `onResponseError` is called, and nothing after it.
 */
export interface AnswerHandler {
  onRequestStart(controller: AnswerController): void;
  /** May be called with an informational status (1xx) first. */
  onResponseStart(controller: AnswerController, status: number, headers: AnswerHeaders): void;
  onResponseData(controller: AnswerController, chunk: Buffer): void;
  onResponseEnd(controller: AnswerController): void;
  onResponseError(controller: AnswerController, error: Error): void;
}
