import { createDataSource, parseDsn } from '@app/platform';
import { DataSource } from 'typeorm';
import { channelEntities, channelMigrations } from '../src/persistence/channel-schema';

/**
 * A migrated database of this module's tables alone: SQLite in memory, or the (empty) MySQL or PostgreSQL database that
 * TEST_SQL_DSN names.
 */
export async function openDatabase(): Promise<DataSource> {
  const dataSource = createFor(process.env['TEST_SQL_DSN']);
  await dataSource.initialize();
  await dataSource.query('DROP TABLE IF EXISTS abilities');
  await dataSource.query('DROP TABLE IF EXISTS channels');
  await dataSource.query('DROP TABLE IF EXISTS migrations');
  await dataSource.runMigrations({ transaction: 'each' });
  return dataSource;
}

function createFor(dsn: string | undefined): DataSource {
  const schema = { entities: channelEntities, migrations: channelMigrations };
  const target = parseDsn(dsn ?? '', { directory: '.', busyTimeoutMs: 1000 });
  if (target === undefined) return new DataSource({ ...schema, type: 'better-sqlite3', database: ':memory:' });
  return createDataSource(target, schema, { maxIdle: 2, maxOpen: 5, maxLifetimeSeconds: 60 });
}
