import { sqliteBatchWriter, type LogDataSource, type MainDataSource } from '@app/platform';
import type { DataSource } from 'typeorm';
import type { NodeIdentity } from '../../application/leases/node-identity';
import type { LogRow } from '../../application/settlement';
import { MysqlSettlementStore } from './mysql-settlement-store';
import { PostgresSettlementStore } from './postgres-settlement-store';
import type { SettlementStore } from './settlement-store';
import { SqliteSettlementStore } from './sqlite-settlement-store';

/** The store for the engine in use; when logs live on another engine, each half writes its own. */
export function createSettlementStore(
  main: MainDataSource,
  logs: LogDataSource,
  { id }: NodeIdentity,
): SettlementStore {
  const mainType = main.dataSource.options.type;
  if (!logs.isSeparate || logs.dataSource.options.type === mainType)
    return forEngine(main.dataSource, logs.dataSource, id);
  const mainStore = forEngine(main.dataSource, logs.dataSource, id);
  const logStore = forEngine(logs.dataSource, logs.dataSource, id);
  return {
    writeGroup: async (totals) => {
      await mainStore.writeGroup({ ...totals, logs: [] });
      await logStore.writeLogs(totals.logs);
    },
    writeLogs: (rows: readonly LogRow[]) => logStore.writeLogs(rows),
    isDuplicate: (error) => mainStore.isDuplicate(error),
  };
}

function forEngine(main: DataSource, logs: DataSource, nodeId: string): SettlementStore {
  switch (main.options.type) {
    case 'postgres':
      return new PostgresSettlementStore(main, logs, nodeId);
    case 'mysql':
    case 'mariadb':
      return new MysqlSettlementStore(main, logs, nodeId);
    default: {
      const writer = sqliteBatchWriter(main)!;
      return new SqliteSettlementStore(writer, logs === main ? writer : sqliteBatchWriter(logs)!, nodeId);
    }
  }
}
