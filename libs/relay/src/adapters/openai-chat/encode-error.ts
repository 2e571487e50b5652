import type { AppError, Locale } from '@app/kernel';

/** Error body as OpenAI's clients expect it; the message always names the request. */
export function encodeError(error: AppError, requestId: string, locale: Locale): string {
  return JSON.stringify({
    error: {
      message: `${error.text[locale]} (request id: ${requestId})`,
      type: errorType(error),
      param: error.param ?? null,
      code: error.code,
    },
  });
}

/** The same within a stream whose status went out already. */
export function encodeErrorEvent(error: AppError, requestId: string, locale: Locale): string {
  return `data: ${encodeError(error, requestId, locale)}\n\n`;
}

function errorType(error: AppError): string {
  if (error.code.startsWith('upstream_')) return 'upstream_error';
  return [400, 404, 413, 415, 422].includes(error.status) ? 'invalid_request_error' : 'chat_api_error';
}
