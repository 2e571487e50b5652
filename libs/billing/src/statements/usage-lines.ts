import { Injectable } from '@nestjs/common';
import { LogType, type Money } from '@app/kernel';
import { LogDataSource } from '@app/platform';
import { In } from 'typeorm';
import { breakDownPrice, type StoredPrice } from '../domain/price-breakdown';
import { usageOfRow } from '../domain/usage-detail';
import type { LedgerEntryEntity } from '../persistence/ledger-entry.entity';
import { LogEntity } from '../persistence/log.entity';
import { chargeItems, type ChargeItems } from './charge-items';
import { LedgerPages } from './ledger-pages';
import type { StatementPeriod } from './statement-period';

/** One charged call. */
export interface UsageLine {
  requestId: string;
  /** Unix seconds of its ledger entry. */
  time: number;
  /** What the ledger says it cost. */
  charge: Money;
  /** From the call's log row; undefined when there is none: rows can be switched off, and old ones removed. */
  call: { model: string; tokenName: string; isEstimated: boolean } | undefined;
  /** How the charge came about; undefined when no row says so. */
  charged: ChargeItems | undefined;
}

const LOG_FIELDS = {
  requestId: true,
  modelName: true,
  tokenName: true,
  isEstimated: true,
  promptTokens: true,
  completionTokens: true,
  cachedTokens: true,
  reasoningTokens: true,
  price: true,
} as const;
type LogRow = Pick<LogEntity, keyof typeof LOG_FIELDS>;

/**
 * Calls as the ledger has them, told in detail by their log rows. The ledger decides what belongs to a period and what it
 * cost. Logs may live in another database: each page of entries fetches its rows by request id.
 */
@Injectable()
export class UsageLines {
  constructor(
    private readonly entries: LedgerPages,
    private readonly logs: LogDataSource,
  ) {}

  async *read(userId: number, period: StatementPeriod): AsyncGenerator<UsageLine[]> {
    for await (const page of this.entries.read(userId, period, 'usage')) {
      const rows = await this.rowsOf(page);
      yield page.map((entry) => toUsageLine(entry, rows.get(entry.operationKey)));
    }
  }

  private async rowsOf(entries: readonly LedgerEntryEntity[]): Promise<Map<string, LogRow>> {
    const requestIds = entries.map((entry) => entry.operationKey);
    const rows = await this.logs.dataSource.manager.find(LogEntity, {
      select: LOG_FIELDS,
      where: { requestId: In(requestIds), type: LogType.Consume },
    });
    return new Map(rows.map((row) => [row.requestId ?? '', row]));
  }
}

function toUsageLine(entry: LedgerEntryEntity, row: LogRow | undefined): UsageLine {
  const charge = -entry.amount;
  return {
    requestId: entry.operationKey,
    time: entry.createdAt,
    charge,
    call: row && { model: row.modelName, tokenName: row.tokenName, isEstimated: Boolean(row.isEstimated) },
    charged: row && itemsOf(row, charge),
  };
}

function itemsOf(row: LogRow, charge: Money): ChargeItems | undefined {
  if (row.price === null) return undefined;
  const price = JSON.parse(row.price) as StoredPrice;
  const paidByPlan = BigInt(price.plan?.amount ?? 0);
  return chargeItems(breakDownPrice(price, usageOfRow(row, price.usage), charge + paidByPlan), paidByPlan);
}
