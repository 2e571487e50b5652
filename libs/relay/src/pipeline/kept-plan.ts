import type { AnswerReader, WholeAnswer } from '../adapters/answer-reader';
import { findResponse } from '../adapters/openai-responses/find-response';
import { ReaderAround } from '../adapters/reader-around';
import type { AttemptPlan } from './attempt-plan';
import { PlanAround } from './plan-around';

/** An answer that shall be kept, as far as it is known. */
export class KeptAnswer {
  /** The complete answer as its caller sees it. */
  response: Buffer | undefined = undefined;
  /** Channel whose upstream may keep it as well; 0 = that speaks another dialect. */
  channelId = 0;
}

/** Any plan for a call whose answer shall be kept: what goes to the caller is looked at on the way. */
export class KeptPlan extends PlanAround {
  constructor(
    plan: AttemptPlan,
    private readonly kept: KeptAnswer,
  ) {
    super(plan);
  }

  openReader(): AnswerReader {
    return new KeptStream(this.plan.openReader(), this.kept);
  }

  readWhole(body: Buffer): WholeAnswer {
    const answer = this.plan.readWhole(body);
    this.kept.response = answer.body;
    return answer;
  }
}

class KeptStream extends ReaderAround {
  constructor(
    inner: AnswerReader,
    private readonly kept: KeptAnswer,
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
    if (bytes !== undefined) this.kept.response = findResponse(bytes) ?? this.kept.response;
    return bytes;
  }
}
