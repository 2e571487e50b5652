import type { AppError, Locale } from '@app/kernel';
import type { TokenUsage } from '@app/billing';
import type { Loss } from '../model/loss';
import type { StreamError } from '../model/stream-event';
import type { Declined } from './declined';

/** How much was delivered, for answers whose figures never came. */
export interface AnswerTally {
  readonly isEmpty: boolean;
  /** By the bytes. */
  readonly tokens: number;
  /** What can be counted; undefined = nothing, because there was nothing or the figures had come. */
  readonly sample: AnswerSample | undefined;
}

/** The text of an answer, or as much of it as was kept. */
export interface AnswerSample {
  text: string;
  /** Which part of the whole answer it is, above 0 and up to 1. */
  share: number;
}

/** Reads a streamed answer on its way through: bytes of the upstream in, bytes for the caller out. */
export interface AnswerReader {
  readonly answer: AnswerTally;
  /** The upstream's last figures. */
  readonly usage: TokenUsage | undefined;
  /** Figures came that count an answer. Those that some upstreams begin with count the prompt, and an error may follow. */
  readonly hasFigures: boolean;
  /** The upstream said that it is done. */
  readonly isDone: boolean;
  /** Some choice has ended: a stream that closes now is complete, though it lacks its last word. */
  readonly hasFinished: boolean;
  /** A filter or a refusal ended it, as far as that is known of answers that say nothing. */
  readonly declined: Declined | undefined;
  /** An error that the upstream sent within the stream; nothing is handed on after it. */
  readonly error: StreamError | undefined;
  /** What of the answer so far its caller does not get to see; absent = its dialect has a place for everything. */
  readonly losses?: readonly Loss[];
  /** Bytes to hand on, in whole events; undefined = nothing yet. Throws RangeError or MalformedPayload for what is no stream. */
  feed(chunk: Buffer): Buffer | undefined;
  /** The upstream has closed in good order. */
  flush(): Buffer | undefined;
  /** What callers wait for and a complete stream has not said. */
  readonly closing: string | undefined;
  /** The last bytes of a stream that failed after it began. */
  fail(error: AppError, requestId: string, locale: Locale): Buffer | string;
}

/** An answer in one piece, ready for the caller. */
export interface WholeAnswer {
  body: Buffer;
  /** Undefined = the upstream told none. */
  usage: TokenUsage | undefined;
  /** Counts what the answer says. */
  tally(): AnswerTally;
  /** A filter or a refusal ended it; asked of answers that say nothing. Absent = nobody knows. */
  declined?(): Declined | undefined;
}
