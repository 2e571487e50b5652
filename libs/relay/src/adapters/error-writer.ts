import type { AppError, Locale } from '@app/kernel';
import type { Dialect } from '../model/dialect';
import { nativeDialect, type NativeDialect } from './native-dialect';
import { encodeError, encodeErrorEvent } from './openai-chat/encode-error';

/** Tells errors as the caller's clients expect them. */
export interface ErrorWriter {
  body(error: AppError, requestId: string, locale: Locale): string;
  /** Within a stream whose status went out already. */
  event(error: AppError, requestId: string, locale: Locale): string | Buffer;
  /** What follows that event in a piece of its own; undefined = nothing. */
  tail: ((error: AppError, requestId: string, locale: Locale) => string) | undefined;
  /** Header in which the dialect's clients look for the request's id, beside ours. */
  idHeader: string | undefined;
}

const CHAT: ErrorWriter = { body: encodeError, event: encodeErrorEvent, tail: undefined, idHeader: undefined };

const WRITERS: Readonly<Record<Dialect, ErrorWriter>> = {
  'openai-chat': CHAT,
  'openai-responses': writerOf(nativeDialect('openai-responses')),
  'anthropic-messages': { ...writerOf(nativeDialect('anthropic-messages')), idHeader: 'request-id' },
  'gemini-generate': withBareError(writerOf(nativeDialect('gemini-generate'))),
};

export function errorWriter(dialect: Dialect): ErrorWriter {
  return WRITERS[dialect];
}

function writerOf(native: NativeDialect): ErrorWriter {
  return {
    body: (error, requestId, locale) => JSON.stringify(native.codec.encodeError(error, requestId, locale)),
    event: (error, requestId, locale) => native.failure(error, requestId, locale),
    tail: undefined,
    idHeader: undefined,
  };
}

/**
 * Google's own client throws for an error in a stream only when it comes as bare JSON; as an event it is taken for an empty
 * answer, and the stream for a complete one. Readers of events never see a last line without a line break.
 */
function withBareError(writer: ErrorWriter): ErrorWriter {
  return { ...writer, tail: (error, requestId, locale) => writer.body(error, requestId, locale) };
}
