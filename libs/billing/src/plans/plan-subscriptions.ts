import { Injectable, Logger } from '@nestjs/common';
import { Clock, Failures, LogType } from '@app/kernel';
import { EventBus, UnitOfWork, type Paging } from '@app/platform';
import { In, LessThanOrEqual, MoreThan, Not } from 'typeorm';
import { AccountLog } from '../application/account-log';
import { outranks, type Actor } from '../application/actor';
import { SettlementQueue } from '../application/settlement-queue';
import { PlanUpkeep } from '../upkeep.contract';
import { PlanSubscriptionEntity, type SubscriptionState } from '../persistence/plan-subscription.entity';
import { PlanUsageEntity } from '../persistence/plan-usage.entity';
import { UserRows } from '../persistence/user-rows';
import { readTerms } from './domain/plan-terms';
import { HeldSubscription } from './held-subscription';
import { PlanGroups } from './plan-groups';

export interface SubscriptionFilter {
  userId?: number;
  state?: SubscriptionState;
}

/** A subscription with its windows as they are in the database. */
export interface SubscriptionNow {
  row: PlanSubscriptionEntity;
  held: HeldSubscription;
  /** Unix seconds: now, for one that has ended its last moment. */
  at: number;
}

const AT_ONCE = 200;

/** Looking at subscriptions and ending them. */
@Injectable()
export class PlanSubscriptions extends PlanUpkeep {
  private readonly logger = new Logger('Plans');

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRows,
    private readonly groups: PlanGroups,
    private readonly queue: SettlementQueue,
    private readonly log: AccountLog,
    private readonly events: EventBus,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** Newest first. */
  async list(
    { userId, state }: SubscriptionFilter,
    paging: Paging,
  ): Promise<{ rows: SubscriptionNow[]; total: number }> {
    const where = { ...(userId !== undefined && { userId }), ...(state !== undefined && { state }) };
    const order = { id: 'DESC' } as const;
    const { manager } = this.unitOfWork;
    const [rows, total] = await manager.findAndCount(PlanSubscriptionEntity, { where, order, ...paging });
    return { rows: await this.withUsage(rows), total };
  }

  /** What the user can use now, soonest ending first. */
  async active(userId: number): Promise<SubscriptionNow[]> {
    const rows = await this.unitOfWork.manager.find(PlanSubscriptionEntity, {
      where: { userId, state: 'active', endsAt: MoreThan(this.clock.seconds()) },
      order: { endsAt: 'ASC', id: 'ASC' },
    });
    return this.withUsage(rows);
  }

  async withUsage(rows: PlanSubscriptionEntity[]): Promise<SubscriptionNow[]> {
    if (rows.length === 0) return [];
    await this.queue.drain();
    const now = this.clock.seconds();
    const seen = rows.map((row) => ({ row, held: new HeldSubscription(row), at: Math.min(now, row.endsAt - 1) }));
    const usages = await this.unitOfWork.manager.find(PlanUsageEntity, {
      where: {
        subscriptionId: In(rows.map(({ id }) => id)),
        endsAt: MoreThan(Math.min(...seen.map(({ at }) => at))),
        // A node may have a part of a period that nobody has begun.
        used: MoreThan(0n),
      },
    });
    for (const { held, at } of seen) held.apply(usages, at);
    return seen;
  }

  /** By staff of a higher rank, before its time. What was paid for it stays paid. */
  async cancel(admin: Actor, id: number): Promise<'done' | 'not-found' | 'rank-too-low' | 'ended'> {
    const row = await this.unitOfWork.manager.findOneBy(PlanSubscriptionEntity, { id });
    if (row === null) return 'not-found';
    const { userId } = row;
    const user = await this.users.find(userId);
    if (user !== undefined && !outranks(admin, user)) return 'rank-too-low';
    const username = user?.username ?? '';
    return this.unitOfWork.run(async () => {
      if (!(await this.end(row, 'cancelled'))) return 'ended';
      const text = `管理员取消套餐「${readTerms(row.terms).name}」（#${id}）`;
      await this.log.write({ type: LogType.Manage, userId, username, text, ip: admin.ip, actorId: admin.userId });
      return 'done';
    });
  }

  async endDue(signal?: AbortSignal): Promise<number> {
    const failures = new Failures((text) => this.logger.error(`Could not end ${text}`));
    const failed: number[] = [];
    let count = 0;
    for (;;) {
      const due = await this.unitOfWork.manager.find(PlanSubscriptionEntity, {
        where: { state: 'active', endsAt: LessThanOrEqual(this.clock.seconds()), id: Not(In(failed)) },
        order: { endsAt: 'ASC', id: 'ASC' },
        take: AT_ONCE,
      });
      for (const row of due) {
        signal?.throwIfAborted();
        let isOver = false;
        await failures.attempt(`subscription #${row.id} of user #${row.userId}`, async () => {
          if (await this.unitOfWork.run(() => this.end(row, 'expired'))) count++;
          isOver = true;
        });
        if (!isOver) failed.push(row.id);
      }
      if (due.length < AT_ONCE) break;
    }
    failures.throwIfAny();
    return count;
  }

  /** Once, however many ask. */
  private async end(row: PlanSubscriptionEntity, state: 'expired' | 'cancelled'): Promise<boolean> {
    const { id, userId } = row;
    await this.users.lock([userId]);
    const { affected } = await this.unitOfWork.manager.update(
      PlanSubscriptionEntity,
      { id, state: 'active' },
      { state, ...(state === 'cancelled' && { endsAt: Math.min(row.endsAt, this.clock.seconds()) }) },
    );
    if (affected !== 1) return false;
    await this.groups.leave(row);
    this.unitOfWork.afterCommit(() => this.events.publish('plan.changed', { userId }));
    return true;
  }
}
