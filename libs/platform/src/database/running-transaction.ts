import { AsyncLocalStorage } from 'node:async_hooks';
import type { EntityManager } from 'typeorm';

export interface RunningTransaction {
  manager: EntityManager;
  afterCommit: (() => void)[];
}

/** The transaction that the current asynchronous call belongs to, if UnitOfWork opened one. */
export const runningTransaction = new AsyncLocalStorage<RunningTransaction>();
