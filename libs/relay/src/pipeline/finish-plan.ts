import { Injectable } from '@nestjs/common';
import type { ChannelTarget } from '@app/channel';
import { Clock } from '@app/kernel';
import type { AddressedCall } from '../adapters/upstream-address';
import type { PassedHeaders } from '../adapters/upstream-headers';
import type { ProfileTools } from '../adapters/upstream-profile';
import { profileOf } from '../adapters/upstream-profiles';
import { GoogleAccessTokens } from '../transport/google-access-tokens';
import type { AttemptPlan } from './attempt-plan';
import { FinishedPlan } from './finished-plan';

const NOTHING_PASSED: PassedHeaders = {};

/** The last steps of a plan that only some upstreams need: tokens, signatures, other bodies, other streams. */
@Injectable()
export class FinishPlan {
  private readonly tools: ProfileTools;

  constructor(tokens: GoogleAccessTokens, clock: Clock) {
    this.tools = { tokens, now: () => clock.now() };
  }

  /** The same plan for ordinary upstreams. Throws AppError, or rejects with one. */
  finish(
    plan: AttemptPlan,
    channel: ChannelTarget,
    call: AddressedCall,
    passed: PassedHeaders = NOTHING_PASSED,
  ): AttemptPlan | Promise<AttemptPlan> {
    const profile = profileOf(channel.type);
    if (profile.finish === undefined) return plan;
    const { origin, path, headers } = plan.upstream;
    const finished = profile.finish({ ...call, origin, path, headers, channel, body: plan.body, passed }, this.tools);
    return finished instanceof Promise
      ? finished.then((later) => new FinishedPlan(plan, later))
      : new FinishedPlan(plan, finished);
  }
}
