import { resolve } from 'node:path';
import type { DatabaseTarget } from './app-config';

type SqliteTarget = Extract<DatabaseTarget, { engine: 'sqlite' }>;

/** What a SQLite path leaves open. */
export interface SqliteDefaults {
  /** Folder that relative paths start from. */
  directory: string;
  busyTimeoutMs: number;
}

/** Reads `path?_busy_timeout=5000` (or `_pragma=busy_timeout(5000)`); other options are ignored. */
export function parseSqlitePath(text: string, defaults: SqliteDefaults): SqliteTarget {
  const question = text.indexOf('?');
  const path = question < 0 ? text : text.slice(0, question);
  const options = new URLSearchParams(question < 0 ? '' : text.slice(question + 1));
  return {
    engine: 'sqlite',
    path: path === ':memory:' ? path : resolve(defaults.directory, path),
    busyTimeoutMs: readBusyTimeout(options) ?? defaults.busyTimeoutMs,
  };
}

function readBusyTimeout(options: URLSearchParams): number | undefined {
  const pragma = options.getAll('_pragma').map((value) => /^busy_timeout[(=](\d{1,9})\)?$/.exec(value)?.[1]);
  const text = options.get('_busy_timeout') ?? options.get('_timeout') ?? pragma.find((value) => value !== undefined);
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
