import { Injectable } from '@nestjs/common';
import { LogType } from '@app/kernel';
import { UnitOfWork } from '@app/platform';
import { AccountLog } from '../application/account-log';
import type { Actor } from '../application/actor';
import { LeaseRecall } from '../application/leases/lease-recall';
import { Ledger } from '../ledger.contract';
import { operationKey } from '../domain/operation-key';
import { PlanSubscriptionEntity } from '../persistence/plan-subscription.entity';
import { PlanEntity } from '../persistence/plan.entity';
import { UserRows } from '../persistence/user-rows';
import { PlanGrants } from './plan-grants';

export type PurchaseOutcome =
  | { kind: 'purchased'; subscription: PlanSubscriptionEntity }
  /** `key-reused`: another plan was bought with this key. */
  | { kind: 'not-found' | 'insufficient' | 'limit-reached' | 'key-reused' };

/** Plans bought with money of the wallet. */
@Injectable()
export class PlanPurchases {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRows,
    private readonly ledger: Ledger,
    private readonly grants: PlanGrants,
    private readonly log: AccountLog,
    private readonly recall: LeaseRecall,
  ) {}

  /** One transaction: the money and the subscription, once per idempotency key. */
  async purchase(user: Actor, planId: number, idempotencyKey: string | undefined): Promise<PurchaseOutcome> {
    await this.recall.ofUser(user.userId);
    const { userId, username, ip } = user;
    const key = operationKey(`plan-purchase:${userId}`, idempotencyKey);
    return this.unitOfWork.run(async () => {
      const { manager } = this.unitOfWork;
      await this.users.lock([userId]);
      const earlier = await manager.findOneBy(PlanSubscriptionEntity, { grantKey: grantKey(key) });
      if (earlier !== null)
        return earlier.planId === planId ? { kind: 'purchased', subscription: earlier } : { kind: 'key-reused' };
      const plan = await manager.findOneBy(PlanEntity, { id: planId, isEnabled: true });
      if (plan === null) return { kind: 'not-found' };
      const bought = plan.perUserLimit === 0 ? 0 : await manager.countBy(PlanSubscriptionEntity, { userId, planId });
      if (plan.perUserLimit > 0 && bought >= plan.perUserLimit) return { kind: 'limit-reached' };
      if (plan.price > 0n) {
        const payment = { userId, operation: 'plan-purchase', key, amount: -plan.price, floor: 0n } as const;
        if ((await this.ledger.post(payment)) !== 'posted') return { kind: 'insufficient' };
      }
      const granted = await this.grants.grant({ userId, plan, key: grantKey(key) });
      if (granted.kind === 'not-found') throw new Error(`The buyer ${userId} does not exist`);
      const text = `购买套餐「${plan.name}」（#${granted.subscription.id}）：${this.log.show(plan.price)}`;
      await this.log.write({ type: LogType.System, userId, username, ip, text });
      return { kind: 'purchased', subscription: granted.subscription };
    });
  }
}

function grantKey(key: string): string {
  return `purchase:${key}`;
}
