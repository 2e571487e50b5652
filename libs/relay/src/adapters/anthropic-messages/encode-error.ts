import type { AppError, Locale } from '@app/kernel';
import type { WireError } from './anthropic-messages.wire';
import { encodeErrorType } from './map-error-type';

/** Error body as Anthropic's clients expect it; the message names the request, as people rarely see the header. */
export function encodeError(error: AppError, requestId: string, locale: Locale): WireError {
  return {
    type: 'error',
    error: { type: encodeErrorType(error.status), message: `${error.text[locale]} (request id: ${requestId})` },
    request_id: requestId,
  };
}
