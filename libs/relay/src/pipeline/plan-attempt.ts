import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ChannelTarget } from '@app/channel';
import { AppError, Clock } from '@app/kernel';
import type { AnswerTarget } from '../adapters/codec';
import { isEmbed, type CallRequest } from '../adapters/decode-call';
import { decodeTextRequest, refuseTooDeep } from '../adapters/decode-text-request';
import { renameEmbedModel } from '../adapters/gemini-generate/rename-embed-model';
import { nativeDialect } from '../adapters/native-dialect';
import { dialectsOf, ENDPOINT_OF, fitnessOf } from '../adapters/upstream-dialects';
import type { Loss } from '../model/loss';
import type { AttemptPlan } from './attempt-plan';
import { ChatPlan } from './chat-plan';
import { ConversionPlan } from './conversion-plan';
import { EmbeddingPlan } from './embedding-plan';
import { KeptPlan } from './kept-plan';
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
    private readonly clock: Clock,
  ) {}

  /**
   * Throws AppError, or rejects with one: 400 for what cannot be converted, 503 when the channel serves no such calls. A
   * promise only where something has to be fetched first.
   */
  plan(call: RelayCall, channel: ChannelTarget): AttemptPlan | Promise<AttemptPlan> {
    const plan = this.planUnkept(call, channel);
    const { keptAnswer } = call;
    if (keptAnswer === undefined) return plan;
    const isNative = fitnessOf(channel, call.request!.dialect, call.request!.endpoint) === 2;
    keptAnswer.channelId = isNative ? channel.id : 0;
    return plan instanceof Promise
      ? plan.then((later) => new KeptPlan(later, keptAnswer))
      : new KeptPlan(plan, keptAnswer);
  }

  private planUnkept(call: RelayCall, channel: ChannelTarget): AttemptPlan | Promise<AttemptPlan> {
    const request = call.request!;
    const { upstreamModel: model } = call;
    switch (fitnessOf(channel, request.dialect, request.endpoint)) {
      case 2: {
        const upstream = this.upstreams.prepare(
          channel,
          { endpoint: request.endpoint, model, isStream: request.isStream },
          call.passedHeaders,
        );
        if (request.dialect === 'openai-chat') return new ChatPlan(upstream, call.body, request, model);
        const { continuation } = call;
        if (continuation !== undefined) {
          const written = refuseTooDeep(() => continuation.nativeFor(channel.id)) ?? call;
          return new NativePlan(upstream, written.body, written.request!, model, nativeDialect(request.dialect));
        }
        // Google wants the name in the body to be the address's.
        const isRenamed = isEmbed(request.endpoint) && model !== request.model;
        const body = isRenamed ? renameEmbedModel(call.body, model) : call.body;
        return new NativePlan(upstream, body, request, model, nativeDialect(request.dialect));
      }
      case 1:
        return strictly(channel, this.convert(call, request, channel));
      case 0:
        throw notServed(channel);
    }
  }

  private convert(call: RelayCall, request: CallRequest, channel: ChannelTarget): AttemptPlan {
    const { upstreamModel: model } = call;
    const { endpoint } = request;
    if (isEmbed(endpoint)) {
      const upstream = this.upstreams.prepare(channel, { endpoint: 'embeddings', model, isStream: false });
      return new EmbeddingPlan(upstream, call.body, endpoint === 'embedBatch', model);
    }
    const { codec } = nativeDialect(request.dialect);
    const dialect = dialectsOf(channel)[0]!;
    call.decoded ??= decodeTextRequest(codec, call.body, request);
    // The answer is kept here: nothing of that wish is lost, and no upstream has to keep it.
    if (call.keptAnswer !== undefined) delete call.decoded.store;
    const upstream = this.upstreams.prepare(channel, {
      endpoint: ENDPOINT_OF[dialect],
      model,
      isStream: request.isStream,
    });
    const target = this.answerTarget(call, request);
    const upstreamCodec = nativeDialect(dialect).codec;
    return refuseTooDeep(
      () => new ConversionPlan(upstream, channel, call.decoded!, model, codec, upstreamCodec, target),
    );
  }

  private answerTarget(call: RelayCall, { model, wantsUsage, state }: CallRequest): AnswerTarget {
    return {
      model,
      wantsStreamUsage: wantsUsage,
      ...(state !== undefined && {
        echo: { previous_response_id: state.previousId ?? null, store: call.keptAnswer !== undefined },
      }),
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
