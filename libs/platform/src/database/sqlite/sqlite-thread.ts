/**
 * Entry of the thread that owns the SQLite connection. better-sqlite3 is synchronous: on the main thread a slow query
 * would stop every open stream, so all of SQLite lives here and the main thread only exchanges messages with it.
 */
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import type {
  SqliteQueryResult,
  SqliteRequest,
  SqliteResponse,
  SqliteStatement,
  SqliteThreadOptions,
  SqliteValue,
} from './sqlite-messages';

const STATEMENT_CACHE_SIZE = 200;

const options = workerData as SqliteThreadOptions;
const port = parentPort!;
const database = new Database(options.path, { timeout: options.busyTimeoutMs });
// FULL costs nothing once commits are grouped, and NORMAL may lose the last commits on power loss.
database.pragma('journal_mode = WAL');
database.pragma('synchronous = FULL');
// 64-bit amounts must not pass through a double on their way out.
database.defaultSafeIntegers(true);

const statements = new Map<string, Database.Statement>();

function prepare(sql: string): Database.Statement {
  let statement = statements.get(sql);
  if (statement === undefined) {
    statement = database.prepare(sql);
    statements.set(sql, statement);
    if (statements.size > STATEMENT_CACHE_SIZE) statements.delete(statements.keys().next().value!);
  }
  return statement;
}

/** Small integers become numbers, as every other driver gives them; only what a double cannot hold stays a bigint. */
function plainIntegers(records: Record<string, unknown>[]): Record<string, unknown>[] {
  for (const record of records) {
    for (const column in record) {
      const value = record[column];
      if (typeof value === 'bigint') record[column] = plainInteger(value);
    }
  }
  return records;
}

function plainInteger(value: number | bigint): number | bigint {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

function query(sql: string, parameters: unknown[]): SqliteQueryResult {
  const statement = prepare(sql);
  if (statement.reader) {
    const records = plainIntegers(statement.all(...parameters) as Record<string, unknown>[]);
    return { records, affected: 0, lastInsertId: 0 };
  }
  const outcome = statement.run(...parameters);
  return { affected: outcome.changes, lastInsertId: plainInteger(outcome.lastInsertRowid) };
}

const runBatch = database.transaction((batch: SqliteStatement[]) => {
  let affected = 0;
  for (const part of batch) {
    const rows = 'rows' in part ? part.rows : (JSON.parse(part.rowsJson) as SqliteValue[][]);
    const many = 'many' in part ? part.many : undefined;
    let next = 0;
    if (many !== undefined) {
      const statement = prepare(many.sql);
      for (; next + many.rows <= rows.length; next += many.rows)
        affected += statement.run(rows.slice(next, next + many.rows).flat()).changes;
    }
    const statement = prepare(part.sql);
    for (; next < rows.length; next++) affected += statement.run(rows[next]!).changes;
  }
  return affected;
});

function answer(request: SqliteRequest): SqliteQueryResult | Record<string, unknown>[] | null {
  switch (request.kind) {
    case 'query':
      return query(request.sql, request.parameters);
    case 'pragma':
      return plainIntegers(database.pragma(request.text) as Record<string, unknown>[]);
    case 'batch':
      return { affected: runBatch.immediate(request.statements), lastInsertId: 0 };
    case 'close':
      database.close();
      return null;
  }
}

port.on('message', (request: SqliteRequest) => {
  let response: SqliteResponse;
  try {
    response = { id: request.id, result: answer(request) };
  } catch (error) {
    const { message, code } = error as { message: string; code?: string };
    response = { id: request.id, error: { message, code: code ?? 'SQLITE_ERROR' } };
  }
  port.postMessage(response);
  if (request.kind === 'close') port.close();
});
