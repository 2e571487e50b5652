import { Role } from '@app/kernel';
import { generateApiKey } from '../src/domain/api-key';
import { sha256Hex } from '../src/domain/sha256-hex';
import { TokenStatus } from '../src/domain/token-status';
import { UserStatus } from '../src/domain/user-status';
import { TokenEntity } from '../src/persistence/token.entity';
import { TokenRepository } from '../src/persistence/token.repository';
import { UserEntity } from '../src/persistence/user.entity';
import { TokenAuthenticator, UserUpkeep } from '../src/user.contract';
import { startUserTestApp, type UserTestApp } from './support/user-test-app';

const IP = '203.0.113.7';

describe('TokenAuthenticator', () => {
  let test: UserTestApp;
  let authenticator: TokenAuthenticator;
  let lookUps: jest.SpyInstance;
  let names = 0;

  beforeAll(async () => {
    test = await startUserTestApp();
    authenticator = test.get(TokenAuthenticator);
    lookUps = jest.spyOn(test.get(TokenRepository), 'findByHashes');
  });

  beforeEach(() => {
    lookUps.mockClear();
    test.options.put('UserGroupEnabled', 'false');
    test.options.put('GroupUserRatio', '{"default":"D","vip":"V","svip":"S"}');
  });

  afterAll(() => test.close());

  async function addToken(change: Partial<TokenEntity> = {}, owner: Partial<UserEntity> = {}) {
    const user = await test.addUser({ username: `user${names++}`, group: 'vip', ...owner });
    const key = generateApiKey();
    const tokens = test.dataSource.getRepository(TokenEntity);
    const row = { userId: user.id, keyHash: sha256Hex(key), keyHint: 'sk-…', name: 'mine', createdTime: 1, models: '' };
    const token = await tokens.save(tokens.create({ ...row, ...change }));
    return { key, token, user, tokens };
  }

  async function errorOf(presented: string | undefined, clientIp = IP) {
    const result = await authenticator.authenticate(presented, clientIp);
    if (result.ok) throw new Error('was accepted');
    return result;
  }

  it('knows the caller behind a key and answers at once from the second call on', async () => {
    const { key, token, user } = await addToken({ models: 'gpt-4o, o3', billingEnabled: true, fixedContent: 'bye' });
    const first = authenticator.authenticate(`Bearer sk-${key}`, IP);
    expect(first).toBeInstanceOf(Promise);
    const result = await first;
    expect(result).toMatchObject({ ok: true, forcedChannelId: undefined });
    expect(result.caller).toEqual({
      userId: user.id,
      username: user.username,
      role: Role.Common,
      group: 'vip',
      tokenId: token.id,
      tokenName: 'mine',
      perCall: true,
      allowedModels: new Set(['gpt-4o', 'o3']),
      fixedContent: 'bye',
      expiresAt: -1,
      isUnlimited: false,
    });
    expect(authenticator.authenticate(key, IP)).toMatchObject({ ok: true, caller: { tokenId: token.id } });
    expect(lookUps).toHaveBeenCalledTimes(1);
  });

  it('checks each call of a connection anew, though it hashes a repeated key but once', async () => {
    const mine = await addToken();
    const other = await addToken();
    const connection = {};
    const ask = (key: string) => authenticator.authenticate(key, IP, connection);
    expect(await ask(mine.key)).toMatchObject({ ok: true, caller: { tokenId: mine.token.id } });
    expect(await ask(`sk-${other.key}`)).toMatchObject({ ok: true, caller: { tokenId: other.token.id } });
    expect(ask(mine.key)).toMatchObject({ ok: true, caller: { tokenId: mine.token.id } });
    expect(ask(`${mine.key}-7`)).toMatchObject({ ok: false, error: { status: 403 } });
    expect(ask('wrong')).toMatchObject({ ok: false, error: { status: 401 } });
    await mine.tokens.delete(mine.token.id);
    test.events.publish('token.changed', { tokenId: mine.token.id, keyHash: mine.token.keyHash });
    expect(await ask(mine.key)).toMatchObject({ ok: false, error: { status: 401 } });
  });

  it("puts the token's group before the owner's and no model list means all", async () => {
    test.options.put('UserGroupEnabled', 'true');
    const { key } = await addToken({ group: 'svip' });
    const { caller } = await authenticator.authenticate(key, IP);
    expect(caller).toMatchObject({ group: 'svip', allowedModels: null });
  });

  it('refuses a remembered key at once when its group is taken off the list', async () => {
    test.options.put('UserGroupEnabled', 'true');
    const { key } = await addToken({ group: 'svip' });
    expect((await authenticator.authenticate(key, IP)).ok).toBe(true);
    test.options.put('GroupUserRatio', '{"vip":"V"}');
    const refused = authenticator.authenticate(key, IP);
    expect(refused).toMatchObject({ ok: false, caller: { group: 'svip' } });
    expect((await errorOf(key)).error).toMatchObject({ code: 'group_not_allowed', status: 403 });
    test.options.put('GroupUserRatio', '{"svip":"S"}');
    expect(authenticator.authenticate(key, IP)).toMatchObject({ ok: true });
    expect(lookUps).toHaveBeenCalledTimes(1);
  });

  it("acceptance 13: lets a token use no group but its owner's while the choice is switched off", async () => {
    const chosen = await addToken({ group: 'svip' });
    expect((await errorOf(chosen.key)).error).toMatchObject({ code: 'group_not_allowed', status: 403 });
    for (const group of ['', 'vip']) {
      const { key } = await addToken({ group });
      expect(await authenticator.authenticate(key, IP)).toMatchObject({ ok: true, caller: { group: 'vip' } });
    }
    const admin = await addToken({ group: 'svip' }, { role: Role.Admin });
    expect((await errorOf(admin.key)).error.code).toBe('group_not_allowed');
  });

  it('lets an administrator use every existing group and no other', async () => {
    test.options.put('UserGroupEnabled', 'true');
    test.options.put('GroupUserRatio', '{}');
    const { key } = await addToken({ group: 'svip' }, { role: Role.Admin });
    expect((await authenticator.authenticate(key, IP)).ok).toBe(true);
    test.options.put('GroupRatio', '{"default":1}');
    expect((await errorOf(key)).error.code).toBe('group_not_allowed');
    test.options.put('GroupRatio', '{"default":1,"vip":1,"svip":1}');
  });

  it('follows the owner: his group no longer opens a token once he is moved to another', async () => {
    const { key, user } = await addToken({ group: 'vip' });
    expect((await authenticator.authenticate(key, IP)).ok).toBe(true);
    await test.dataSource.getRepository(UserEntity).update(user.id, { group: 'default' });
    test.events.publish('user.changed', { userId: user.id });
    expect((await errorOf(key)).error.code).toBe('group_not_allowed');
  });

  it('asks the database once for many calls that come together', async () => {
    const { key } = await addToken();
    const results = await Promise.all(Array.from({ length: 50 }, async () => authenticator.authenticate(key, IP)));
    expect(results.every((result) => result.ok)).toBe(true);
    expect(lookUps).toHaveBeenCalledTimes(1);
  });

  it('remembers an unknown key for ten seconds', async () => {
    const key = generateApiKey();
    for (let call = 0; call < 5; call++) expect((await errorOf(key)).error.code).toBe('invalid_api_key');
    expect(lookUps).toHaveBeenCalledTimes(1);
    test.clock.pass(10);
    await errorOf(key);
    expect(lookUps).toHaveBeenCalledTimes(2);
  });

  it('does not ask the database about texts that cannot be keys', async () => {
    expect((await errorOf('sk-short')).error).toMatchObject({ code: 'invalid_api_key', status: 401 });
    expect((await errorOf(undefined)).error).toMatchObject({ code: 'token_missing', status: 401 });
    expect(lookUps).not.toHaveBeenCalled();
  });

  it('refuses in the order of the contract', async () => {
    const { key, tokens, token, user } = await addToken(
      { status: TokenStatus.Disabled, expiredTime: 5, group: 'svip', subnet: '10.0.0.0/8' },
      { status: UserStatus.Disabled },
    );
    const presented = `sk-${key}-7`;
    const codes = [(await errorOf(presented)).error.code];
    const mend = async (work: Promise<unknown>) => {
      await work;
      test.events.publish('token.changed', { tokenId: token.id, keyHash: token.keyHash });
      const result = await errorOf(presented);
      expect(result.caller?.tokenId).toBe(token.id);
      codes.push(result.error.code);
    };
    await mend(tokens.update(token.id, { status: TokenStatus.Enabled }));
    await mend(tokens.update(token.id, { expiredTime: -1 }));
    await mend(test.dataSource.getRepository(UserEntity).update(user.id, { status: UserStatus.Enabled }));
    await mend(tokens.update(token.id, { group: '' }));
    await mend(tokens.update(token.id, { subnet: '203.0.113.0/24' }));
    expect(codes).toEqual([
      'token_disabled',
      'token_expired',
      'user_disabled',
      'group_not_allowed',
      'ip_not_allowed',
      'channel_not_allowed',
    ]);
  });

  it('acceptance 13: names the subnets and the address when it refuses the address', async () => {
    const { key } = await addToken({ subnet: '10.0.0.0/8' });
    const { error } = await errorOf(key);
    expect(error.status).toBe(403);
    expect(error.text.zh).toBe(`该令牌只能在指定网段使用：10.0.0.0/8，当前 ip：${IP}`);
    expect((await authenticator.authenticate(key, '10.1.1.1')).ok).toBe(true);
  });

  it('notices that a remembered key has expired', async () => {
    const { key } = await addToken({ expiredTime: test.clock.seconds() + 60 });
    expect((await authenticator.authenticate(key, IP)).ok).toBe(true);
    test.clock.pass(60);
    expect((await errorOf(key)).error).toMatchObject({ code: 'token_expired', status: 401 });
  });

  it('lets an administrator ask for a channel, by number only', async () => {
    const { key } = await addToken({}, { role: Role.Admin });
    expect(await authenticator.authenticate(`sk-${key}-12`, IP)).toMatchObject({ ok: true, forcedChannelId: 12 });
    expect((await errorOf(`sk-${key}-twelve`)).error.status).toBe(400);
  });

  it('refuses keys whose owner is deleted or gone', async () => {
    const deleted = await addToken({}, { deletedAt: 1 });
    expect((await errorOf(deleted.key)).error).toMatchObject({ code: 'user_disabled', status: 403 });
    const gone = await addToken();
    await test.dataSource.getRepository(UserEntity).delete(gone.user.id);
    expect((await errorOf(gone.key)).error.code).toBe('user_disabled');
  });

  it('forgets all keys of a user who changed', async () => {
    const { key, user } = await addToken();
    await authenticator.authenticate(key, IP);
    await test.dataSource.getRepository(UserEntity).update(user.id, { group: 'svip' });
    expect(authenticator.authenticate(key, IP)).toMatchObject({ caller: { group: 'vip' } });
    test.events.publish('user.changed', { userId: user.id });
    expect(await authenticator.authenticate(key, IP)).toMatchObject({ caller: { group: 'svip' } });
  });

  it('does not keep what it read before a change that came meanwhile', async () => {
    const { key, token, tokens } = await addToken();
    const { promise: paused, resolve: goOn } = deferred();
    const original = TokenRepository.prototype.findByHashes.bind(test.get(TokenRepository));
    lookUps.mockImplementationOnce(async (hashes: readonly string[]) => {
      const rows = await original(hashes);
      await paused;
      return rows;
    });
    const stale = authenticator.authenticate(key, IP);
    await tokens.update(token.id, { status: TokenStatus.Disabled });
    test.events.publish('token.changed', { tokenId: token.id, keyHash: token.keyHash });
    goOn();
    await stale;
    expect((await errorOf(key)).error.code).toBe('token_disabled');
  });

  it('sees what other nodes changed after a refresh', async () => {
    const removed = await addToken();
    const changed = await addToken();
    await authenticator.authenticate(removed.key, IP);
    await authenticator.authenticate(changed.key, IP);
    await changed.tokens.delete(removed.token.id);
    await changed.tokens.update(changed.token.id, { name: 'renamed' });
    await test.get(UserUpkeep).refreshTokens();
    expect(authenticator.authenticate(changed.key, IP)).toMatchObject({ caller: { tokenName: 'renamed' } });
    expect((await errorOf(removed.key)).error.code).toBe('invalid_api_key');
  });
});

function deferred() {
  let resolve!: () => void;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
