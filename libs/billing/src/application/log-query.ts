import { Injectable } from '@nestjs/common';
import { Clock, LogType } from '@app/kernel';
import { LogDataSource, type Paging } from '@app/platform';
import type { SelectQueryBuilder } from 'typeorm';
import { LogEntity } from '../persistence/log.entity';

export interface LogFilter {
  /** 0 or absent = all, 6 = calls that were retried. */
  type?: number;
  startTimestamp?: number;
  endTimestamp?: number;
  userId?: number;
  username?: string;
  tokenName?: string;
  modelName?: string;
  channelId?: number;
  requestId?: string;
  /** Errors are shown only when asked for. */
  hidesErrors?: boolean;
}

export interface LogTotals {
  /** Nano-dollars charged in the range. */
  amount: bigint;
  /** Charged calls and their tokens in the last 60 seconds. */
  rpm: number;
  tpm: number;
}

const RETRIED = 6;

/** Reads of the log. All filters compare exactly. */
@Injectable()
export class LogQuery {
  constructor(
    private readonly logs: LogDataSource,
    private readonly clock: Clock,
  ) {}

  async list(filter: LogFilter, paging: Paging): Promise<{ rows: LogEntity[]; total: number }> {
    const query = this.filtered(filter).orderBy('log.id', 'DESC').skip(paging.skip).take(paging.take);
    const [rows, total] = await query.getManyAndCount();
    return { rows, total };
  }

  async totals(filter: LogFilter): Promise<LogTotals> {
    const charged = { ...filter, type: LogType.Consume };
    const [range, minute] = await Promise.all([
      this.filtered(charged).select('SUM(log.amount)', 'amount').getRawOne<{ amount: string | number | null }>(),
      this.filtered({ ...charged, startTimestamp: this.clock.seconds() - 60, endTimestamp: undefined })
        .select('COUNT(*)', 'rpm')
        .addSelect('SUM(log.promptTokens + log.completionTokens)', 'tpm')
        .getRawOne<{ rpm: string | number; tpm: string | number | null }>(),
    ]);
    return { amount: BigInt(range?.amount ?? 0), rpm: Number(minute?.rpm ?? 0), tpm: Number(minute?.tpm ?? 0) };
  }

  /** Removes rows older than the time; returns how many. The ledger keeps its entries. */
  async removeBefore(timestamp: number): Promise<number> {
    const result = await this.logs.dataSource.manager
      .createQueryBuilder()
      .delete()
      .from(LogEntity)
      .where('created_at < :timestamp', { timestamp })
      .execute();
    return result.affected ?? 0;
  }

  private filtered(filter: LogFilter): SelectQueryBuilder<LogEntity> {
    const query = this.logs.dataSource.manager.createQueryBuilder(LogEntity, 'log');
    const equal = (property: keyof LogEntity, value: string | number | undefined): void => {
      if (value !== undefined && value !== '') query.andWhere(`log.${property} = :${property}`, { [property]: value });
    };
    equal('userId', filter.userId);
    equal('username', filter.username);
    equal('tokenName', filter.tokenName);
    equal('modelName', filter.modelName);
    equal('channelId', filter.channelId);
    equal('requestId', filter.requestId);
    if (filter.type === RETRIED) query.andWhere("log.attemptsLog LIKE '%},{%'").andWhere('log.type <> 5');
    else if (filter.type !== undefined && filter.type !== 0) equal('type', filter.type);
    else if (filter.hidesErrors === true) query.andWhere('log.type <> :error', { error: LogType.Error });
    if (filter.startTimestamp !== undefined) query.andWhere('log.createdAt >= :from', { from: filter.startTimestamp });
    if (filter.endTimestamp !== undefined) query.andWhere('log.createdAt <= :to', { to: filter.endTimestamp });
    return query;
  }
}
