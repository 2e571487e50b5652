import { DataSource, type DataSourceOptions, type EntitySchema, type MigrationInterface } from 'typeorm';
import type { BetterSqlite3Driver } from 'typeorm/driver/better-sqlite3/BetterSqlite3Driver.js';
import type { AppConfig, DatabaseTarget } from '../config/app-config';
import { ConnectionLock } from './sqlite/connection-lock';
import { SqliteConnection } from './sqlite/sqlite-connection';
import { SqliteQueryRunner } from './sqlite/sqlite-query-runner';

type Constructor<T> = new () => T;

export interface DatabaseSchema {
  entities: (Constructor<object> | EntitySchema)[];
  migrations: Constructor<MigrationInterface>[];
}

/** An unopened DataSource for the target; `initialize()` connects it. */
export function createDataSource(
  target: DatabaseTarget,
  schema: DatabaseSchema,
  pool: AppConfig['databasePool'],
  logSql = false,
  mysqlFlavour: 'mysql' | 'mariadb' = 'mysql',
): DataSource {
  const common = {
    entities: schema.entities,
    migrations: schema.migrations,
    migrationsTableName: 'migrations',
    synchronize: false,
    logging: logSql ? (['query', 'error'] as const).slice() : false,
  } satisfies Partial<DataSourceOptions>;
  switch (target.engine) {
    case 'sqlite':
      return sqliteDataSource(target, common);
    case 'mysql':
      return new DataSource({
        ...common,
        ...address(target),
        // MariaDB reports defaults its own way; TypeORM has to know which of the two it talks to.
        type: mysqlFlavour,
        charset: 'utf8mb4',
        supportBigNumbers: true,
        bigNumberStrings: false,
        ...(target.tls === 'off' ? {} : { ssl: { rejectUnauthorized: target.tls === 'verify' } }),
        extra: {
          connectionLimit: pool.maxOpen,
          maxIdle: Math.min(pool.maxIdle, pool.maxOpen),
          // The driver knows no age limit; an idle limit of the same length is the nearest thing.
          idleTimeout: pool.maxLifetimeSeconds * 1000,
        },
      });
    case 'postgres':
      return withoutMediumText(
        new DataSource({
          ...common,
          ...address(target),
          type: 'postgres',
          ...(target.tls === 'off' ? {} : { ssl: { rejectUnauthorized: target.tls === 'verify' } }),
          extra: { max: pool.maxOpen, maxLifetimeSeconds: pool.maxLifetimeSeconds },
        }),
      );
  }
}

function address(target: Exclude<DatabaseTarget, { engine: 'sqlite' }>) {
  return {
    host: target.host,
    port: target.port,
    username: target.user,
    password: target.password,
    database: target.database,
  };
}

/** Entities name MySQL's type for long texts, whose `text` ends at 64 KiB; that of the other engines has no end. */
function withoutMediumText(dataSource: DataSource): DataSource {
  const { driver } = dataSource;
  const normalizeType = driver.normalizeType.bind(driver);
  driver.normalizeType = (column) =>
    (column as { type?: unknown }).type === 'mediumtext' ? 'text' : normalizeType(column);
  return dataSource;
}

function sqliteDataSource(
  target: Extract<DatabaseTarget, { engine: 'sqlite' }>,
  common: Partial<DataSourceOptions>,
): DataSource {
  const dataSource = new DataSource({
    ...common,
    type: 'better-sqlite3',
    database: target.path,
    timeout: target.busyTimeoutMs,
    driver: SqliteConnection,
  } as DataSourceOptions);
  // SQLite generates keys for INTEGER columns only, which are 64-bit there anyway.
  const normalizeType = dataSource.driver.normalizeType.bind(dataSource.driver);
  dataSource.driver.normalizeType = (column) =>
    (column as { isGenerated?: boolean }).isGenerated ? 'integer' : normalizeType(column);
  withoutMediumText(dataSource);
  const lock = new ConnectionLock();
  const driver = dataSource.driver as BetterSqlite3Driver;
  driver.createQueryRunner = () =>
    new SqliteQueryRunner(driver, driver.databaseConnection as SqliteConnection, lock) as never;
  sqliteLocks.set(dataSource, lock);
  return dataSource;
}

/** Writes whole transactions at once. */
export type SqliteBatchWriter = Pick<SqliteConnection, 'batch'>;

const sqliteLocks = new WeakMap<DataSource, ConnectionLock>();

/** The thread behind a SQLite DataSource, for writers that send whole batches; undefined on other engines. */
export function sqliteBatchWriter(dataSource: DataSource): SqliteBatchWriter | undefined {
  const lock = sqliteLocks.get(dataSource);
  if (lock === undefined) return undefined;
  const connection = (dataSource.driver as BetterSqlite3Driver).databaseConnection as SqliteConnection;
  // The batch is one transaction on the shared connection, so it waits its turn like every other one.
  return { batch: (statements) => lock.run(() => connection.batch(statements)) };
}

/** Closes the connections; on SQLite waits until the thread has closed the file. */
export async function closeDataSource(dataSource: DataSource): Promise<void> {
  if (!dataSource.isInitialized) return;
  const connection = (dataSource.driver as Partial<BetterSqlite3Driver>).databaseConnection as unknown;
  await dataSource.destroy();
  if (connection instanceof SqliteConnection) await connection.closed;
}
