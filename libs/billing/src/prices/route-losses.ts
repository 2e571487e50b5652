import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, LogType } from '@app/kernel';
import { isMysqlFamily, LogDataSource, UnitOfWork } from '@app/platform';
import { LessThan } from 'typeorm';
import { MarginWatch, type RouteLoss } from '../upkeep.contract';
import { LogEntity } from '../persistence/log.entity';
import { RouteAlertEntity } from '../persistence/route-alert.entity';
import { worthOfRow } from '../persistence/worth-sql';

const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 86_400;
/** More than people read at a time; the next run tells the others. */
const MOST_ROUTES = 50;
const KEEP_DAYS = 30;

/** Finds routes that lost money in the log of the last hour, and remembers which ones were told. */
@Injectable()
export class RouteLosses extends MarginWatch {
  constructor(
    private readonly logs: LogDataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {
    super();
  }

  async untold(): Promise<RouteLoss[]> {
    const told = await this.unitOfWork.manager.findBy(RouteAlertEntity, { day: this.today });
    const known = new Set(told.map(({ route }) => route));
    const losses = await this.lossesSince(this.clock.seconds() - HOUR_SECONDS);
    return losses.filter((loss) => !known.has(hashOf(loss))).slice(0, MOST_ROUTES);
  }

  async markTold(losses: readonly RouteLoss[]): Promise<void> {
    if (losses.length === 0) return;
    const { manager } = this.unitOfWork;
    const rows = losses.map((loss) => ({ day: this.today, route: hashOf(loss) }));
    await manager.createQueryBuilder().insert().into(RouteAlertEntity).values(rows).orIgnore().execute();
    await manager.delete(RouteAlertEntity, { day: LessThan(this.today - KEEP_DAYS) });
  }

  /** What is given away (charges of 0) is meant so. */
  private async lossesSince(from: number): Promise<RouteLoss[]> {
    const { manager } = this.logs.dataSource;
    const text = isMysqlFamily(manager.connection) ? 'CHAR' : 'TEXT';
    const worth = worthOfRow(manager);
    const rows = await manager
      .createQueryBuilder(LogEntity, 'log')
      .select('log.channelId', 'channel_id')
      .addSelect('log.modelName', 'model')
      .addSelect('log.priceGroup', 'group_name')
      .addSelect('COUNT(*)', 'calls')
      .addSelect(`CAST(SUM(${worth}) AS ${text})`, 'amount')
      .addSelect(`CAST(SUM(log.costAmount) AS ${text})`, 'cost')
      .where('log.type = :type', { type: LogType.Consume })
      .andWhere('log.createdAt >= :from', { from })
      .andWhere('log.costAmount IS NOT NULL')
      .andWhere(`${worth} > 0`)
      .groupBy('log.channelId')
      .addGroupBy('log.modelName')
      .addGroupBy('log.priceGroup')
      .having(`SUM(${worth}) < SUM(log.costAmount)`)
      .orderBy('log.channelId')
      .getRawMany<RawLoss>();
    return rows.map((row) => ({
      channelId: Number(row.channel_id),
      model: row.model,
      group: row.group_name,
      calls: Number(row.calls),
      amount: BigInt(row.amount),
      cost: BigInt(row.cost),
    }));
  }

  private get today(): number {
    return Math.floor(this.clock.seconds() / DAY_SECONDS);
  }
}

interface RawLoss {
  channel_id: string | number;
  model: string;
  group_name: string;
  calls: string | number;
  amount: string;
  cost: string;
}

function hashOf({ channelId, model, group }: RouteLoss): string {
  return createHash('sha256')
    .update(JSON.stringify([channelId, model, group]))
    .digest('hex');
}
