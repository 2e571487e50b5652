import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@app/platform';
import { Between, In, MoreThan, type Repository, type SelectQueryBuilder } from 'typeorm';
import { NodeIdentity } from '../application/leases/node-identity';
import { databaseSeconds } from './database-time';
import { HEARTBEAT_STALE_SECONDS } from './node.repository';
import { PlanUsageEntity } from './plan-usage.entity';
import { UserRows } from './user-rows';
import { wholeNumber } from './whole-number-sql';

/** One period of one window. */
export type PeriodKey = Pick<PlanUsageEntity, 'subscriptionId' | 'windowKey' | 'startsAt'>;

/** What nodes may use of windows of plans, as the database has it. */
@Injectable()
export class WindowSliceRepository {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRows,
    private readonly identity: NodeIdentity,
  ) {}

  get nodeId(): string {
    return this.identity.id;
  }

  /** One transaction, while no other node lends itself anything of the user's: `work` gets the periods that are not over. */
  inTurn<T>(
    userId: number,
    subscriptionIds: readonly number[],
    nowSeconds: number,
    work: (open: PlanUsageEntity[]) => Promise<T>,
  ): Promise<T> {
    return this.unitOfWork.run(async () => {
      await this.users.lock([userId]);
      return work(await this.rows.findBy({ subscriptionId: In(subscriptionIds), endsAt: MoreThan(nowSeconds) }));
    });
  }

  /** This node may use so much in all; in its turn. */
  async lend(period: PeriodKey & { endsAt: number }, lent: bigint): Promise<void> {
    const { endsAt, ...key } = period;
    const nodeId = this.nodeId;
    const { affected } = await this.rows.update({ ...key, nodeId }, { lent });
    if (affected === 0) await this.rows.insert({ ...key, endsAt, nodeId, lent, used: 0n, wanted: false });
  }

  /**
   * This node may use only so much more, which answers who wants some; nothing of one that began a second time before the end of the
   * first. A period without any use has not begun.
   */
  async keep({ startsAt, endsAt, ...window }: PeriodKey & { endsAt: number }, more: bigint): Promise<void> {
    const { manager } = this.unitOfWork;
    const own = { ...window, startsAt: Between(startsAt, endsAt - 1), nodeId: this.nodeId };
    const kept = `CASE WHEN starts_at = :startsAt THEN ${wholeNumber(manager, ':more')} ELSE 0 END`;
    await this.rows
      .createQueryBuilder()
      .update()
      .set({ lent: () => `used + ${kept}`, wanted: false })
      .where(own)
      .setParameters({ startsAt, more: more.toString() })
      .execute();
    await this.rows.delete({ ...own, used: 0n, lent: 0n });
  }

  /** Asks the other nodes for what they do not use. */
  async want(subscriptionIds: readonly number[]): Promise<void> {
    const now = databaseSeconds(this.unitOfWork.manager);
    await this.rows
      .createQueryBuilder()
      .update()
      .set({ wanted: true })
      .where({ subscriptionId: In(subscriptionIds) })
      .andWhere(`node_id <> :own AND lent > used AND ends_at > ${now}`, { own: this.nodeId })
      .execute();
  }

  /** Whether a live node has not answered yet. */
  async isAwaited(subscriptionIds: readonly number[]): Promise<boolean> {
    const now = databaseSeconds(this.unitOfWork.manager);
    const count = await this.rows
      .createQueryBuilder('u')
      .innerJoin('nodes', 'n', 'n.id = u.nodeId')
      .where({ subscriptionId: In(subscriptionIds), wanted: true })
      .andWhere(`u.nodeId <> :own AND u.endsAt > ${now}`, { own: this.nodeId })
      .andWhere(`n.heartbeatAt >= ${now} - ${HEARTBEAT_STALE_SECONDS}`)
      .getCount();
    return count > 0;
  }

  /** Subscriptions of whose windows others want what this node does not use. */
  async wanted(): Promise<number[]> {
    const rows = await this.openPeriods()
      .select('DISTINCT u.subscriptionId', 'id')
      .andWhere('u.nodeId = :own', { own: this.nodeId })
      .andWhere({ wanted: true })
      .getRawMany<{ id: number | string }>();
    return rows.map(({ id }) => Number(id));
  }

  /** All that this node may use; it reserves nothing now. */
  giveBack(): Promise<void> {
    return this.takeBack(this.nodeId, '');
  }

  /** Of a node whose charges are in the database. One that was heard again in the meantime keeps what it has. */
  giveBackOf(deadNodeId: string): Promise<void> {
    return this.takeBack(deadNodeId, ' AND NOT EXISTS (SELECT 1 FROM nodes n WHERE n.id = node_id)');
  }

  private async takeBack(nodeId: string, condition: string): Promise<void> {
    await this.rows
      .createQueryBuilder()
      .update()
      .set({ lent: () => 'used', wanted: false })
      .where({ nodeId })
      .andWhere(`lent > used AND ends_at > ${databaseSeconds(this.unitOfWork.manager)}${condition}`)
      .execute();
    await this.rows.delete({ nodeId, used: 0n, lent: 0n });
  }

  /** Nodes that may use something and have no row any more. */
  async orphans(): Promise<string[]> {
    const rows = await this.openPeriods()
      .select('DISTINCT u.nodeId', 'nodeId')
      .leftJoin('nodes', 'n', 'n.id = u.nodeId')
      .andWhere("u.nodeId > '' AND u.lent > u.used AND n.id IS NULL")
      .getRawMany<{ nodeId: string }>();
    return rows.map(({ nodeId }) => nodeId);
  }

  private openPeriods(): SelectQueryBuilder<PlanUsageEntity> {
    return this.rows.createQueryBuilder('u').where(`u.endsAt > ${databaseSeconds(this.unitOfWork.manager)}`);
  }

  private get rows(): Repository<PlanUsageEntity> {
    return this.unitOfWork.manager.getRepository(PlanUsageEntity);
  }
}
