import { Injectable } from '@nestjs/common';
import type { ChannelTarget } from '@app/channel';
import { Clock } from '@app/kernel';
import { isEmbed } from '../adapters/decode-call';
import { refuseTooDeep } from '../adapters/decode-text-request';
import { renameEmbedModel } from '../adapters/gemini-generate/rename-embed-model';
import { nativeDialect } from '../adapters/native-dialect';
import { scanObject } from '../adapters/scan-object';
import { editNative } from '../adapters/thinking-suffix/edit-native';
import { thinkingFilters } from '../adapters/thinking-tags/thinking-filters';
import { thinkingOptionsOf } from '../adapters/thinking-tags/thinking-options';
import { defaultMaxTokens, traitsOf } from '../adapters/upstream-traits';
import type { Loss } from '../model/loss';
import { CallProofs } from '../proofs/call-proofs';
import { WatchedPlan } from '../proofs/watched-plan';
import type { UpstreamRequest } from '../transport/upstream-connections';
import { AnswerConversion } from './answer-conversion';
import { answerTarget } from './answer-target';
import type { AttemptPlan } from './attempt-plan';
import { ChatPlan } from './chat-plan';
import { FinishPlan } from './finish-plan';
import { NativePlan } from './native-plan';
import { PreparedUpstreams } from './prepared-upstreams';
import type { RelayCall } from './relay-call';
import { ReshapedPlan } from './reshaped-plan';

const NOTHING_LOST: readonly Loss[] = [];
/** Fields that are looked for again after the bytes were edited. */
const EDITED_LATER: ReadonlySet<string> = new Set(['model', 'stream_options']);

/** Plans calls whose dialect the upstream speaks: the caller's bytes pass, edited where they must be. */
@Injectable()
export class PlanNatively {
  constructor(
    private readonly upstreams: PreparedUpstreams,
    private readonly last: FinishPlan,
    private readonly proofs: CallProofs,
    private readonly clock: Clock,
  ) {}

  plan(call: RelayCall, channel: ChannelTarget): AttemptPlan | Promise<AttemptPlan> {
    const request = call.request!;
    const addressed = { endpoint: request.endpoint, model: call.upstreamModel, isStream: request.isStream };
    const upstream = this.upstreams.prepare(channel, addressed, call.passedHeaders);
    const plan = this.reshaped(this.pass(call, channel, upstream), call, channel);
    // Last but the upstream's own steps: it sees events, whatever frames they came in.
    const watched =
      request.dialect === 'openai-responses'
        ? new WatchedPlan(plan, (proof) => this.proofs.note(proof, channel.id))
        : plan;
    return this.last.finish(watched, channel, addressed, call.passedHeaders);
  }

  private pass(call: RelayCall, channel: ChannelTarget, upstream: UpstreamRequest): AttemptPlan {
    const { upstreamModel: model, suffix, continuation } = call;
    // A call that follows a response may have to tell the whole conversation.
    const told = continuation && refuseTooDeep(() => continuation.nativeFor(channel.id));
    let {
      written: { body, request },
      losses,
    } = told === undefined ? this.proofs.readableCall(call, channel.id) : { written: told, losses: NOTHING_LOST };
    const native = nativeDialect(request.dialect);
    if (suffix !== undefined) {
      const target = {
        dialect: request.dialect,
        model,
        defaultMaxTokens: defaultMaxTokens(channel, model),
        traits: traitsOf(channel, request.dialect),
      };
      const edited = refuseTooDeep(() => editNative(body, suffix, native.codec, target));
      ({ body } = edited);
      losses = [...losses, ...edited.losses];
      request = { ...request, layout: scanObject(body, EDITED_LATER) };
    }
    if (request.dialect === 'openai-chat') return new ChatPlan(upstream, body, request, model, losses);
    // Google wants the name in the body to be the address's.
    if (isEmbed(request.endpoint) && model !== request.model) body = renameEmbedModel(body, model);
    return new NativePlan(upstream, body, request, model, native, losses);
  }

  /** Where the channel's options move thinking, the answer does not pass but is read and written again. */
  private reshaped(plan: AttemptPlan, call: RelayCall, channel: ChannelTarget): AttemptPlan {
    const request = call.request!;
    const options = thinkingOptionsOf(channel, request.endpoint);
    if (options === undefined) return plan;
    const { codec } = nativeDialect(request.dialect);
    const target = answerTarget(call, this.clock.seconds());
    return new ReshapedPlan(plan, new AnswerConversion(codec, codec, target, thinkingFilters(options)));
  }
}
