import { Injectable } from '@nestjs/common';
import type { DataSource, EntityManager } from 'typeorm';
import { MainDataSource } from './main-data-source';
import { isMysqlFamily } from './open-data-source';
import { runInTransaction, runningTransaction } from './running-transaction';

/**
 * The one way to open a transaction. Inside `run` every repository that asks for `manager` takes part in it; nested
 * calls join the outer one. Events, mails and caches belong into `afterCommit`.
 */
@Injectable()
export class UnitOfWork {
  private readonly dataSource: DataSource;

  constructor(main: MainDataSource) {
    this.dataSource = main.dataSource;
  }

  /** The running transaction's manager, or one that commits each statement by itself. */
  get manager(): EntityManager {
    return runningTransaction()?.manager ?? this.dataSource.manager;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (runningTransaction() !== undefined) return work();
    const afterCommit: (() => void)[] = [];
    const afterPossibleCommit: (() => void)[] = [];
    const afterEnd: (() => void)[] = [];
    const running = { afterCommit, afterPossibleCommit, afterEnd };
    let isDone = false;
    try {
      const result = await this.transaction(async (manager) => {
        const done = await runInTransaction({ manager, ...running }, work);
        isDone = true;
        return done;
      }).catch((error: unknown) => {
        if (isDone) for (const act of afterPossibleCommit) act();
        throw error;
      });
      for (const act of [...afterPossibleCommit, ...afterCommit]) act();
      return result;
    } finally {
      for (const act of afterEnd) act();
    }
  }

  /** Runs `act` once the running transaction is committed; at once when there is none. */
  afterCommit(act: () => void): void {
    const running = runningTransaction();
    if (running === undefined) act();
    else running.afterCommit.push(act);
  }

  /** Runs `act` once the running transaction is over, committed or not; at once when there is none. */
  afterEnd(act: () => void): void {
    const running = runningTransaction();
    if (running === undefined) act();
    else running.afterEnd.push(act);
  }

  /**
   * Also after a commit that failed: it may have happened, and only its answer got lost. For what makes somebody look again, and
   * does no harm when nothing has changed.
   */
  afterPossibleCommit(act: () => void): void {
    const running = runningTransaction();
    if (running === undefined) act();
    else running.afterPossibleCommit.push(act);
  }

  /**
   * MySQL's own level would show a transaction what was there at its first read, not what others committed before it got the
   * lock on a row. PostgreSQL reads what is committed anyway, SQLite has one writer.
   */
  private transaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return isMysqlFamily(this.dataSource)
      ? this.dataSource.transaction('READ COMMITTED', work)
      : this.dataSource.transaction(work);
  }
}
