import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LogDataSource, MainDataSource } from '@app/platform';
import { In } from 'typeorm';
import { LedgerEntryEntity } from '../persistence/ledger-entry.entity';
import { LogEntity } from '../persistence/log.entity';
import type { Settlement } from './settlement';

const CHUNK = 500;

/** Tells which settlements the database already has, and whether it takes any. */
@Injectable()
export class SettlementRecovery {
  constructor(
    private readonly main: MainDataSource,
    private readonly logs: LogDataSource,
  ) {}

  /** The settlements whose charge is not in the ledger yet. */
  async withoutWritten(settlements: readonly Settlement[]): Promise<Settlement[]> {
    const written = new Set<string>();
    for (const ids of chunks(settlements.map((s) => s.requestId))) {
      const rows = await this.main.dataSource.manager.find(LedgerEntryEntity, {
        select: { operationKey: true },
        where: { operation: 'usage', operationKey: In(ids) },
      });
      for (const row of rows) written.add(row.operationKey);
    }
    return settlements.filter((settlement) => !written.has(settlement.requestId));
  }

  /** Rejects unless the database takes a row into the ledger; the same transaction takes it out again, so nobody ever sees it. */
  async probe(): Promise<void> {
    const key = { operation: 'probe', operationKey: randomUUID() };
    await this.main.dataSource.transaction(async (manager) => {
      await manager.insert(LedgerEntryEntity, { ...key, userId: 0, amount: 0n, createdAt: 0 });
      await manager.delete(LedgerEntryEntity, key);
    });
  }

  /** The request ids that have no log row yet. */
  async withoutLog(requestIds: readonly string[]): Promise<Set<string>> {
    const missing = new Set(requestIds);
    for (const ids of chunks(requestIds)) {
      const rows = await this.logs.dataSource.manager.find(LogEntity, {
        select: { requestId: true },
        where: { requestId: In(ids) },
      });
      for (const row of rows) missing.delete(row.requestId!);
    }
    return missing;
  }
}

function chunks(ids: readonly string[]): string[][] {
  const result: string[][] = [];
  for (let i = 0; i < ids.length; i += CHUNK) result.push(ids.slice(i, i + CHUNK));
  return result;
}
