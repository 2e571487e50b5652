import type { DataSource } from 'typeorm';

/** Holder and injection token of the connection to the main database. */
export class MainDataSource {
  constructor(readonly dataSource: DataSource) {}
}

/** Holder and injection token of the connection to the log database; the same DataSource unless LOG_SQL_DSN is set. */
export class LogDataSource {
  constructor(
    readonly dataSource: DataSource,
    /** True when LOG_SQL_DSN names a database of its own. */
    readonly isSeparate: boolean,
  ) {}
}
