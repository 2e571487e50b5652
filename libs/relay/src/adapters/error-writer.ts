import type { AppError, Locale } from '@app/kernel';
import type { Dialect } from '../model/dialect';
import { nativeDialect, type NativeDialect } from './native-dialect';
import { encodeError, encodeErrorEvent } from './openai-chat/encode-error';

/** Tells errors as the caller's clients expect them. */
export interface ErrorWriter {
  body(error: AppError, requestId: string, locale: Locale): string;
  /** Within a stream whose status went out already. */
  event(error: AppError, requestId: string, locale: Locale): string | Buffer;
}

const CHAT: ErrorWriter = { body: encodeError, event: encodeErrorEvent };

const WRITERS: Readonly<Record<Dialect, ErrorWriter>> = {
  'openai-chat': CHAT,
  'openai-responses': writerOf(nativeDialect('openai-responses')),
  'anthropic-messages': writerOf(nativeDialect('anthropic-messages')),
  'gemini-generate': writerOf(nativeDialect('gemini-generate')),
};

export function errorWriter(dialect: Dialect): ErrorWriter {
  return WRITERS[dialect];
}

function writerOf(native: NativeDialect): ErrorWriter {
  return {
    body: (error, requestId, locale) => JSON.stringify(native.codec.encodeError(error, requestId, locale)),
    event: (error, requestId, locale) => native.failure(error, requestId, locale),
  };
}
