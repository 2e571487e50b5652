import { Injectable } from '@nestjs/common';
import type { ChannelTarget } from '@app/channel';
import { AppError } from '@app/kernel';
import { fitnessOf } from '../adapters/upstream-dialects';
import { CallProofs } from '../proofs/call-proofs';
import type { AttemptPlan } from './attempt-plan';
import { KeptPlan } from './kept-plan';
import { PlanByConversion } from './plan-by-conversion';
import { PlanNatively } from './plan-natively';
import type { RelayCall } from './relay-call';

/** Decides how a call reaches a channel: in the caller's own words when its upstream knows them, else by conversion. */
@Injectable()
export class PlanAttempt {
  constructor(
    private readonly natively: PlanNatively,
    private readonly byConversion: PlanByConversion,
    private readonly proofs: CallProofs,
  ) {}

  /** The channel that alone can read what the call brings back; undefined = all can, or nobody knows. */
  issuerOf(call: RelayCall): number | undefined {
    return this.proofs.issuerOf(call);
  }

  /**
   * Throws AppError, or rejects with one: 400 for what cannot be converted, 503 when the channel serves no such calls. A
   * promise only where something has to be fetched first.
   */
  plan(call: RelayCall, channel: ChannelTarget): AttemptPlan | Promise<AttemptPlan> {
    const plan = this.planUnkept(call, channel);
    const { keptAnswer } = call;
    if (keptAnswer === undefined) return plan;
    const { dialect, endpoint, model } = call.request!;
    keptAnswer.channelId = fitnessOf(channel, dialect, endpoint, model) === 2 ? channel.id : 0;
    return plan instanceof Promise
      ? plan.then((later) => new KeptPlan(later, keptAnswer))
      : new KeptPlan(plan, keptAnswer);
  }

  private planUnkept(call: RelayCall, channel: ChannelTarget): AttemptPlan | Promise<AttemptPlan> {
    const { dialect, endpoint, model } = call.request!;
    switch (fitnessOf(channel, dialect, endpoint, model)) {
      case 2:
        return this.natively.plan(call, channel);
      case 1:
        return this.byConversion.plan(call, channel);
      case 0:
        throw notServed(channel);
    }
  }
}

function notServed(channel: ChannelTarget): AppError {
  return new AppError(
    'channel_type_unsupported',
    { zh: '该渠道类型暂不支持此接口', en: 'The type of this channel does not serve this endpoint' },
    { status: 503, retry: 'other-channel', staffDetail: `channel #${channel.id} has type ${channel.type}` },
  );
}
