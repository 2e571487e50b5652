import type { DataSource } from 'typeorm';
import { userMigrations } from '../src/persistence/user-migrations';
import { TokenEntity } from '../src/persistence/token.entity';
import { UserEntity } from '../src/persistence/user.entity';
import { openUserDatabase } from './support/user-test-app';

describe('schema of users, tokens and sessions', () => {
  let dataSource: DataSource;

  beforeAll(async () => {
    dataSource = await openUserDatabase();
  });

  afterAll(() => dataSource.destroy());

  it('leaves the schema builder nothing to do', async () => {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map((query) => query.query)).toEqual([]);
  });

  it('refuses a second user whose name differs in case only', async () => {
    const users = dataSource.getRepository(UserEntity);
    await users.insert({ username: 'Ann', usernameKey: 'ann', createdAt: 1 });
    await expect(users.insert({ username: 'ann', usernameKey: 'ann', createdAt: 1 })).rejects.toThrow(/UNIQUE/i);
  });

  it('lets many users have neither invitation code nor access token', async () => {
    const users = dataSource.getRepository(UserEntity);
    await users.insert({ username: 'bob', usernameKey: 'bob', createdAt: 1 });
    const bob = await users.findOneByOrFail({ usernameKey: 'bob' });
    expect(bob).toMatchObject({ balance: 0n, usedAmount: 0n, affCode: null, accessTokenHash: null, deletedAt: null });
    expect(bob).toMatchObject({ group: 'default', sessionVersion: 1, mustChangePassword: false });
  });

  it('gives back booleans and 64-bit money as such', async () => {
    const tokens = dataSource.getRepository(TokenEntity);
    const row = { userId: 1, keyHash: 'f'.repeat(64), keyHint: 'sk-abcd…wxyz', createdTime: 1, models: '' };
    await tokens.insert({ ...row, unlimitedQuota: true, remain: 4_000_000_000_000_000n });
    const token = await tokens.findOneByOrFail({ keyHash: row.keyHash });
    expect(token).toMatchObject({ unlimitedQuota: true, billingEnabled: false, remain: 4_000_000_000_000_000n });
    expect(token.expiredTime).toBe(-1);
  });

  it('can be taken back', async () => {
    const own = await openUserDatabase();
    for (let i = 0; i < userMigrations.length; i++) await own.undoLastMigration();
    expect(await own.query(`SELECT name FROM sqlite_master WHERE name IN ('users','tokens','sessions')`)).toEqual([]);
    await own.destroy();
  });
});
