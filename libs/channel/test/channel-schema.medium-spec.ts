import type { DataSource } from 'typeorm';
import { AbilityEntity } from '../src/persistence/ability.entity';
import { channelMigrations } from '../src/persistence/channel-schema';
import { openDatabase } from './open-database';

describe('channel tables (real database)', () => {
  let dataSource: DataSource;
  beforeAll(async () => {
    dataSource = await openDatabase();
  });
  afterAll(() => dataSource.destroy());

  it('leave the schema builder nothing to do after the migration', async () => {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('tell model names apart that differ in case only', async () => {
    const ability = { group: 'default', channelId: 1, enabled: true, isTools: true, claudeOriginalRequest: false };
    await dataSource.manager.insert(AbilityEntity, { ...ability, model: 'DeepSeek-Chat' });
    await dataSource.manager.insert(AbilityEntity, { ...ability, model: 'deepseek-chat' });
    expect(await dataSource.manager.countBy(AbilityEntity, { model: 'deepseek-chat' })).toBe(1);
    await expect(dataSource.manager.insert(AbilityEntity, { ...ability, model: 'deepseek-chat' })).rejects.toThrow();
  });

  it('can be taken back', async () => {
    for (let index = 0; index < channelMigrations.length; index++) await dataSource.undoLastMigration();
    await dataSource.runMigrations();
    expect(await dataSource.manager.count(AbilityEntity)).toBe(0);
  });
});
