import type { AppError, Locale } from '@app/kernel';
import type { AnswerReader, WholeAnswer } from '../adapters/answer-reader';
import { findResponse } from '../adapters/openai-responses/find-response';
import type { AttemptPlan } from './attempt-plan';

/** An answer that shall be kept, as far as it is known. */
export class KeptAnswer {
  /** The complete answer as its caller sees it. */
  response: Buffer | undefined = undefined;
  /** Channel whose upstream may keep it as well; 0 = that speaks another dialect. */
  channelId = 0;
}

/** Any plan for a call whose answer shall be kept: what goes to the caller is looked at on the way. */
export class KeptPlan implements AttemptPlan {
  constructor(
    private readonly plan: AttemptPlan,
    private readonly kept: KeptAnswer,
  ) {}

  get upstream() {
    return this.plan.upstream;
  }

  get body() {
    return this.plan.body;
  }

  get losses() {
    return this.plan.losses;
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

class KeptStream implements AnswerReader {
  constructor(
    private readonly reader: AnswerReader,
    private readonly kept: KeptAnswer,
  ) {}

  get losses() {
    return this.reader.losses;
  }

  get answer() {
    return this.reader.answer;
  }

  get usage() {
    return this.reader.usage;
  }

  get hasFigures() {
    return this.reader.hasFigures;
  }

  get isDone() {
    return this.reader.isDone;
  }

  get hasFinished() {
    return this.reader.hasFinished;
  }

  get error() {
    return this.reader.error;
  }

  get closing() {
    return this.reader.closing;
  }

  feed(chunk: Buffer): Buffer | undefined {
    return this.lookAt(this.reader.feed(chunk));
  }

  flush(): Buffer | undefined {
    return this.lookAt(this.reader.flush());
  }

  fail(error: AppError, requestId: string, locale: Locale): Buffer | string {
    return this.reader.fail(error, requestId, locale);
  }

  private lookAt(bytes: Buffer | undefined): Buffer | undefined {
    if (bytes !== undefined) this.kept.response = findResponse(bytes) ?? this.kept.response;
    return bytes;
  }
}
