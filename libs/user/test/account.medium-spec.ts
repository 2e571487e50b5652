import { LogType, Role } from '@app/kernel';
import request from 'supertest';
import { PasswordHasher } from '../src/application/password-hasher';
import { sha256Hex } from '../src/domain/sha256-hex';
import { UserStatus } from '../src/domain/user-status';
import { SessionEntity } from '../src/persistence/session.entity';
import { UserEntity } from '../src/persistence/user.entity';
import { PASSWORD, startUserTestApp, type UserTestApp } from './support/user-test-app';

const NEW_PASSWORD = 'battery staple';

describe('login and own account', () => {
  let test: UserTestApp;
  let names = 0;
  const agent = () => request(test.app.getHttpServer());
  const users = () => test.dataSource.getRepository(UserEntity);
  const addUser = (change: Partial<UserEntity> = {}) => test.addUser({ username: `Person${names++}`, ...change });

  beforeAll(async () => {
    test = await startUserTestApp();
  });

  afterAll(() => test.close());

  async function logIn(user: UserEntity, password = PASSWORD) {
    const answer = await agent().post('/api/user/login').send({ username: user.username, password }).expect(200);
    const cookie = (answer.get('Set-Cookie') ?? [])[0]!;
    return { cookie: cookie.split(';')[0]!, attributes: cookie, body: answer.body as { data: object } };
  }

  const change = (cookie: string, body: object) => agent().put('/api/user/self').set('Cookie', cookie).send(body);

  it('sets an HttpOnly cookie for 30 days whose value is not in the database', async () => {
    const user = await addUser();
    const { cookie, attributes, body } = await logIn(user);
    expect(attributes).toContain('Max-Age=2592000; Path=/;');
    expect(attributes).toContain('HttpOnly; SameSite=Lax');
    expect(attributes).not.toContain('Secure');
    expect(body.data).toEqual({
      id: user.id,
      username: user.username,
      display_name: '',
      role: 1,
      status: 1,
      group: 'default',
      must_change_password: false,
    });
    const session = await test.dataSource.getRepository(SessionEntity).findOneByOrFail({ userId: user.id });
    const sessionId = cookie.slice('session='.length);
    expect(session.idHash).toBe(sha256Hex(sessionId));
  });

  it('marks the cookie Secure when a trusted proxy says that the browser came over https', async () => {
    const user = await addUser();
    const answer = await agent()
      .post('/api/user/login')
      .set('X-Forwarded-Proto', 'https')
      .send({ username: user.username, password: PASSWORD })
      .expect(200);
    expect((answer.get('Set-Cookie') ?? [])[0]).toContain('; Secure');
  });

  it('keeps a record of the login with the address', async () => {
    const user = await addUser();
    test.clock.pass(100);
    await agent()
      .post('/api/user/login')
      .set('X-Forwarded-For', '198.51.100.4')
      .send({ username: user.username, password: PASSWORD });
    expect(test.events.payloadsOf('audit.recorded')).toContainEqual({
      type: LogType.System,
      userId: user.id,
      username: user.username,
      text: '用户登录',
      ip: '198.51.100.4',
    });
    expect((await users().findOneByOrFail({ id: user.id })).lastLoginAt).toBe(test.clock.seconds());
  });

  it('takes the name in any case and the email', async () => {
    const user = await addUser({ email: 'person@example.com' });
    for (const username of [user.username.toUpperCase(), 'person@example.com']) {
      const answer = await agent().post('/api/user/login').send({ username, password: PASSWORD }).expect(200);
      expect(answer.body.data.id).toBe(user.id);
    }
  });

  it('takes no email that two accounts carry', async () => {
    await addUser({ email: 'both@example.com' });
    await addUser({ email: 'both@example.com' });
    await agent().post('/api/user/login').send({ username: 'both@example.com', password: PASSWORD }).expect(401);
  });

  it('gives one answer to wrong passwords, unknown names, banned, deleted and passwordless users', async () => {
    const attempts = [
      { username: (await addUser()).username, password: 'wrong' },
      { username: 'nobody', password: PASSWORD },
      { username: (await addUser({ status: UserStatus.Disabled })).username, password: PASSWORD },
      { username: (await addUser({ deletedAt: 1 })).username, password: PASSWORD },
      { username: (await addUser({ password: '' })).username, password: PASSWORD },
      { username: (await addUser()).username, password: `${PASSWORD}${'x'.repeat(100)}` },
    ];
    for (const attempt of attempts) {
      const answer = await agent().post('/api/user/login').send(attempt).expect(401);
      expect(answer.body.message).toBe('用户名或密码错误，或用户已被封禁');
      expect(answer.get('Set-Cookie')).toBeUndefined();
    }
  });

  it('compares a password even when there is nobody to compare it with', async () => {
    const matches = jest.spyOn(test.get(PasswordHasher), 'matches');
    await agent().post('/api/user/login').send({ username: 'nobody', password: PASSWORD }).expect(401);
    expect(matches).toHaveBeenCalledWith(PASSWORD, undefined);
    matches.mockRestore();
  });

  it.each([
    ['nothing', undefined],
    ['an empty password', { username: 'a', password: '' }],
    ['an object as password', { username: 'a', password: { length: 8 } }],
  ])('refuses %s', async (_, body) => {
    const answer = await agent().post('/api/user/login').send(body).expect(422);
    expect(answer.body.message).toBe('用户名或密码为空');
  });

  it('takes no credentials from the address', async () => {
    const user = await addUser();
    await agent()
      .post(`/api/user/login?username=${user.username}&password=${encodeURIComponent(PASSWORD)}`)
      .expect(422);
  });

  it('can be switched off', async () => {
    const user = await addUser();
    test.options.put('PasswordLoginEnabled', 'false');
    const answer = await agent()
      .post('/api/user/login')
      .send({ username: user.username, password: PASSWORD })
      .expect(403);
    test.options.put('PasswordLoginEnabled', 'true');
    expect(answer.body.message).toBe('管理员关闭了密码登录');
  });

  it('ends the session that the browser had before', async () => {
    const user = await addUser();
    const { cookie } = await logIn(user);
    await agent().post('/api/user/login').set('Cookie', cookie).send({ username: user.username, password: PASSWORD });
    await agent().get('/api/user/self').set('Cookie', cookie).expect(401);
  });

  it('shows money as quota and exact dollars, and no hash', async () => {
    const user = await addUser({
      balance: 12_345_678_901n,
      usedAmount: 1n,
      requestCount: 3,
      accessTokenHash: 'a'.repeat(64),
    });
    const { cookie } = await logIn(user);
    const answer = await agent().get('/api/user/self').set('Cookie', cookie).expect(200);
    expect(answer.body.data).toMatchObject({
      quota: 6_172_839,
      balance_usd: '12.345678901',
      used_quota: 1,
      used_usd: '0.000000001',
      request_count: 3,
      has_access_token: true,
    });
    expect(JSON.stringify(answer.body)).not.toMatch(/\$2[aby]\$|aaaaaaaa/);
  });

  it('changes names, and refuses one that is taken in another case', async () => {
    const user = await addUser();
    const other = await addUser();
    const { cookie } = await logIn(user);
    const answer = await change(cookie, { username: 'Renamed', display_name: 'Re Named', role: Role.Root }).expect(200);
    expect(answer.body.data).toMatchObject({ username: 'Renamed', display_name: 'Re Named', role: Role.Common });
    expect(test.events.payloadsOf('user.changed')).toContainEqual({ userId: user.id });
    await change(cookie, { username: 'RENAMED' }).expect(200);
    const taken = await change(cookie, { username: other.username.toLowerCase() }).expect(409);
    expect(taken.body.message).toBe('用户名已存在，或已注销');
    await change(cookie, { username: 'with blank' }).expect(422);
    await change(cookie, { username: 'thirteenchars' }).expect(422);
  });

  it('wants the current password for a new one', async () => {
    const user = await addUser();
    const { cookie } = await logIn(user);
    for (const original_password of [undefined, '', 'wrong']) {
      const answer = await change(cookie, { password: NEW_PASSWORD, original_password }).expect(422);
      expect(answer.body.code).toBe('user.original_password_wrong');
    }
    await change(cookie, { password: '123456', original_password: PASSWORD }).expect(422);
    await logIn(user);
  });

  it('ends every other session with a new password and goes on under a new id', async () => {
    const user = await addUser({ mustChangePassword: true });
    const elsewhere = await logIn(user);
    const here = await logIn(user);
    const answer = await change(here.cookie, { password: NEW_PASSWORD, original_password: PASSWORD }).expect(200);
    expect(answer.body.data.must_change_password).toBe(false);
    const renewed = (answer.get('Set-Cookie') ?? [])[0]!.split(';')[0]!;
    expect(renewed).not.toBe(here.cookie);
    await agent().get('/api/user/self').set('Cookie', renewed).expect(200);
    await agent().get('/api/user/self').set('Cookie', here.cookie).expect(401);
    await agent().get('/api/user/self').set('Cookie', elsewhere.cookie).expect(401);
    await agent().post('/api/user/login').send({ username: user.username, password: PASSWORD }).expect(401);
    await logIn(user, NEW_PASSWORD);
  });

  it('ends the access token with a new password, whichever way the change came, and with nothing else', async () => {
    const user = await addUser();
    const { cookie } = await logIn(user);
    const renew = async () =>
      (await agent().post('/api/user/token').set('Cookie', cookie).expect(200)).body.data as string;
    const withToken = (token: string) => agent().get('/api/user/self').set('Authorization', token);

    const first = await renew();
    await change(cookie, { display_name: 'same password' }).expect(200);
    await withToken(first).expect(200);
    const body = { password: NEW_PASSWORD, original_password: PASSWORD };
    const answer = await agent().put('/api/user/self').set('Authorization', first).send(body).expect(200);
    expect(answer.body.data.has_access_token).toBe(false);
    expect(answer.get('Set-Cookie')).toBeUndefined();
    await withToken(first).expect(401);
    await agent().get('/api/user/self').set('Cookie', cookie).expect(401);

    const again = await logIn(user, NEW_PASSWORD);
    const second = (await agent().post('/api/user/token').set('Cookie', again.cookie)).body.data as string;
    await withToken(second).expect(200);
    await change(again.cookie, { password: PASSWORD, original_password: NEW_PASSWORD }).expect(200);
    await withToken(second).expect(401);
  });

  it('keeps the access token when the change of the password is refused', async () => {
    const user = await addUser({ accessTokenHash: sha256Hex('kept token') });
    const { cookie } = await logIn(user);
    const other = await addUser();
    await change(cookie, { password: NEW_PASSWORD, original_password: 'wrong' }).expect(422);
    const taken = { password: NEW_PASSWORD, original_password: PASSWORD, username: other.username };
    await change(cookie, taken).expect(409);
    await agent().get('/api/user/self').set('Authorization', 'kept token').expect(200);
    await agent().get('/api/user/self').set('Cookie', cookie).expect(200);
  });

  it('shows a new access token once and forgets the old one', async () => {
    const { cookie } = await logIn(await addUser());
    const first = (await agent().post('/api/user/token').set('Cookie', cookie).expect(200)).body.data as string;
    const byLink = agent().get('/api/user/token').set('Cookie', cookie);
    // A link on another site's page: the browser sends the cookie and nothing about where it comes from.
    await byLink.expect(403);
    const ours = agent().get('/api/user/token').set('Cookie', cookie).set('Sec-Fetch-Site', 'same-origin');
    const second = (await ours.expect(200)).body.data as string;
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    await agent().get('/api/user/self').set('Authorization', second).expect(200);
    await agent().get('/api/user/self').set('Authorization', first).expect(401);
  });

  it('logs out without complaint, logged in or not', async () => {
    const { cookie } = await logIn(await addUser());
    const answer = await agent().post('/api/user/logout').set('Cookie', cookie).expect(200);
    expect(answer.body).toEqual({ success: true, message: '', data: null });
    expect((answer.get('Set-Cookie') ?? [])[0]).toContain('session=; Path=/; Expires=Thu, 01 Jan 1970');
    await agent().get('/api/user/logout').expect(200);
  });
});
