import { Injectable } from '@nestjs/common';
import { Clock, LogType, type Money } from '@app/kernel';
import { UnitOfWork, type Paging } from '@app/platform';
import { AccountLog } from '../application/account-log';
import { outranks, type Actor } from '../application/actor';
import { operationKey } from '../domain/operation-key';
import { PlanEntity } from '../persistence/plan.entity';
import { UserRows } from '../persistence/user-rows';
import { writeTerms, type PlanTerms } from './domain/plan-terms';
import { PlanGrants, type GrantOutcome } from './plan-grants';

/** What staff decides about a plan. */
export interface PlanWish {
  terms: PlanTerms;
  price: Money;
  isEnabled: boolean;
  perUserLimit: number;
  sort: number;
}

/** Making, changing, removing and granting of plans. Subscriptions keep the terms that they were granted on. */
@Injectable()
export class PlanAdmin {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly grants: PlanGrants,
    private readonly users: UserRows,
    private readonly log: AccountLog,
    private readonly clock: Clock,
  ) {}

  find(id: number): Promise<PlanEntity | null> {
    return this.unitOfWork.manager.findOneBy(PlanEntity, { id });
  }

  /** Those on sale, in the order of offers. */
  offers(): Promise<PlanEntity[]> {
    return this.unitOfWork.manager.find(PlanEntity, { where: { isEnabled: true }, order: { sort: 'ASC', id: 'ASC' } });
  }

  list(paging: Paging): Promise<[PlanEntity[], number]> {
    return this.unitOfWork.manager.findAndCount(PlanEntity, { order: { sort: 'ASC', id: 'ASC' }, ...paging });
  }

  create(admin: Actor, wish: PlanWish): Promise<PlanEntity> {
    return this.unitOfWork.run(async () => {
      const { manager } = this.unitOfWork;
      const now = this.clock.seconds();
      const plan = manager.create(PlanEntity, { ...columnsOf(wish), createdAt: now, updatedAt: now });
      await manager.insert(PlanEntity, plan);
      await this.record(admin, `创建套餐「${plan.name}」（#${plan.id}），${this.log.show(plan.price)}`);
      return plan;
    });
  }

  /** Undefined = there is none. */
  update(admin: Actor, id: number, wish: PlanWish): Promise<PlanEntity | undefined> {
    return this.unitOfWork.run(async () => {
      const { manager } = this.unitOfWork;
      if (!(await manager.existsBy(PlanEntity, { id }))) return undefined;
      await manager.update(PlanEntity, { id }, { ...columnsOf(wish), updatedAt: this.clock.seconds() });
      await this.record(admin, `修改套餐「${wish.terms.name}」（#${id}），${this.log.show(wish.price)}`);
      return (await manager.findOneBy(PlanEntity, { id })) ?? undefined;
    });
  }

  /** False = there is none. */
  remove(admin: Actor, id: number): Promise<boolean> {
    return this.unitOfWork.run(async () => {
      const plan = await this.find(id);
      if (plan === null) return false;
      await this.unitOfWork.manager.delete(PlanEntity, { id });
      await this.record(admin, `删除套餐「${plan.name}」（#${id}）`);
      return true;
    });
  }

  /** Gives a plan to a user of a lower rank without payment, once per key. */
  async grant(
    admin: Actor,
    plan: PlanEntity,
    userId: number,
    idempotencyKey: string | undefined,
  ): Promise<GrantOutcome | { kind: 'rank-too-low' }> {
    const user = await this.users.find(userId);
    if (user === undefined) return { kind: 'not-found' };
    if (!outranks(admin, user)) return { kind: 'rank-too-low' };
    const { username } = user;
    const key = `staff:${operationKey(`plan-grant:${admin.userId}:${plan.id}:${userId}`, idempotencyKey)}`;
    return this.unitOfWork.run(async () => {
      const outcome = await this.grants.grant({ userId, plan, key });
      if (outcome.kind !== 'granted') return outcome;
      const text = `管理员授予套餐「${plan.name}」（#${outcome.subscription.id}）`;
      await this.log.write({ type: LogType.Manage, userId, username, text, ip: admin.ip, actorId: admin.userId });
      return outcome;
    });
  }

  private record({ userId, username, ip }: Actor, text: string): Promise<void> {
    return this.log.write({ type: LogType.Manage, userId, username, text, ip });
  }
}

function columnsOf({ terms, ...columns }: PlanWish) {
  return { ...columns, name: terms.name, terms: writeTerms(terms) };
}
