import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { closeDataSource, createDataSource } from '../../src/database/create-data-source';
import { migrate } from '../../src/database/migrate';
import { platformSchema } from '../../src/persistence/platform-schema';

export interface TestDatabase {
  dataSource: DataSource;
  close(): Promise<void>;
}

/** A migrated SQLite database of its own, in a folder that goes with it. */
export async function openOptionsDatabase(): Promise<TestDatabase> {
  const directory = mkdtempSync(join(tmpdir(), 'options-'));
  const dataSource = createDataSource(
    { engine: 'sqlite', path: join(directory, `${randomBytes(4).toString('hex')}.db`), busyTimeoutMs: 5000 },
    platformSchema.main,
    { maxIdle: 2, maxOpen: 4, maxLifetimeSeconds: 60 },
  );
  await dataSource.initialize();
  await migrate(dataSource);
  return {
    dataSource,
    async close() {
      await closeDataSource(dataSource);
      rmSync(directory, { recursive: true });
    },
  };
}
