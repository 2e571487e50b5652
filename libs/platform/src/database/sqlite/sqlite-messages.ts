/** A value SQLite can hold. Booleans are turned into 0/1 before they get here. */
export type SqliteValue = string | number | bigint | Buffer | null;

/** One statement with the parameter rows it is run for, in order. */
export interface SqliteRows {
  sql: string;
  rows: SqliteValue[][];
}

/** The rows may come as JSON text: one string crosses to the thread far cheaper than many arrays. */
export interface SqliteJsonRows {
  sql: string;
  rowsJson: string;
  /** The same statement for so many rows at once: short rows cost half of what they do alone. */
  many?: { sql: string; rows: number };
}

export type SqliteStatement = SqliteRows | SqliteJsonRows;

export type SqliteRequest =
  | { id: number; kind: 'query'; sql: string; parameters: SqliteValue[] }
  | { id: number; kind: 'pragma'; text: string }
  /** All statements in one transaction: all or nothing. */
  | { id: number; kind: 'batch'; statements: SqliteStatement[] }
  | { id: number; kind: 'close' };

export interface SqliteQueryResult {
  /** Present when the statement returns rows. */
  records?: Record<string, unknown>[];
  affected: number;
  lastInsertId: number | bigint;
}

export type SqliteResponse =
  | { id: number; result: SqliteQueryResult | Record<string, unknown>[] | null }
  | { id: number; error: { message: string; code: string } };

export interface SqliteThreadOptions {
  path: string;
  busyTimeoutMs: number;
}
