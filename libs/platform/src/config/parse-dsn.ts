import type { DatabaseTarget } from './app-config';
import { parseServerDsn } from './parse-server-dsn';
import { parseSqlitePath, type SqliteDefaults } from './parse-sqlite-path';

/** Reads SQL_DSN or LOG_SQL_DSN; undefined when the text says "no server" (empty or `local`). Throws DsnError. */
export function parseDsn(text: string, sqliteDefaults: SqliteDefaults): DatabaseTarget | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed === 'local') return undefined;
  const scheme = /^(?:sqlite3?|file):(?:\/\/)?(?<path>.+)$/s.exec(trimmed);
  if (scheme?.groups?.['path'] !== undefined) return parseSqlitePath(scheme.groups['path'], sqliteDefaults);
  if (isFilePath(trimmed)) return parseSqlitePath(trimmed, sqliteDefaults);
  return parseServerDsn(trimmed);
}

function isFilePath(text: string): boolean {
  return /^(?:\.{0,2}\/|[A-Za-z]:\\)/.test(text) || /^[^@()]*\.(?:db|sqlite3?)(?:\?.*)?$/s.test(text);
}
