import type { AppError, Locale } from '@app/kernel';
import { encodeError as writeError } from '../encode-error';
import type { Fields } from './openai-chat.wire';

/** The same body that calls of one dialect get. */
export function encodeError(error: AppError, requestId: string, locale: Locale): Fields {
  return JSON.parse(writeError(error, requestId, locale)) as Fields;
}
