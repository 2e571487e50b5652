import { AsyncLocalStorage } from 'node:async_hooks';
import type { EntityManager } from 'typeorm';

export interface RunningTransaction {
  manager: EntityManager;
  afterCommit: (() => void)[];
  afterPossibleCommit: (() => void)[];
  afterEnd: (() => void)[];
}

const storage = new AsyncLocalStorage<RunningTransaction>();
let open = 0;

/** The transaction that the current asynchronous call belongs to, if UnitOfWork opened one. */
export function runningTransaction(): RunningTransaction | undefined {
  return open === 0 ? undefined : storage.getStore();
}

/**
 * Runs `work` as part of the transaction. As long as a store is enabled Node tracks every asynchronous resource of the
 * process, which nearly doubles the cost of a relayed call; so it is switched off while no transaction is open.
 */
export async function runInTransaction<T>(transaction: RunningTransaction, work: () => Promise<T>): Promise<T> {
  open++;
  try {
    return await storage.run(transaction, work);
  } finally {
    if (--open === 0) storage.disable();
  }
}
