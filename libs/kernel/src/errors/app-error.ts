import type { LocalText } from './local-text';

/** Whether the failed attempt may be tried again, and where. */
export type RetryHint = 'no' | 'same-channel' | 'other-channel';

export interface AppErrorOptions {
  /** HTTP status for the caller. */
  status?: number;
  retry?: RetryHint;
  /** Field (or JSON path) the caller has to mend, if one is to blame. */
  param?: string;
  /** Seconds after which a repeat makes sense; becomes `Retry-After`. */
  retryAfterSeconds?: number;
  /** Text for staff only: goes to logs, never to callers. */
  staffDetail?: string;
  cause?: unknown;
}

/**
 * An error with a stable code and a text in both languages that is safe to show to the caller; everything a caller must
 * not see (supplier names, upstream bodies, SQL) belongs into `staffDetail` or `cause`. `message` is the English text.
 */
export class AppError extends Error {
  readonly code: string;
  readonly text: LocalText;
  readonly status: number;
  readonly retry: RetryHint;
  readonly param: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly staffDetail: string | undefined;

  constructor(code: string, text: LocalText, options: AppErrorOptions = {}) {
    super(text.en, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.text = text;
    this.status = options.status ?? 500;
    this.retry = options.retry ?? 'no';
    this.param = options.param;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.staffDetail = options.staffDetail;
  }
}
