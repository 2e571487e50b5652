import type { AnswerReader, WholeAnswer } from '../adapters/answer-reader';
import { AnswerCounter } from '../adapters/answer-counter';
import { encodeRequest } from '../adapters/openai-chat/encode-request';
import { findDeclined } from '../adapters/openai-chat/find-declined';
import { findUsage } from '../adapters/openai-chat/find-usage';
import { renameModel } from '../adapters/openai-chat/rename-model';
import { StreamReader } from '../adapters/openai-chat/stream-reader';
import type { CallRequest } from '../adapters/decode-call';
import type { Loss } from '../model/loss';
import type { UpstreamRequest } from '../transport/upstream-connections';
import type { AttemptPlan } from './attempt-plan';

const NOTHING_LOST: readonly Loss[] = [];

/** OpenAI's chat, completions and embeddings on both sides: the caller's bytes go through, edited in place. */
export class ChatPlan implements AttemptPlan {
  readonly body: Buffer;

  constructor(
    readonly upstream: UpstreamRequest,
    body: Buffer,
    private readonly request: CallRequest,
    private readonly upstreamModel: string,
    readonly losses = NOTHING_LOST,
  ) {
    this.body = encodeRequest(body, request, upstreamModel);
  }

  openReader(): AnswerReader {
    const { request } = this;
    return new StreamReader({
      dropsUsageEvent: !request.wantsUsage,
      showModel: this.upstreamModel === request.model ? undefined : request.model,
    });
  }

  readWhole(body: Buffer): WholeAnswer {
    const { model } = this.request;
    return {
      body: this.upstreamModel === model ? body : renameModel(body, model),
      usage: findUsage(body),
      tally: () => {
        const counter = new AnswerCounter();
        counter.observe(body);
        return counter;
      },
      declined: () => findDeclined(body),
    };
  }
}
