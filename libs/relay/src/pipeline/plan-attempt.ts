import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ChannelTarget } from '@app/channel';
import { AppError, Clock } from '@app/kernel';
import type { AnswerTarget } from '../adapters/codec';
import { isEmbed, type CallRequest } from '../adapters/decode-call';
import { decodeTextRequest, refuseTooDeep } from '../adapters/decode-text-request';
import { renameEmbedModel } from '../adapters/gemini-generate/rename-embed-model';
import { nativeDialect } from '../adapters/native-dialect';
import { scanObject } from '../adapters/scan-object';
import { applySuffix, type SuffixTarget } from '../adapters/thinking-suffix/apply-suffix';
import { editNative } from '../adapters/thinking-suffix/edit-native';
import { thinkingFilters } from '../adapters/thinking-tags/thinking-filters';
import { thinkingOptionsOf } from '../adapters/thinking-tags/thinking-options';
import { dialectsOf, ENDPOINT_OF, fitnessOf } from '../adapters/upstream-dialects';
import { defaultMaxTokens, traitsOf } from '../adapters/upstream-traits';
import { InlineMedia } from '../media/inline-media';
import type { ChatRequest } from '../model/chat-request';
import type { Dialect } from '../model/dialect';
import type { Loss } from '../model/loss';
import type { UpstreamRequest } from '../transport/upstream-connections';
import { AnswerConversion } from './answer-conversion';
import type { AttemptPlan } from './attempt-plan';
import { ChatPlan } from './chat-plan';
import { ConversionPlan } from './conversion-plan';
import { EmbeddingPlan } from './embedding-plan';
import { NativePlan } from './native-plan';
import { PreparedUpstreams } from './prepared-upstreams';
import { ReshapedPlan } from './reshaped-plan';
import type { RelayCall } from './relay-call';
import { lossText } from './tell-losses';

const ID_BYTES = 12;
/** Names of fields are the caller's, and as long as he likes. */
const LONGEST_PARAM = 200;
const NOTHING_LOST: readonly Loss[] = [];
/** Fields that are looked for again after the bytes were edited. */
const EDITED_LATER: ReadonlySet<string> = new Set(['model', 'stream_options']);

/** Decides how a call reaches a channel: in the caller's own words when its upstream knows them, else by conversion. */
@Injectable()
export class PlanAttempt {
  constructor(
    private readonly upstreams: PreparedUpstreams,
    private readonly clock: Clock,
    private readonly media: InlineMedia,
  ) {}

  /**
   * Throws AppError, or rejects with one: 400 for what cannot be converted, 503 when the channel serves no such calls. A
   * promise only where something has to be fetched first.
   */
  plan(call: RelayCall, channel: ChannelTarget): AttemptPlan | Promise<AttemptPlan> {
    const request = call.request!;
    const { upstreamModel: model } = call;
    switch (fitnessOf(channel, request.dialect, request.endpoint)) {
      case 2: {
        const upstream = this.upstreams.prepare(
          channel,
          { endpoint: request.endpoint, model, isStream: request.isStream },
          call.passedHeaders,
        );
        return this.reshaped(this.native(call, channel, upstream), request, channel);
      }
      case 1:
        return this.convert(call, request, channel);
      case 0:
        throw notServed(channel);
    }
  }

  private native(call: RelayCall, channel: ChannelTarget, upstream: UpstreamRequest): AttemptPlan {
    const { upstreamModel: model, suffix } = call;
    let { body, losses } = { body: call.body, losses: NOTHING_LOST };
    let request = call.request!;
    const native = nativeDialect(request.dialect);
    if (suffix !== undefined) {
      const target = {
        ...this.suffixTarget(channel, request.dialect, model),
        traits: traitsOf(channel, request.dialect),
      };
      ({ body, losses } = refuseTooDeep(() => editNative(call.body, suffix, native.codec, target)));
      request = { ...request, layout: scanObject(body, EDITED_LATER) };
    }
    if (request.dialect === 'openai-chat') return new ChatPlan(upstream, body, request, model, losses);
    // Google wants the name in the body to be the address's.
    if (isEmbed(request.endpoint) && model !== request.model) body = renameEmbedModel(body, model);
    return new NativePlan(upstream, body, request, model, native, losses);
  }

  private suffixTarget(channel: ChannelTarget, dialect: Dialect, model: string): SuffixTarget {
    return { dialect, model, defaultMaxTokens: defaultMaxTokens(channel, model) };
  }

  /** Where the channel's options move thinking, the answer does not pass but is read and written again. */
  private reshaped(plan: AttemptPlan, request: CallRequest, channel: ChannelTarget): AttemptPlan {
    const options = thinkingOptionsOf(channel, request.endpoint);
    if (options === undefined) return plan;
    const { codec } = nativeDialect(request.dialect);
    return new ReshapedPlan(
      plan,
      new AnswerConversion(codec, codec, this.answerTarget(request), thinkingFilters(options)),
    );
  }

  private convert(call: RelayCall, request: CallRequest, channel: ChannelTarget): AttemptPlan | Promise<AttemptPlan> {
    const { upstreamModel: model } = call;
    const { endpoint } = request;
    if (isEmbed(endpoint)) {
      const upstream = this.upstreams.prepare(channel, { endpoint: 'embeddings', model, isStream: false });
      return strictly(channel, new EmbeddingPlan(upstream, call.body, endpoint === 'embedBatch', model));
    }
    const { codec } = nativeDialect(request.dialect);
    const dialect = dialectsOf(channel)[0]!;
    call.decoded ??= decodeTextRequest(codec, call.body, request);
    const upstream = this.upstreams.prepare(channel, {
      endpoint: ENDPOINT_OF[dialect],
      model,
      isStream: request.isStream,
    });
    const target = this.answerTarget(request);
    const upstreamCodec = nativeDialect(dialect).codec;
    const filters = thinkingFilters(thinkingOptionsOf(channel, endpoint));
    const encode = (ready: ChatRequest): AttemptPlan => {
      const plan = refuseTooDeep(
        () => new ConversionPlan(upstream, channel, ready, model, codec, upstreamCodec, target, filters),
      );
      return strictly(channel, plan);
    };
    const { suffix } = call;
    const decoded =
      suffix === undefined
        ? call.decoded
        : applySuffix(call.decoded, suffix, this.suffixTarget(channel, dialect, model));
    const needed = this.media.neededFor(channel, dialect, decoded);
    if (needed.length === 0) return encode(decoded);
    const asker = { body: call.body, isWaiting: () => !call.isSettled };
    return this.media.inline(decoded, needed, asker).then(encode);
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
