import type { AppError, Locale } from '@app/kernel';
import type { AnswerReader } from './answer-reader';

/** A reader around another: what it does not change is the inner one's. */
export abstract class ReaderAround implements AnswerReader {
  constructor(protected readonly inner: AnswerReader) {}

  abstract feed(chunk: Buffer): Buffer | undefined;
  abstract flush(): Buffer | undefined;

  fail(error: AppError, requestId: string, locale: Locale): Buffer | string {
    return this.inner.fail(error, requestId, locale);
  }

  get losses() {
    return this.inner.losses;
  }

  get answer() {
    return this.inner.answer;
  }

  get usage() {
    return this.inner.usage;
  }

  get hasFigures() {
    return this.inner.hasFigures;
  }

  get isDone() {
    return this.inner.isDone;
  }

  get hasFinished() {
    return this.inner.hasFinished;
  }

  get declined() {
    return this.inner.declined;
  }

  get error() {
    return this.inner.error;
  }

  get closing() {
    return this.inner.closing;
  }
}
