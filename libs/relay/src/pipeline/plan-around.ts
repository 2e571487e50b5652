import type { AnswerReader, WholeAnswer } from '../adapters/answer-reader';
import type { AttemptPlan } from './attempt-plan';

/** A plan around another: what it does not change is the inner one's. */
export abstract class PlanAround implements AttemptPlan {
  constructor(protected readonly plan: AttemptPlan) {}

  abstract openReader(): AnswerReader;
  abstract readWhole(body: Buffer): WholeAnswer;

  get upstream() {
    return this.plan.upstream;
  }

  get body() {
    return this.plan.body;
  }

  get losses() {
    return this.plan.losses;
  }

  get streamType() {
    return this.plan.streamType;
  }

  onRefused(status: number): void {
    this.plan.onRefused?.(status);
  }
}
