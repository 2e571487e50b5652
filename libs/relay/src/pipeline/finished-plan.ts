import type { AnswerReader, WholeAnswer } from '../adapters/answer-reader';
import type { Loss } from '../model/loss';
import { FramedReader } from '../adapters/framed-reader';
import type { FinishedCall } from '../adapters/upstream-profile';
import { requestHead } from '../transport/http1/request-head';
import type { UpstreamRequest } from '../transport/upstream-connections';
import type { AttemptPlan } from './attempt-plan';

/** A plan for an upstream that is not called as its dialect's owner is. */
export class FinishedPlan implements AttemptPlan {
  readonly upstream: UpstreamRequest;
  readonly body: Buffer;
  readonly losses: readonly Loss[];
  /** Those of the call's last steps and of the plan; undefined = there are only the plan's. */
  private readonly allLosses: Loss[] | undefined;
  readonly streamType: string | undefined;

  constructor(
    private readonly plan: AttemptPlan,
    private readonly finished: FinishedCall,
  ) {
    this.upstream = withHeaders(plan.upstream, finished.headers);
    this.body = finished.body;
    this.allLosses = finished.losses?.length ? [...finished.losses, ...plan.losses] : undefined;
    this.losses = this.allLosses ?? plan.losses;
    this.streamType = finished.framing?.contentType;
  }

  openReader(): AnswerReader {
    const reader = this.plan.openReader();
    const { framing } = this.finished;
    return framing === undefined ? reader : new FramedReader(reader, framing.open());
  }

  readWhole(body: Buffer): WholeAnswer {
    const known = this.plan.losses.length;
    const answer = this.plan.readWhole(body);
    // A converted answer adds to the list of its plan.
    this.allLosses?.push(...this.plan.losses.slice(known));
    return answer;
  }

  onRefused(status: number): void {
    if (status === 401) this.finished.onUnauthorized?.();
  }
}

/** What the operator set by hand, such as an authorization of his own, stays. */
function withHeaders(upstream: UpstreamRequest, more: readonly string[]): UpstreamRequest {
  if (more.length === 0) return upstream;
  const { origin, path } = upstream;
  const headers = [...upstream.headers];
  const names = new Set(headers.filter((_, i) => i % 2 === 0));
  for (let i = 0; i + 1 < more.length; i += 2) if (!names.has(more[i]!)) headers.push(more[i]!, more[i + 1]!);
  return { origin, path, headers, head: requestHead(origin, path, headers) };
}
