import { Injectable } from '@nestjs/common';
import { EventBus, UnitOfWork } from '@app/platform';
import { PlanSubscriptionEntity } from '../persistence/plan-subscription.entity';
import { UserRows, type UserRow } from '../persistence/user-rows';
import { readTerms } from './domain/plan-terms';

/** Groups that users are in while a subscription lasts. Runs in transactions that have locked the user's row. */
@Injectable()
export class PlanGroups {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRows,
    private readonly events: EventBus,
  ) {}

  /** Returns the group to go back to when it is over: his own, not that of another subscription. */
  async enter(user: UserRow, group: string): Promise<string> {
    const granting = (await this.active(user.id)).find((other) => groupOf(other) === user.group);
    await this.move(user.id, user.group, group);
    return granting?.previousGroup ?? user.group;
  }

  /** Once it has ended: to the group of his newest other subscription that grants one, else back to his own. */
  async leave(ended: PlanSubscriptionEntity): Promise<void> {
    const group = groupOf(ended);
    if (group === null || ended.previousGroup === null) return;
    const other = (await this.active(ended.userId)).find((subscription) => groupOf(subscription) !== null);
    // Whoever was moved on by hand meanwhile stays where he is.
    await this.move(ended.userId, group, (other && groupOf(other)) ?? ended.previousGroup);
  }

  private async move(userId: number, from: string, to: string): Promise<void> {
    if (from === to || !(await this.users.moveGroup(userId, from, to))) return;
    this.unitOfWork.afterCommit(() => this.events.publish('user.changed', { userId }));
  }

  /** Newest first. */
  private active(userId: number): Promise<PlanSubscriptionEntity[]> {
    return this.unitOfWork.manager.find(PlanSubscriptionEntity, {
      where: { userId, state: 'active' },
      order: { id: 'DESC' },
    });
  }
}

function groupOf({ terms }: PlanSubscriptionEntity): string | null {
  return readTerms(terms).group;
}
