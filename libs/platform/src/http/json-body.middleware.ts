import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from '@app/kernel';
import { isUnder } from './is-under';

export const MANAGEMENT_BODY_LIMIT = '1mb';

const UNSAFE_METHODS = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Callbacks of payment services are forms or JSON as the service likes, and signed byte by byte: their handlers read the body. */
const RAW_BODIES = /^\/api\/(?:payment\/[a-z]+|user\/epay)\/notify\/?(?:\?|$)/i;

/** True for the bodies that the JSON parser of the management API may read; relayed bodies are the relay's own business. */
export function isManagementJson(request: IncomingMessage): boolean {
  return takesJson(request) && isJson(request);
}

/** Refuses bodies in other forms: a form of another site could send those without asking the browser's permission. */
export function requireJsonMiddleware(
  request: IncomingMessage,
  _response: ServerResponse,
  next: (error?: unknown) => void,
): void {
  const isRefused =
    UNSAFE_METHODS.has(request.method ?? '') && takesJson(request) && hasBody(request) && !isJson(request);
  next(isRefused ? notJson() : undefined);
}

function takesJson({ url = '' }: IncomingMessage): boolean {
  return isUnder('/api', url) && !RAW_BODIES.test(url);
}

function hasBody(request: IncomingMessage): boolean {
  if (request.headers['transfer-encoding'] !== undefined) return true;
  const length = request.headers['content-length'];
  return length !== undefined && length !== '0';
}

function isJson(request: IncomingMessage): boolean {
  return /^application\/json\s*(?:;|$)/i.test(request.headers['content-type'] ?? '');
}

function notJson(): AppError {
  return new AppError(
    'request.media_type_unsupported',
    { zh: '请求体必须为 application/json', en: 'The body must be application/json' },
    { status: 415 },
  );
}
