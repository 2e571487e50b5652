import { QueryFailedError, QueryResult } from 'typeorm';
import { BetterSqlite3QueryRunner } from 'typeorm/driver/better-sqlite3/BetterSqlite3QueryRunner.js';
import type { BetterSqlite3Driver } from 'typeorm/driver/better-sqlite3/BetterSqlite3Driver.js';
import { runningTransaction } from '../running-transaction';
import type { ConnectionLock } from './connection-lock';
import type { SqliteConnection } from './sqlite-connection';
import type { SqliteValue } from './sqlite-messages';

/**
 * TypeORM's own runner shares one connection among all callers without queueing them: a write of one request that falls
 * into another's open transaction is undone by that one's rollback. Here the connection behaves like a pool of one: a
 * transaction holds the lock from BEGIN to its end, a single statement holds it while it runs.
 */
export class SqliteQueryRunner extends BetterSqlite3QueryRunner {
  private unlock: (() => void) | undefined;

  constructor(
    driver: BetterSqlite3Driver,
    private readonly thread: SqliteConnection,
    private readonly lock: ConnectionLock,
  ) {
    super(driver);
  }

  override async query(sql: string, parameters: unknown[] = [], useStructuredResult = false): Promise<unknown> {
    if (this.unlock !== undefined) return this.runStatement(sql, parameters, useStructuredResult);
    if (runningTransaction() !== undefined) {
      // Waiting for the lock would wait for ourselves; joining silently would hide which statements are atomic.
      throw new Error(`Statement outside the running transaction; use UnitOfWork.manager: ${sql.slice(0, 80)}`);
    }
    return this.lock.run(() => this.runStatement(sql, parameters, useStructuredResult));
  }

  override async startTransaction(): Promise<void> {
    this.unlock ??= await this.lock.acquire();
    try {
      await super.startTransaction();
    } catch (error) {
      this.unlockUnlessActive();
      throw error;
    }
  }

  override async commitTransaction(): Promise<void> {
    await super.commitTransaction();
    this.unlockUnlessActive();
  }

  override async rollbackTransaction(): Promise<void> {
    const isOutermost = this.transactionDepth <= 1;
    try {
      await super.rollbackTransaction();
    } finally {
      // After a full disk SQLite has rolled back by itself and refuses to do it again: over is over.
      if (isOutermost) {
        this.isTransactionActive = false;
        this.transactionDepth = 0;
      }
      this.unlockUnlessActive();
    }
  }

  override async release(): Promise<void> {
    if (this.isTransactionActive) await this.rollbackTransaction();
    await super.release();
  }

  override async beforeMigration(): Promise<void> {
    await this.thread.pragma('foreign_keys = OFF');
  }

  override async afterMigration(): Promise<void> {
    await this.thread.pragma('foreign_keys = ON');
  }

  protected override async loadPragmaRecords(tablePath: string, pragma: string): Promise<unknown> {
    const [database, table] = this.splitTablePath(tablePath);
    return this.thread.pragma(`${database ? `"${database}".` : ''}${pragma}("${table}")`);
  }

  private async runStatement(sql: string, parameters: unknown[], useStructuredResult: boolean): Promise<unknown> {
    const values = parameters.map((value) => (typeof value === 'boolean' ? Number(value) : (value ?? null)));
    this.dataSource.logger.logQuery(sql, values);
    try {
      const answer = await this.thread.query(sql, values as SqliteValue[]);
      const result = new QueryResult();
      result.raw = answer.records ?? answer.lastInsertId;
      if (answer.records !== undefined) result.records = answer.records;
      else result.affected = answer.affected;
      return useStructuredResult ? result : result.raw;
    } catch (error) {
      this.dataSource.logger.logQueryError(error as Error, sql, values);
      throw new QueryFailedError(sql, values, error as Error);
    }
  }

  private unlockUnlessActive(): void {
    if (this.isTransactionActive) return;
    this.unlock?.();
    this.unlock = undefined;
  }
}
