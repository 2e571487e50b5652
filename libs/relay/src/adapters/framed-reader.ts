import type { AnswerReader } from './answer-reader';
import { ReaderAround } from './reader-around';
import type { Deframer } from './upstream-profile';

/** A stream that is no event stream, read by the reader of one. */
export class FramedReader extends ReaderAround {
  constructor(
    inner: AnswerReader,
    private readonly frames: Deframer,
  ) {
    super(inner);
  }

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
}
