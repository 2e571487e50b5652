import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ChannelTarget } from '@app/channel';
import { AppError, Clock } from '@app/kernel';
import type { AnswerTarget } from '../adapters/codec';
import { isEmbed, type CallRequest } from '../adapters/decode-call';
import { decodeTextRequest, refuseTooDeep } from '../adapters/decode-text-request';
import { renameEmbedModel } from '../adapters/gemini-generate/rename-embed-model';
import { nativeDialect } from '../adapters/native-dialect';
import type { AddressedCall } from '../adapters/upstream-address';
import { dialectsOf, fitnessOf } from '../adapters/upstream-dialects';
import { ENDPOINT_OF } from '../adapters/upstream-endpoint';
import type { SpokenDialect } from '../adapters/upstream-half';
import { upstreamHalf } from '../adapters/upstream-halves';
import type { Loss } from '../model/loss';
import type { UpstreamRequest } from '../transport/upstream-connections';
import type { AttemptPlan } from './attempt-plan';
import { ChatPlan } from './chat-plan';
import { ConversionPlan } from './conversion-plan';
import { EmbeddingPlan } from './embedding-plan';
import { FinishPlan } from './finish-plan';
import { NativePlan } from './native-plan';
import { PreparedUpstreams } from './prepared-upstreams';
import type { RelayCall } from './relay-call';
import { lossText } from './tell-losses';

const ID_BYTES = 12;
/** Names of fields are the caller's, and as long as he likes. */
const LONGEST_PARAM = 200;

/** Decides how a call reaches a channel: in the caller's own words when its upstream knows them, else by conversion. */
@Injectable()
export class PlanAttempt {
  constructor(
    private readonly upstreams: PreparedUpstreams,
    private readonly last: FinishPlan,
    private readonly clock: Clock,
  ) {}

  /**
   * Throws AppError, or rejects with one: 400 for what cannot be converted, 503 when the channel serves no such calls. A
   * promise only where something has to be fetched first.
   */
  plan(call: RelayCall, channel: ChannelTarget): AttemptPlan | Promise<AttemptPlan> {
    const request = call.request!;
    const { upstreamModel: model } = call;
    switch (fitnessOf(channel, request.dialect, request.endpoint, request.model)) {
      case 2: {
        const addressed = { endpoint: request.endpoint, model, isStream: request.isStream };
        const upstream = this.upstreams.prepare(channel, addressed, call.passedHeaders);
        return this.last.finish(this.pass(call, request, upstream), channel, addressed, call.passedHeaders);
      }
      case 1:
        return this.convert(call, request, channel);
      case 0:
        throw notServed(channel);
    }
  }

  private pass(call: RelayCall, request: CallRequest, upstream: UpstreamRequest): AttemptPlan {
    const { upstreamModel: model } = call;
    if (request.dialect === 'openai-chat') return new ChatPlan(upstream, call.body, request, model);
    // Google wants the name in the body to be the address's.
    const isRenamed = isEmbed(request.endpoint) && model !== request.model;
    const body = isRenamed ? renameEmbedModel(call.body, model) : call.body;
    return new NativePlan(upstream, body, request, model, nativeDialect(request.dialect));
  }

  private convert(call: RelayCall, request: CallRequest, channel: ChannelTarget): AttemptPlan | Promise<AttemptPlan> {
    const { upstreamModel: model } = call;
    const { endpoint, isStream } = request;
    const dialect = dialectsOf(channel, request.model)[0]!;
    const addressed: AddressedCall = isEmbed(endpoint)
      ? { endpoint: 'embeddings', model, isStream: false }
      : { endpoint: ENDPOINT_OF[dialect], model, isStream };
    const upstream = this.upstreams.prepare(channel, addressed);
    const plan = isEmbed(endpoint)
      ? new EmbeddingPlan(upstream, call.body, endpoint === 'embedBatch', model)
      : this.convertText(call, request, channel, dialect, upstream);
    return this.last.finish(strictly(channel, plan), channel, addressed);
  }

  private convertText(
    call: RelayCall,
    request: CallRequest,
    channel: ChannelTarget,
    dialect: SpokenDialect,
    upstream: UpstreamRequest,
  ): AttemptPlan {
    const { upstreamModel: model } = call;
    const { codec } = nativeDialect(request.dialect);
    call.decoded ??= decodeTextRequest(codec, call.body, request);
    const target = this.answerTarget(request);
    const upstreamCodec = upstreamHalf(dialect);
    return refuseTooDeep(
      () => new ConversionPlan(upstream, channel, call.decoded!, model, codec, upstreamCodec, target),
    );
  }

  private answerTarget({ model, wantsUsage }: CallRequest): AnswerTarget {
    return {
      model,
      wantsStreamUsage: wantsUsage,
      createId: (prefix) => prefix + randomBytes(ID_BYTES).toString('hex'),
      nowSeconds: this.clock.seconds(),
    };
  }
}

function strictly(channel: ChannelTarget, plan: AttemptPlan): AttemptPlan {
  if (channel.config['conversion'] === 'strict' && plan.losses.length > 0) throw wouldLose(plan.losses);
  return plan;
}

function notServed(channel: ChannelTarget): AppError {
  return new AppError(
    'channel_type_unsupported',
    { zh: '该渠道类型暂不支持此接口', en: 'The type of this channel does not serve this endpoint' },
    { status: 503, retry: 'other-channel', staffDetail: `channel #${channel.id} has type ${channel.type}` },
  );
}

function wouldLose(losses: readonly Loss[]): AppError {
  const told = lossText(losses);
  return new AppError(
    'conversion_loss',
    { zh: `上游协议不支持请求中的内容：${told}`, en: `The upstream's protocol has no place for: ${told}` },
    { status: 400, param: losses[0]!.field.slice(0, LONGEST_PARAM) },
  );
}
