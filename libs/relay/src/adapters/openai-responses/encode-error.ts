import type { AppError, Locale } from '@app/kernel';
import type { WireObject } from './openai-responses.wire';

/** Error body as OpenAI's clients expect it; the message names the request, as people rarely see the header. */
export function encodeError(error: AppError, requestId: string, locale: Locale): WireObject {
  return {
    error: {
      message: `${error.text[locale]} (request id: ${requestId})`,
      type: errorType(error),
      param: error.param ?? null,
      code: error.code,
    },
  };
}

export function errorType(error: AppError): string {
  if (error.code.startsWith('upstream_')) return 'upstream_error';
  return [400, 404, 413, 415, 422].includes(error.status) ? 'invalid_request_error' : 'chat_api_error';
}
