import { channelSchema } from '@app/channel';
import { composeSchemas, migrate } from '@app/platform';
import { InProcessDatabase } from '../harness/in-process-database';
import { ENGINES } from '../harness/test-database';

const { main } = composeSchemas([channelSchema]);
const [channelEntity] = main.entities;

describe.each(ENGINES)('the move of proxy addresses into a longer column on %s (real database)', (engine) => {
  let database: InProcessDatabase;

  beforeEach(async () => {
    database = await InProcessDatabase.open(engine, main);
    await migrate(database.dataSource);
  });

  afterEach(() => database.remove());

  const read = (column: string) =>
    database.dataSource.query<Record<string, string>[]>(`SELECT name, ${column} FROM channels ORDER BY id`);

  it('loses no address and no other column, forth and back', async () => {
    const { manager } = database.dataSource;
    const row = {
      ...{ type: 1, keySealed: 'k', models: 'm', modelMapping: '', headersSealed: '{"x-a":"b"}', isTools: true },
      ...{ claudeOriginalRequest: false, rateLimited: false, statusCodeMapping: '', config: '', gcpAccount: '' },
      ...{ supportsCacheControl: false, usedAmount: 9_007_199_254_740_993n },
    };
    await manager.insert(channelEntity!, { ...row, name: 'with', proxyUrlSealed: 'socks5://me:pass@10.0.0.5:1080' });
    await manager.insert(channelEntity!, { ...row, name: 'without', proxyUrlSealed: '' });
    const before = await manager.find(channelEntity!, { order: { id: 'ASC' } as object });

    await database.dataSource.undoLastMigration();
    expect(await read('proxy_url')).toEqual([
      { name: 'with', proxy_url: 'socks5://me:pass@10.0.0.5:1080' },
      { name: 'without', proxy_url: '' },
    ]);
    expect(await migrate(database.dataSource)).toEqual(['SealedProxy1795478400000']);
    expect(await manager.find(channelEntity!, { order: { id: 'ASC' } as object })).toEqual(before);
  });
});
