import { billingSchema } from '@app/billing';
import { channelSchema } from '@app/channel';
import { notificationSchema } from '@app/notification';
import { closeDataSource, composeSchemas, migrate, platformSchema } from '@app/platform';
import { relaySchema } from '@app/relay';
import { schedulerSchema } from '@app/scheduler';
import { userSchema } from '@app/user';
import { InProcessDatabase } from '../harness/in-process-database';
import { ENGINES } from '../harness/test-database';

const { main, logs } = composeSchemas([
  platformSchema,
  userSchema,
  channelSchema,
  billingSchema,
  notificationSchema,
  relaySchema,
  schedulerSchema,
]);
const SCHEMA = { entities: [...main.entities, ...logs.entities], migrations: [...main.migrations, ...logs.migrations] };

describe.each(ENGINES)('migrations on %s (real database)', (engine) => {
  let database: InProcessDatabase;

  beforeEach(async () => {
    database = await InProcessDatabase.open(engine, SCHEMA);
  });

  afterEach(() => database.remove());

  it('bring an empty database to a schema in which the schema builder has nothing left to do', async () => {
    const ran = await migrate(database.dataSource);
    expect(ran).toHaveLength(SCHEMA.migrations.length);
    const { upQueries } = await database.dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map((query) => query.query)).toEqual([]);
  });

  it('run once when several nodes start at the same time', async () => {
    const nodes = await Promise.all([database.another(), database.another(), database.another()]);
    try {
      const ran = await Promise.all(nodes.map((node) => migrate(node)));
      expect(ran.flat()).toHaveLength(SCHEMA.migrations.length);
    } finally {
      await Promise.all(nodes.map((node) => closeDataSource(node)));
    }
  });

  it('can be taken back', async () => {
    await migrate(database.dataSource);
    for (let i = 0; i < SCHEMA.migrations.length; i++) await database.dataSource.undoLastMigration();
    expect(await migrate(database.dataSource)).toHaveLength(SCHEMA.migrations.length);
  });
});
