import { Injectable } from '@nestjs/common';
import { AppError, Clock, LogType, type Money } from '@app/kernel';
import { isMysqlFamily, LogDataSource } from '@app/platform';
import type { SelectQueryBuilder } from 'typeorm';
import { LogEntity } from '../persistence/log.entity';
import { worthOfRow } from '../persistence/worth-sql';

export const MARGIN_KEYS = ['channel', 'model', 'group', 'day'] as const;
export type MarginKey = (typeof MARGIN_KEYS)[number];

/** Charges and costs of calls. */
export interface Margin {
  calls: number;
  /** What was charged, to plans too. */
  amount: Money;
  /** Calls nobody knows the cost of; they are in `amount`, and in nothing below. */
  callsOfUnknownCost: number;
  /** What was charged for calls whose cost is known. */
  amountOfKnownCost: Money;
  cost: Money;
}

export interface MarginRow extends Margin {
  /** Channel id, model, group, or the Unix seconds at which a day begins (UTC). */
  key: string;
  /** Of channels: what the channel was called. */
  name: string;
}

export interface MarginRange {
  /** Unix seconds, both ends included. */
  from: number;
  to: number;
}

const DAY_SECONDS = 86_400;
const MOST_DAYS = 92;
const MOST_ROWS = 1_000;

const COLUMNS: Readonly<Record<MarginKey, string>> = {
  channel: 'log.channelId',
  model: 'log.modelName',
  group: 'log.priceGroup',
  day: `log.createdAt - log.createdAt % ${DAY_SECONDS}`,
};

/** What was earned on calls, from their log rows. */
@Injectable()
export class MarginReport {
  constructor(
    private readonly logs: LogDataSource,
    private readonly clock: Clock,
  ) {}

  /**
   * At most 1000 rows: days in their order, all else by what was charged, the most first. Throws `report.range_invalid` (422)
   * unless the range is of at most 92 days. Without `from` it is the week before `to`, without `to` it ends now.
   */
  async read(
    by: MarginKey,
    range: Partial<MarginRange>,
  ): Promise<{ range: MarginRange; rows: MarginRow[]; total: Margin }> {
    const to = range.to ?? this.clock.seconds();
    const from = range.from ?? Math.max(0, to - 7 * DAY_SECONDS);
    if (from > to || to - from > MOST_DAYS * DAY_SECONDS) throw rangeInvalid();
    const rows = this.sums(from, to)
      .addSelect(COLUMNS[by], 'margin_key')
      .addSelect('MAX(log.channelName)', 'channel_name')
      .groupBy(COLUMNS[by])
      .orderBy(by === 'day' ? 'margin_key' : 'charged', by === 'day' ? 'ASC' : 'DESC')
      .addOrderBy('margin_key', 'ASC')
      .limit(MOST_ROWS);
    const [raw, total] = [
      await rows.getRawMany<RawSums & { margin_key: string | number; channel_name: string | null }>(),
      await this.sums(from, to).getRawOne<RawSums>(),
    ];
    return {
      range: { from, to },
      rows: raw.map((row) => ({
        key: String(row.margin_key),
        name: by === 'channel' ? (row.channel_name ?? '') : '',
        ...toMargin(row),
      })),
      total: toMargin(total),
    };
  }

  private sums(from: number, to: number): SelectQueryBuilder<LogEntity> {
    const { manager } = this.logs.dataSource;
    const text = isMysqlFamily(manager.connection) ? 'CHAR' : 'TEXT';
    // As text: drivers would make doubles of sums that are longer than those can hold.
    const sum = (of: string): string => `CAST(COALESCE(SUM(${of}), 0) AS ${text})`;
    const worth = worthOfRow(manager);
    return manager
      .createQueryBuilder(LogEntity, 'log')
      .select('COUNT(*)', 'calls')
      .addSelect(`SUM(${worth})`, 'charged')
      .addSelect(sum(worth), 'amount')
      .addSelect(sum('log.costAmount'), 'cost')
      .addSelect(sum(`CASE WHEN log.costAmount IS NULL THEN 0 ELSE ${worth} END`), 'amount_known')
      .addSelect('SUM(CASE WHEN log.costAmount IS NULL THEN 1 ELSE 0 END)', 'calls_unknown')
      .where('log.type = :type', { type: LogType.Consume })
      .andWhere('log.createdAt BETWEEN :from AND :to', { from, to });
  }
}

interface RawSums {
  calls: string | number;
  amount: string;
  cost: string;
  amount_known: string;
  calls_unknown: string | number | null;
}

function toMargin(row: RawSums | undefined): Margin {
  return {
    calls: Number(row?.calls ?? 0),
    amount: BigInt(row?.amount ?? 0),
    callsOfUnknownCost: Number(row?.calls_unknown ?? 0),
    amountOfKnownCost: BigInt(row?.amount_known ?? 0),
    cost: BigInt(row?.cost ?? 0),
  };
}

function rangeInvalid(): AppError {
  const text = { zh: '时间范围无效：最多 92 天', en: 'The range is invalid: at most 92 days, from before to' };
  return new AppError('report.range_invalid', text, { status: 422, param: 'from' });
}
