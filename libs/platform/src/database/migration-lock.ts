import { resolve } from 'node:path';
import Database from 'better-sqlite3';
import type { DataSource } from 'typeorm';

const LOCK_NAME = 'chat_api_migration';
/** Any fixed 64-bit number will do, as long as nothing else uses it in the same database. */
const POSTGRES_LOCK_ID = 4_826_201_171;
const WAIT_SECONDS = 120;

/**
 * Runs `work` while no other process on any machine runs it against the same database. The lock belongs to a connection
 * (or an open file), so it ends with the process that holds it however that ends.
 */
export async function withMigrationLock<T>(dataSource: DataSource, work: () => Promise<T>): Promise<T> {
  switch (dataSource.options.type) {
    case 'postgres':
      return withConnectionLock(dataSource, work, {
        take: [`SET lock_timeout = '${WAIT_SECONDS}s'`, `SELECT pg_advisory_lock(${POSTGRES_LOCK_ID})`],
        give: [`SELECT pg_advisory_unlock(${POSTGRES_LOCK_ID})`, 'RESET lock_timeout'],
      });
    case 'mysql':
    case 'mariadb':
      return withConnectionLock(dataSource, work, {
        take: [`SELECT GET_LOCK(CONCAT('${LOCK_NAME}:', DATABASE()), ${WAIT_SECONDS}) AS taken`],
        give: [`SELECT RELEASE_LOCK(CONCAT('${LOCK_NAME}:', DATABASE()))`],
      });
    default:
      return withFileLock(String(dataSource.options.database), work);
  }
}

async function withConnectionLock<T>(
  dataSource: DataSource,
  work: () => Promise<T>,
  sql: { take: string[]; give: string[] },
): Promise<T> {
  const runner = dataSource.createQueryRunner();
  try {
    for (const statement of sql.take) {
      const rows = (await runner.query(statement)) as { taken?: unknown }[];
      const taken = Array.isArray(rows) ? rows[0]?.taken : undefined;
      if (taken !== undefined && Number(taken) !== 1) throw new Error('Another node holds the migration lock');
    }
    try {
      return await work();
    } finally {
      for (const statement of sql.give) await runner.query(statement);
    }
  } finally {
    await runner.release();
  }
}

/** SQLite's own lock on a file beside the database: held by the open transaction, released by the kernel on a crash. */
async function withFileLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  if (path === ':memory:') return work();
  const lock = new Database(`${resolve(path)}.migration-lock`, { timeout: 0 });
  try {
    await takeFileLock(lock);
    return await work();
  } finally {
    lock.close();
  }
}

/** Asks again and again instead of letting SQLite wait: its waiting would stop the event loop of a holder in this process. */
async function takeFileLock(lock: Database.Database): Promise<void> {
  const deadline = Date.now() + WAIT_SECONDS * 1000;
  for (;;) {
    try {
      lock.exec('BEGIN EXCLUSIVE');
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== 'SQLITE_BUSY' || Date.now() > deadline) throw error;
      await new Promise((done) => setTimeout(done, 25));
    }
  }
}
