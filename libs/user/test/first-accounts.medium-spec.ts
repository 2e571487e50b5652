import { UnitOfWork, type AppConfig } from '@app/platform';
import { compare } from 'bcrypt';
import { FirstAccounts } from '../src/application/first-accounts';
import { SelfService } from '../src/application/self.service';
import { generateApiKey } from '../src/domain/api-key';
import { sha256Hex } from '../src/domain/sha256-hex';
import { TokenEntity } from '../src/persistence/token.entity';
import { UserEntity } from '../src/persistence/user.entity';
import { TokenAuthenticator } from '../src/user.contract';
import { startUserTestApp, type UserTestApp } from './support/user-test-app';

describe('FirstAccounts', () => {
  let test: UserTestApp;

  const start = async (initialRoot: Partial<AppConfig['initialRoot']> = {}) => {
    test = await startUserTestApp(initialRoot);
    return test.get(FirstAccounts);
  };
  const seed = (accounts: FirstAccounts) => test.get(UnitOfWork).run(() => accounts.seed());
  const root = () => test.dataSource.getRepository(UserEntity).findOneByOrFail({ usernameKey: 'root' });

  afterEach(() => test.close());

  it('makes root with the published password, which has to be changed', async () => {
    const accounts = await start();
    expect(await accounts.hasDefaultPassword()).toBe(false);
    const account = await seed(accounts);
    const user = await root();
    expect(account).toEqual({
      userId: user.id,
      username: 'root',
      password: '123456',
      tokenKey: expect.stringMatching(/^sk-[0-9A-Za-z]{48}$/),
    });
    expect(user).toMatchObject({
      role: 100,
      displayName: 'Root User',
      mustChangePassword: true,
      accessTokenHash: null,
      balance: 0n,
    });
    expect(await compare('123456', user.password)).toBe(true);
    expect(await accounts.hasDefaultPassword()).toBe(true);
  });

  it('gives root a token that works, is unlimited and never expires', async () => {
    const account = await seed(await start());
    const token = await test.dataSource.getRepository(TokenEntity).findOneByOrFail({ userId: account!.userId });
    expect(token).toMatchObject({ name: '初始令牌', unlimitedQuota: true, expiredTime: -1, status: 1 });
    const result = await test.get(TokenAuthenticator).authenticate(account!.tokenKey, '127.0.0.1');
    expect(result).toMatchObject({ ok: true, caller: { tokenId: token.id } });
  });

  it('takes password, key and access token from the environment', async () => {
    const key = generateApiKey();
    const accounts = await start({ password: 'from the env', token: key, accessToken: 'a management token' });
    expect(await seed(accounts)).toMatchObject({ password: undefined, tokenKey: `sk-${key}` });
    expect(await root()).toMatchObject({ mustChangePassword: false, accessTokenHash: sha256Hex('a management token') });
    expect(await accounts.hasDefaultPassword()).toBe(false);
  });

  it('does nothing when there is a user', async () => {
    const accounts = await start();
    await test.addUser({ username: 'somebody', deletedAt: 1 });
    expect(await seed(accounts)).toBeUndefined();
    expect(await test.dataSource.getRepository(UserEntity).count()).toBe(1);
  });

  it('is content once the password was changed', async () => {
    const accounts = await start();
    const { userId } = (await seed(accounts))!;
    const changes = {
      username: undefined,
      displayName: undefined,
      password: 'a better one',
      originalPassword: '123456',
    };
    const user = await root();
    await test.get(SelfService).change({ ...user, userId, via: 'access-token' }, changes, { ip: '', userAgent: '' });
    expect(await accounts.hasDefaultPassword()).toBe(false);
  });
});
