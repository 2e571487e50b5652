import type { DataSource } from 'typeorm';
import type { AppConfig, DatabaseTarget } from '../config/app-config';
import { closeDataSource, createDataSource, type DatabaseSchema } from './create-data-source';

/** A connected DataSource; what a MySQL address leads to is found out by asking. */
export async function openDataSource(
  target: DatabaseTarget,
  schema: DatabaseSchema,
  pool: AppConfig['databasePool'],
  logSql = false,
): Promise<DataSource> {
  const dataSource = createDataSource(target, schema, pool, logSql);
  await dataSource.initialize();
  if (target.engine !== 'mysql' || !(await isMariaDb(dataSource))) return dataSource;
  await closeDataSource(dataSource);
  return createDataSource(target, schema, pool, logSql, 'mariadb').initialize();
}

async function isMariaDb(dataSource: DataSource): Promise<boolean> {
  const [row] = await dataSource.query<{ version: string }[]>('SELECT VERSION() AS version');
  return row?.version.includes('MariaDB') === true;
}

/** Both dialects of MySQL's family. */
export function isMysqlFamily(dataSource: DataSource): boolean {
  return dataSource.options.type === 'mysql' || dataSource.options.type === 'mariadb';
}
