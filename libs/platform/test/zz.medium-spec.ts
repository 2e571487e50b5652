import { parseDsn } from '../src/config/parse-dsn';
import { closeDataSource, createDataSource } from '../src/database/create-data-source';
import { MainDataSource } from '../src/database/main-data-source';
import { migrate } from '../src/database/migrate';
import { UnitOfWork } from '../src/database/unit-of-work';
import { LocalEventBus } from '../src/events/local-event-bus';
import { DatabaseOptionStore } from '../src/options/database-option-store';
import { textOption } from '../src/options/option-kinds';
import { platformEntities, platformMigrations } from '../src/persistence/platform-schema';
it.each([
  ['app:app@tcp(127.0.0.1:3306)/', 'mysql'],
  ['postgres://app:app@127.0.0.1:5432/', 'postgres'],
])('%s', async (base, first) => {
  const pool = { maxIdle: 2, maxOpen: 4, maxLifetimeSeconds: 60 };
  const schema = { entities: platformEntities, migrations: platformMigrations };
  const admin = createDataSource(parseDsn(base + first, { directory: '/', busyTimeoutMs: 1 })!, { entities: [], migrations: [] }, pool);
  await admin.initialize();
  await admin.query('CREATE DATABASE options_check_zz');
  try {
    const own = createDataSource(parseDsn(base + 'options_check_zz', { directory: '/', busyTimeoutMs: 1 })!, schema, pool);
    await own.initialize();
    await migrate(own);
    expect((await own.driver.createSchemaBuilder().log()).upQueries.map((q) => q.query)).toEqual([]);
    const main = new MainDataSource(own);
    const store = await DatabaseOptionStore.open(main, new UnitOfWork(main), new LocalEventBus());
    const option = textOption('Notice');
    store.register([option]);
    await store.set('Notice', 'a');
    await store.set('Notice', '密🔑');
    await store.reload();
    expect(store.get(option)).toBe('密🔑');
    await closeDataSource(own);
  } finally {
    await admin.query('DROP DATABASE options_check_zz');
    await admin.destroy();
  }
});
