import { Injectable } from '@nestjs/common';
import { Clock } from '@app/kernel';
import { EventBus, UnitOfWork } from '@app/platform';
import { PlanSubscriptionEntity } from '../persistence/plan-subscription.entity';
import type { PlanEntity } from '../persistence/plan.entity';
import { UserRows } from '../persistence/user-rows';
import { readTerms } from './domain/plan-terms';
import { PlanGroups } from './plan-groups';

export interface PlanGrant {
  userId: number;
  plan: PlanEntity;
  /** What it is granted for, at most 96 characters: `purchase:…`, `staff:…`, `order:…`, `redemption:…`. */
  key: string;
}

export type GrantOutcome =
  | { kind: 'granted' | 'repeated'; subscription: PlanSubscriptionEntity }
  /** There is no such user. */
  | { kind: 'not-found' };

const SECONDS_PER_DAY = 86_400;

/** The one way to a subscription, whatever it is given for. */
@Injectable()
export class PlanGrants {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRows,
    private readonly groups: PlanGroups,
    private readonly events: EventBus,
    private readonly clock: Clock,
  ) {}

  /**
   * Starts the plan now and at once, beside whatever the user has. Joins the running transaction. Once per key: a repeat
   * answers with the subscription that it was granted for the first time.
   */
  grant({ userId, plan, key }: PlanGrant): Promise<GrantOutcome> {
    return this.unitOfWork.run(async () => {
      const { manager } = this.unitOfWork;
      await this.users.lock([userId]);
      const earlier = await manager.findOneBy(PlanSubscriptionEntity, { grantKey: key });
      if (earlier !== null) return { kind: 'repeated', subscription: earlier };
      const user = await this.users.find(userId);
      if (user === undefined) return { kind: 'not-found' };
      const { durationDays, group } = readTerms(plan.terms);
      const startsAt = this.clock.seconds();
      const subscription = manager.create(PlanSubscriptionEntity, {
        userId,
        planId: plan.id,
        terms: plan.terms,
        startsAt,
        endsAt: startsAt + durationDays * SECONDS_PER_DAY,
        state: 'active',
        grantKey: key,
        previousGroup: group === null ? null : await this.groups.enter(user, group),
      });
      await manager.insert(PlanSubscriptionEntity, subscription);
      this.unitOfWork.afterCommit(() => this.events.publish('plan.changed', { userId }));
      return { kind: 'granted', subscription };
    });
  }
}
