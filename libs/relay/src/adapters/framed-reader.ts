import type { AppError, Locale } from '@app/kernel';
import type { AnswerReader } from './answer-reader';
import type { Deframer } from './upstream-profile';

/** A stream that is no event stream, read by the reader of one. */
export class FramedReader implements AnswerReader {
  constructor(
    private readonly inner: AnswerReader,
    private readonly frames: Deframer,
  ) {}

  feed(chunk: Buffer): Buffer | undefined {
    const events = this.frames.feed(chunk);
    return events === undefined ? undefined : this.inner.feed(events);
  }

  flush(): Buffer | undefined {
    const events = this.frames.flush();
    const passed = events === undefined ? undefined : this.inner.feed(events);
    const last = this.inner.flush();
    if (passed === undefined || last === undefined) return passed ?? last;
    return Buffer.concat([passed, last]);
  }

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

  get error() {
    return this.inner.error;
  }

  get closing() {
    return this.inner.closing;
  }
}
