import type { AnswerReader, WholeAnswer } from '../adapters/answer-reader';
import type { Loss } from '../model/loss';
import type { UpstreamRequest } from '../transport/upstream-connections';
import type { AnswerConversion } from './answer-conversion';
import type { AttemptPlan } from './attempt-plan';

/** The same dialect on both sides, but the channel changes its answers: the request passes, the answer is read and written. */
export class ReshapedPlan implements AttemptPlan {
  readonly upstream: UpstreamRequest;
  readonly body: Buffer;
  readonly losses: Loss[];

  constructor(
    native: AttemptPlan,
    private readonly conversion: AnswerConversion,
  ) {
    this.upstream = native.upstream;
    this.body = native.body;
    this.losses = [...native.losses];
  }

  openReader(): AnswerReader {
    return this.conversion.openReader();
  }

  readWhole(body: Buffer): WholeAnswer {
    return this.conversion.readWhole(body, this.losses);
  }
}
