import type { TokenUsage } from '@app/billing';
import { AnswerCounter } from '../adapters/answer-counter';
import type { AnswerReader, WholeAnswer } from '../adapters/answer-reader';
import { billedUsage, isTelling } from '../adapters/billed-usage';
import { MalformedPayload } from '../adapters/codec';
import { declinedBy } from '../adapters/declined';
import type { CallRequest } from '../adapters/decode-call';
import type { NativeDialect } from '../adapters/native-dialect';
import { replaceModel } from '../adapters/openai-chat/encode-request';
import { PassingStream } from '../adapters/passing-stream';
import type { ChatResponse } from '../model/chat-response';
import type { Loss } from '../model/loss';
import type { UpstreamRequest } from '../transport/upstream-connections';
import type { AttemptPlan } from './attempt-plan';

const NOTHING_LOST: readonly Loss[] = [];

/** Another dialect than chat's on both sides: bytes pass, what is needed of the answer is read beside. */
export class NativePlan implements AttemptPlan {
  readonly body: Buffer;
  private readonly showModel: string | undefined;

  constructor(
    readonly upstream: UpstreamRequest,
    body: Buffer,
    request: CallRequest,
    upstreamModel: string,
    private readonly native: NativeDialect,
    readonly losses = NOTHING_LOST,
  ) {
    this.body = replaceModel(body, request, upstreamModel);
    this.showModel = upstreamModel === request.model ? undefined : request.model;
  }

  openReader(): AnswerReader {
    return new PassingStream(this.native, this.showModel);
  }

  readWhole(body: Buffer): WholeAnswer {
    return {
      body: this.showModel === undefined ? body : this.native.renameInBody(body, this.showModel),
      usage: this.usageOf(body),
      tally: () => {
        const counter = new AnswerCounter(this.native.wholeTextKeys);
        counter.observe(body);
        return counter;
      },
      declined: () => declinedBy(this.decode(body)?.choices.map(({ finish }) => finish.unified) ?? []),
    };
  }

  private usageOf(body: Buffer): TokenUsage | undefined {
    const usage = this.decode(body)?.usage;
    return isTelling(usage) ? billedUsage(usage) : undefined;
  }

  /** An answer of a form that is not known is handed on all the same: it is the caller's dialect, and it is counted. */
  private decode(body: Buffer): ChatResponse | undefined {
    try {
      return this.native.codec.decodeResponse(JSON.parse(body.toString('utf8')));
    } catch (error) {
      const isForm = error instanceof MalformedPayload || error instanceof SyntaxError || error instanceof RangeError;
      if (isForm) return undefined;
      throw error;
    }
  }
}
