import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeDataSource, openDataSource, parseDsn, type DatabaseSchema } from '@app/platform';
import type { DataSource } from 'typeorm';
import { createTestDatabase, type Engine, type TestDatabase } from './test-database';

export const POOL = { maxIdle: 10, maxOpen: 20, maxLifetimeSeconds: 60 };

/** A DataSource of this process on an empty database of its own. */
export class InProcessDatabase {
  private constructor(
    readonly dataSource: DataSource,
    private readonly database: TestDatabase,
    private readonly folder: string,
    private readonly schema: DatabaseSchema,
  ) {}

  static async open(engine: Engine, schema: DatabaseSchema): Promise<InProcessDatabase> {
    const folder = mkdtempSync(join(tmpdir(), 'chat-api-db-'));
    const database = await createTestDatabase(engine, folder);
    return new InProcessDatabase(await connect(folder, database, schema), database, folder, schema);
  }

  /** A second, independent connection to the same database, as another node would have. */
  another(): Promise<DataSource> {
    return connect(this.folder, this.database, this.schema);
  }

  async remove(): Promise<void> {
    await closeDataSource(this.dataSource);
    await this.database.drop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function connect(folder: string, database: TestDatabase, schema: DatabaseSchema): Promise<DataSource> {
  const target = parseDsn(database.dsn, { directory: folder, busyTimeoutMs: 5000 }) ?? {
    engine: 'sqlite' as const,
    path: join(folder, 'chat-api.db'),
    busyTimeoutMs: 5000,
  };
  return openDataSource(target, schema, POOL);
}
