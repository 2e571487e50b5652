import type { AppError } from '@app/kernel';

/** What the relay reads of a request's headers. */
export type CallerHeaders = {
  readonly origin?: string | undefined;
  readonly authorization?: string | undefined;
  readonly 'accept-language'?: string | undefined;
  readonly 'x-api-key'?: string | string[] | undefined;
  readonly 'x-goog-api-key'?: string | string[] | undefined;
  readonly 'x-forwarded-for'?: string | string[] | undefined;
  readonly 'anthropic-version'?: string | string[] | undefined;
  readonly 'anthropic-beta'?: string | string[] | undefined;
};

/** A request to the relay, whoever read it from the connection. */
export interface CallerRequest {
  readonly method: string;
  /** Path and query, in origin form. */
  readonly url: string;
  readonly headers: CallerHeaders;
  /** The connection it came on. */
  readonly socket: { readonly remoteAddress?: string | undefined };
  /**
   * Collects a body of at most `limitBytes`; calls back once, with an AppError for a body that cannot be taken. A caller who
   * leaves midway is never called back.
   */
  readBody(limitBytes: number, done: (result: Buffer | AppError) => void): void;
}
