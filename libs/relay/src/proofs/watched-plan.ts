import type { AnswerReader, WholeAnswer } from '../adapters/answer-reader';
import { ReaderAround } from '../adapters/reader-around';
import type { AttemptPlan } from '../pipeline/attempt-plan';
import { PlanAround } from '../pipeline/plan-around';
import { findProofs } from './find-proofs';

type Note = (proof: string) => void;

/** Any plan whose answer passes as the Responses API wrote it: its proofs are noted on the way. */
export class WatchedPlan extends PlanAround {
  constructor(
    plan: AttemptPlan,
    private readonly note: Note,
  ) {
    super(plan);
  }

  openReader(): AnswerReader {
    return new WatchedStream(this.plan.openReader(), this.note);
  }

  readWhole(body: Buffer): WholeAnswer {
    findProofs(body).forEach(this.note);
    return this.plan.readWhole(body);
  }
}

/** What comes out are whole events. */
class WatchedStream extends ReaderAround {
  constructor(
    inner: AnswerReader,
    private readonly note: Note,
  ) {
    super(inner);
  }

  feed(chunk: Buffer): Buffer | undefined {
    return this.lookAt(this.inner.feed(chunk));
  }

  flush(): Buffer | undefined {
    return this.lookAt(this.inner.flush());
  }

  private lookAt(bytes: Buffer | undefined): Buffer | undefined {
    if (bytes !== undefined) findProofs(bytes).forEach(this.note);
    return bytes;
  }
}
