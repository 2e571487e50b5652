import type { ChannelTarget } from '@app/channel';
import type { AnswerFilter } from '../adapters/answer-filter';
import type { AnswerReader, WholeAnswer } from '../adapters/answer-reader';
import type { AnswerTarget, Codec } from '../adapters/codec';
import { toolRestoration } from '../adapters/restore-tools';
import type { UpstreamHalf } from '../adapters/upstream-half';
import { defaultMaxTokens, traitsOf } from '../adapters/upstream-traits';
import type { ChatRequest } from '../model/chat-request';
import type { Signature } from '../model/dialect';
import type { Loss } from '../model/loss';
import type { UpstreamRequest } from '../transport/upstream-connections';
import { AnswerConversion } from './answer-conversion';
import type { AttemptPlan } from './attempt-plan';

/** The caller speaks one dialect, the upstream another. */
export class ConversionPlan implements AttemptPlan {
  readonly body: Buffer;
  readonly losses: Loss[];
  private readonly conversion: AnswerConversion;

  constructor(
    readonly upstream: UpstreamRequest,
    channel: ChannelTarget,
    request: ChatRequest,
    upstreamModel: string,
    caller: Codec,
    codec: UpstreamHalf,
    target: AnswerTarget,
    acceptsSignature: (signature: Signature) => boolean,
    filters: readonly AnswerFilter[] = [],
  ) {
    const { value, losses, toolNames } = codec.encodeRequest(request, {
      model: upstreamModel,
      defaultMaxTokens: defaultMaxTokens(channel, upstreamModel),
      acceptsSignature,
      traits: traitsOf(channel, codec.dialect),
    });
    this.losses = losses;
    this.body = Buffer.from(JSON.stringify(value));
    this.conversion = new AnswerConversion(codec, caller, target, [toolRestoration(toolNames), ...filters]);
  }

  openReader(): AnswerReader {
    return this.conversion.openReader();
  }

  readWhole(body: Buffer): WholeAnswer {
    return this.conversion.readWhole(body, this.losses);
  }
}
