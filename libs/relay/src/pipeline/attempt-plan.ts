import type { AnswerReader, WholeAnswer } from '../adapters/answer-reader';
import type { Loss } from '../model/loss';
import type { UpstreamRequest } from '../transport/upstream-connections';

/** What goes to one channel, and how its answer is read. */
export interface AttemptPlan {
  readonly upstream: UpstreamRequest;
  readonly body: Buffer;
  /** What of the request the upstream does not get to see. */
  readonly losses: readonly Loss[];
  /** Start of the content type of its streams; absent = server-sent events. */
  readonly streamType?: string | undefined;
  openReader(): AnswerReader;
  /** Throws MalformedPayload when the body is no answer. */
  readWhole(body: Buffer): WholeAnswer;
  /** The upstream answered with a status that is no success. */
  onRefused?(status: number): void;
}
