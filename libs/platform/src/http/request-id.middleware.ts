import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequestId } from '@app/kernel';

export const REQUEST_ID_HEADER = 'X-Oneapi-Request-Id';

/** Gives each request its id, as `request.requestId` and in the answer. Ids that callers send are not believed. */
export function requestIdMiddleware(
  request: IncomingMessage & { requestId?: string },
  response: ServerResponse,
  next: () => void,
): void {
  request.requestId = createRequestId();
  response.setHeader(REQUEST_ID_HEADER, request.requestId);
  next();
}
