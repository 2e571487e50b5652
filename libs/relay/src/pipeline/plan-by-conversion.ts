import { Injectable } from '@nestjs/common';
import type { ChannelTarget } from '@app/channel';
import { AppError, Clock } from '@app/kernel';
import { isEmbed, type CallRequest } from '../adapters/decode-call';
import { decodeTextRequest, refuseTooDeep } from '../adapters/decode-text-request';
import { nativeDialect } from '../adapters/native-dialect';
import { applySuffix } from '../adapters/thinking-suffix/apply-suffix';
import { thinkingFilters } from '../adapters/thinking-tags/thinking-filters';
import { thinkingOptionsOf } from '../adapters/thinking-tags/thinking-options';
import type { AddressedCall } from '../adapters/upstream-address';
import { dialectsOf } from '../adapters/upstream-dialects';
import { ENDPOINT_OF } from '../adapters/upstream-endpoint';
import type { SpokenDialect } from '../adapters/upstream-half';
import { upstreamHalf } from '../adapters/upstream-halves';
import { defaultMaxTokens } from '../adapters/upstream-traits';
import { InlineMedia } from '../media/inline-media';
import type { ChatRequest } from '../model/chat-request';
import type { Signature } from '../model/dialect';
import type { Loss } from '../model/loss';
import { CallProofs } from '../proofs/call-proofs';
import { proofFilter } from '../proofs/proof-filter';
import type { UpstreamRequest } from '../transport/upstream-connections';
import { answerTarget } from './answer-target';
import type { AttemptPlan } from './attempt-plan';
import { ConversionPlan } from './conversion-plan';
import { EmbeddingPlan } from './embedding-plan';
import { FinishPlan } from './finish-plan';
import { PreparedUpstreams } from './prepared-upstreams';
import type { RelayCall } from './relay-call';
import { lossText } from './tell-losses';

/** Names of fields are the caller's, and as long as he likes. */
const LONGEST_PARAM = 200;

/** Plans calls whose dialect the upstream does not speak. */
@Injectable()
export class PlanByConversion {
  constructor(
    private readonly upstreams: PreparedUpstreams,
    private readonly last: FinishPlan,
    private readonly media: InlineMedia,
    private readonly proofs: CallProofs,
    private readonly clock: Clock,
  ) {}

  plan(call: RelayCall, channel: ChannelTarget): AttemptPlan | Promise<AttemptPlan> {
    const request = call.request!;
    const { upstreamModel: model } = call;
    const { endpoint, isStream } = request;
    const dialect = dialectsOf(channel, request.model)[0]!;
    const addressed: AddressedCall = isEmbed(endpoint)
      ? { endpoint: 'embeddings', model, isStream: false }
      : { endpoint: ENDPOINT_OF[dialect], model, isStream };
    const upstream = this.upstreams.prepare(channel, addressed);
    const finish = (plan: AttemptPlan) => this.last.finish(strictly(channel, plan), channel, addressed);
    if (isEmbed(endpoint)) return finish(new EmbeddingPlan(upstream, call.body, endpoint === 'embedBatch', model));
    const encode = this.encoder(call, request, channel, dialect, upstream);
    const decoded = this.decoded(call, request, channel, dialect);
    const needed = this.media.neededFor(channel, dialect, decoded);
    if (needed.length === 0) return finish(encode(decoded));
    const asker = { body: call.body, isWaiting: () => !call.isSettled };
    return this.media.inline(decoded, needed, asker).then((ready) => finish(encode(ready)));
  }

  private decoded(call: RelayCall, request: CallRequest, channel: ChannelTarget, dialect: SpokenDialect): ChatRequest {
    call.decoded ??= decodeTextRequest(nativeDialect(request.dialect).codec, call.body, request);
    // The answer is kept here: nothing of that wish is lost, and no upstream has to keep it.
    if (call.keptAnswer !== undefined) delete call.decoded.store;
    const { decoded, suffix, upstreamModel: model } = call;
    if (suffix === undefined) return decoded;
    return applySuffix(decoded, suffix, { dialect, model, defaultMaxTokens: defaultMaxTokens(channel, model) });
  }

  private encoder(
    call: RelayCall,
    request: CallRequest,
    channel: ChannelTarget,
    dialect: SpokenDialect,
    upstream: UpstreamRequest,
  ): (ready: ChatRequest) => AttemptPlan {
    const { upstreamModel: model } = call;
    const { codec } = nativeDialect(request.dialect);
    const half = upstreamHalf(dialect);
    const target = answerTarget(call, this.clock.seconds());
    const isBound = dialect === 'openai-responses';
    const filters = [...thinkingFilters(thinkingOptionsOf(channel, request.endpoint))];
    if (isBound) filters.unshift(proofFilter((proof) => this.proofs.note(proof, channel.id)));
    const accepts = (signature: Signature): boolean =>
      signature.dialect === dialect && (!isBound || this.proofs.mayRead(call, signature.value, channel.id));
    return (ready) =>
      refuseTooDeep(() => new ConversionPlan(upstream, channel, ready, model, codec, half, target, accepts, filters));
  }
}

function strictly(channel: ChannelTarget, plan: AttemptPlan): AttemptPlan {
  if (channel.config['conversion'] === 'strict' && plan.losses.length > 0) throw wouldLose(plan.losses);
  return plan;
}

function wouldLose(losses: readonly Loss[]): AppError {
  const told = lossText(losses);
  return new AppError(
    'conversion_loss',
    { zh: `上游协议不支持请求中的内容：${told}`, en: `The upstream's protocol has no place for: ${told}` },
    { status: 400, param: losses[0]!.field.slice(0, LONGEST_PARAM) },
  );
}
