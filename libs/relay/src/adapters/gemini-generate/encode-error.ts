import type { AppError, Locale } from '@app/kernel';
import type { Fields, WireError } from './gemini-generate.wire';

/** Names of https://cloud.google.com/apis/design/errors by their HTTP statuses. */
const STATUSES: ReadonlyMap<number, string> = new Map([
  [401, 'UNAUTHENTICATED'],
  [402, 'FAILED_PRECONDITION'],
  [403, 'PERMISSION_DENIED'],
  [404, 'NOT_FOUND'],
  [408, 'DEADLINE_EXCEEDED'],
  [409, 'ABORTED'],
  [429, 'RESOURCE_EXHAUSTED'],
  [499, 'CANCELLED'],
  [501, 'UNIMPLEMENTED'],
  [503, 'UNAVAILABLE'],
  [504, 'DEADLINE_EXCEEDED'],
  [529, 'UNAVAILABLE'],
]);

const TYPE = 'type.googleapis.com/google.rpc.';

/** Error body as Google's clients expect it; the message names the request, as people rarely look into `details`. */
export function encodeError(error: AppError, requestId: string, locale: Locale): WireError {
  const message = `${error.text[locale]} (request id: ${requestId})`;
  const details: Fields[] = [
    { '@type': `${TYPE}ErrorInfo`, reason: error.code.toUpperCase(), domain: 'chat-api' },
    { '@type': `${TYPE}RequestInfo`, requestId },
  ];
  if (error.param !== undefined) {
    const violation = { field: error.param, description: error.text[locale] };
    details.push({ '@type': `${TYPE}BadRequest`, fieldViolations: [violation] });
  }
  if (error.retryAfterSeconds !== undefined) {
    details.push({ '@type': `${TYPE}RetryInfo`, retryDelay: `${error.retryAfterSeconds}s` });
  }
  return { error: { code: error.status, message, status: encodeStatus(error.status), details } };
}

export function encodeStatus(status: number): string {
  return STATUSES.get(status) ?? (status >= 400 && status < 500 ? 'INVALID_ARGUMENT' : 'INTERNAL');
}

const BY_NAME: ReadonlyMap<string, number> = new Map([
  ...[...STATUSES].map(([status, name]): [string, number] => [name, status]),
  ['INVALID_ARGUMENT', 400],
  ['FAILED_PRECONDITION', 400],
  ['OUT_OF_RANGE', 400],
  ['ALREADY_EXISTS', 409],
  ['ABORTED', 409],
  ['INTERNAL', 500],
  ['UNKNOWN', 500],
  ['DATA_LOSS', 500],
  ['UNAVAILABLE', 503],
  ['DEADLINE_EXCEEDED', 504],
]);

/** Status that an error told within a stream stands for; the stream's own was 200. */
export function decodeErrorStatus(error: Fields): number {
  const { code, status } = error;
  if (typeof code === 'number' && Number.isInteger(code) && code >= 400 && code < 600) return code;
  return (typeof status === 'string' ? BY_NAME.get(status) : undefined) ?? 500;
}
