import { HttpErrorResponse, HttpResponse } from '@angular/common/http';

/** A failed call, with a text that can be shown as it is. */
export class ApiError extends Error {
  constructor(
    /** HTTP status; 0 when the server could not be reached. */
    readonly status: number,
    readonly code: string | undefined,
    message: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

/** Text of a dictionary key, or undefined when the dictionary has no such key. */
export type TextLookup = (key: string, parameters?: Record<string, unknown>) => string | undefined;

/**
 * The console's own text for the error code wins, then the server's message, then a general text for the status.
 * Takes failed responses and successful ones whose envelope says `success: false`.
 */
export function toApiError(failure: unknown, text: TextLookup): ApiError {
  if (!(failure instanceof HttpErrorResponse) && !(failure instanceof HttpResponse)) {
    return new ApiError(0, undefined, text('errors.unknown', { status: '-' }) ?? String(failure));
  }
  const body = failure instanceof HttpErrorResponse ? failure.error : failure.body;
  const { code, message } = readReason(body);
  const reason = code?.split('.').pop();
  return new ApiError(
    failure.status,
    code,
    (reason && text(`errors.codes.${reason}`)) ||
      message ||
      text(generalKey(failure.status), { status: failure.status }) ||
      (text('errors.unknown', { status: failure.status }) ?? ''),
  );
}

function generalKey(status: number): string {
  if (status === 0) return 'errors.unreachable';
  return status >= 500 ? 'errors.server' : `errors.status.${status}`;
}

/** Management routes answer with the envelope, unknown addresses with `{ error: { message } }`. */
function readReason(body: unknown): { code: string | undefined; message: string | undefined } {
  if (!isObject(body)) return { code: undefined, message: undefined };
  const source = isObject(body['error']) ? body['error'] : body;
  return { code: nonEmptyText(source['code']), message: nonEmptyText(source['message']) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function nonEmptyText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
