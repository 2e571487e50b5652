import { Injectable } from '@nestjs/common';
import { Clock } from '@app/kernel';
import { AppConfig, MainDataSource } from '@app/platform';
import { In, MoreThan } from 'typeorm';
import { Batches } from '../application/batches';
import { NodeIdentity } from '../application/leases/node-identity';
import { SettlementQueue } from '../application/settlement-queue';
import { PlanSubscriptionEntity } from '../persistence/plan-subscription.entity';
import { PlanUsageEntity } from '../persistence/plan-usage.entity';
import { HeldSubscription } from './held-subscription';
import type { SliceOwner } from './window-counter';

/** What most users have. */
const NONE: readonly HeldSubscription[] = [];
const USERS_AT_ONCE = 500;

/**
 * Subscriptions of the users that call here, in memory like their balances (`Accounts`): a re-read runs while no group of
 * settlements is being written, so what is stored and what is unwritten add up.
 */
@Injectable()
export class PlanHoldings {
  private readonly owner: SliceOwner;
  private readonly held = new Map<number, readonly HeldSubscription[]>();
  private readonly loading = new Map<number, Promise<void>>();
  private readonly reads = new Batches<number, void>(async (userIds) => {
    await this.read(userIds);
    return [];
  });

  constructor(
    private readonly main: MainDataSource,
    private readonly queue: SettlementQueue,
    private readonly clock: Clock,
    identity: NodeIdentity,
    { walletMode }: AppConfig,
  ) {
    this.owner = walletMode === 'leased' ? identity.id : undefined;
  }

  /** The user's subscriptions, soonest ending first; undefined = they have to be loaded. */
  of(userId: number): readonly HeldSubscription[] | undefined {
    return this.held.get(userId);
  }

  /** Brings them into memory; one look-up however many ask. */
  async load(userId: number): Promise<void> {
    if (this.held.has(userId)) return;
    let promise = this.loading.get(userId);
    if (promise === undefined) {
      promise = this.reads.do(userId).finally(() => this.loading.delete(userId));
      this.loading.set(userId, promise);
    }
    await promise;
  }

  /** After a change made elsewhere; of a user who does not call here nothing is read. */
  async reload(userId: number): Promise<void> {
    if (this.held.has(userId) || this.loading.has(userId)) await this.read([userId]);
  }

  async refresh(): Promise<void> {
    const users = [...this.held.keys()];
    for (let i = 0; i < users.length; i += USERS_AT_ONCE) await this.read(users.slice(i, i + USERS_AT_ONCE));
  }

  private read(userIds: readonly number[]): Promise<void> {
    return this.queue.exclusive(async () => {
      const { manager } = this.main.dataSource;
      const endsAt = MoreThan(this.clock.seconds());
      const rows = await manager.find(PlanSubscriptionEntity, {
        where: { userId: In(userIds), state: 'active', endsAt },
        order: { endsAt: 'ASC', id: 'ASC' },
      });
      const subscriptionId = In(rows.map(({ id }) => id));
      const usages =
        rows.length === 0 ? [] : await manager.find(PlanUsageEntity, { where: { subscriptionId, endsAt } });
      for (const userId of userIds) this.apply(userId, rows, usages);
    });
  }

  private apply(userId: number, rows: readonly PlanSubscriptionEntity[], usages: readonly PlanUsageEntity[]): void {
    const known = this.held.get(userId) ?? NONE;
    const own = rows.filter((row) => row.userId === userId);
    const now = this.clock.seconds();
    // Calls that are running hold parts of the windows in memory: those that are known are kept.
    const held = own.map((row) => known.find(({ id }) => id === row.id) ?? new HeldSubscription(row, this.owner));
    for (const subscription of held) subscription.apply(usages, now);
    this.held.set(userId, held.length === 0 ? NONE : held);
  }
}
