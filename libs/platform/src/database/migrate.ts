import type { DataSource } from 'typeorm';
import { withMigrationLock } from './migration-lock';

/**
 * Brings the database to the current schema; returns the names of the migrations that ran. Even looking what is pending
 * happens under the lock: TypeORM creates its own table for that.
 */
export async function migrate(dataSource: DataSource): Promise<string[]> {
  return withMigrationLock(dataSource, async () => {
    const ran = await dataSource.runMigrations({ transaction: 'each' });
    return ran.map((migration) => migration.name);
  });
}

/** For nodes that must not migrate: refuses to work on a schema that is behind. */
export async function requireCurrentSchema(dataSource: DataSource): Promise<void> {
  if (await dataSource.showMigrations()) {
    throw new Error('The database schema is behind this version. Start a node with NODE_TYPE=master first.');
  }
}
