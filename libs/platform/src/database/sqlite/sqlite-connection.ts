import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type {
  SqliteQueryResult,
  SqliteRequest,
  SqliteResponse,
  SqliteStatement,
  SqliteThreadOptions,
  SqliteValue,
} from './sqlite-messages';

/** Error of the SQLite thread; `code` is SQLite's own, e.g. `SQLITE_CONSTRAINT_UNIQUE`. */
export class SqliteError extends Error {
  constructor(
    message: string,
    readonly code: string,
  ) {
    super(message);
    this.name = 'SqliteError';
  }
}

interface Waiting {
  id: number;
  resolve: (result: never) => void;
  reject: (error: Error) => void;
}

// Distributes Omit over the union, which the built-in one does not.
type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

/**
 * The main thread's end of the SQLite thread. Requests are answered in the order they were sent. Shaped so that TypeORM's
 * better-sqlite3 driver can hold it as its connection (constructor, `pragma`, `close`).
 */
export class SqliteConnection {
  private readonly worker: Worker;
  /** In the order they were sent, which is the order they are answered in. */
  private readonly waiting: Waiting[] = [];
  private nextId = 1;
  private failure: Error | undefined;
  /** Settles when the thread has ended and the file is closed. */
  readonly closed: Promise<void>;

  constructor(path: string, options: { timeout?: number }) {
    const workerData: SqliteThreadOptions = { path, busyTimeoutMs: options.timeout ?? 5000 };
    // Same extension as this file: .js in the build, .ts when tests run the sources.
    this.worker = new Worker(join(__dirname, `sqlite-thread${extname(__filename)}`), { workerData });
    this.worker.on('message', (response: SqliteResponse) => this.onResponse(response));
    this.worker.on('error', (error) => this.onFailure(error));
    this.closed = new Promise((resolve) => {
      this.worker.once('exit', () => {
        this.onFailure(new Error('The SQLite thread has ended'));
        resolve();
      });
    });
  }

  query(sql: string, parameters: SqliteValue[]): Promise<SqliteQueryResult> {
    return this.send({ kind: 'query', sql, parameters });
  }

  /** Runs all statements in one transaction. */
  batch(statements: SqliteStatement[]): Promise<SqliteQueryResult> {
    return this.send({ kind: 'batch', statements });
  }

  pragma(text: string): Promise<Record<string, unknown>[]> {
    return this.send({ kind: 'pragma', text });
  }

  close(): Promise<void> {
    if (this.failure === undefined) this.send({ kind: 'close' }).catch(() => undefined);
    return this.closed;
  }

  private send<T>(request: WithoutId<SqliteRequest>): Promise<T> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    const id = this.nextId++;
    return new Promise<T>((resolve, reject) => {
      this.waiting.push({ id, resolve, reject });
      this.worker.postMessage({ ...request, id });
    });
  }

  private onResponse(response: SqliteResponse): void {
    const waiting = this.waiting.shift();
    if (waiting === undefined) return;
    if (waiting.id !== response.id) {
      // Nobody may be given another's answer.
      waiting.reject(new Error('The SQLite thread answered out of order'));
      this.onFailure(new Error('The SQLite thread answered out of order'));
      return;
    }
    if ('error' in response) waiting.reject(new SqliteError(response.error.message, response.error.code));
    else waiting.resolve(response.result as never);
  }

  private onFailure(error: Error): void {
    this.failure ??= error;
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }
}
