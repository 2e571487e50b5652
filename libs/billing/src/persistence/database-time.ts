import type { EntityManager } from 'typeorm';
import { isMysqlFamily } from '@app/platform';

/** Unix seconds by the clock of the database: the one clock that all nodes share. */
export function databaseSeconds({ connection }: EntityManager): string {
  if (isMysqlFamily(connection)) return 'UNIX_TIMESTAMP()';
  if (connection.options.type === 'postgres') return 'CAST(EXTRACT(EPOCH FROM clock_timestamp()) AS BIGINT)';
  return `CAST(strftime('%s', 'now') AS INTEGER)`;
}
