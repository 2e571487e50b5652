import { Role, type Principal } from '@app/kernel';
import { AllowDefaultPassword, CurrentUser, reply, RequireRole } from '@app/platform';
import { Controller, Get, Post } from '@nestjs/common';
import request from 'supertest';
import { sha256Hex } from '../src/domain/sha256-hex';
import { UserStatus } from '../src/domain/user-status';
import { SessionEntity } from '../src/persistence/session.entity';
import { UserEntity } from '../src/persistence/user.entity';
import { UserUpkeep } from '../src/user.contract';
import { PASSWORD, startUserTestApp, type UserTestApp } from './support/user-test-app';

@Controller('api/probe')
class ProbeController {
  @Get('undeclared')
  undeclared() {
    return reply(true);
  }

  @Get('guest')
  @RequireRole(Role.Guest)
  guest() {
    return reply(true);
  }

  @Get('common')
  @RequireRole(Role.Common)
  common(@CurrentUser() principal: Principal) {
    return reply(principal);
  }

  @Post('common')
  @RequireRole(Role.Common)
  change() {
    return reply(true);
  }

  @Get('admin')
  @RequireRole(Role.Admin)
  admin() {
    return reply(true);
  }

  @Get('first-steps')
  @RequireRole(Role.Common)
  @AllowDefaultPassword()
  firstSteps() {
    return reply(true);
  }
}

@Controller('elsewhere')
class ElsewhereController {
  @Get()
  open() {
    return reply(true);
  }
}

describe('access to the management API', () => {
  let test: UserTestApp;
  let names = 0;
  const agent = () => request(test.app.getHttpServer());
  const users = () => test.dataSource.getRepository(UserEntity);

  beforeAll(async () => {
    test = await startUserTestApp({}, [ProbeController, ElsewhereController]);
  });

  afterAll(() => test.close());

  async function addCaller(change: Partial<UserEntity> = {}) {
    const name = `caller${names++}`;
    const user = await test.addUser({ username: name, accessTokenHash: sha256Hex(`token of ${name}`), ...change });
    return { user, authorization: `Bearer token of ${name}` };
  }

  async function logIn(user: UserEntity): Promise<string> {
    const answer = await agent()
      .post('/api/user/login')
      .send({ username: user.username, password: PASSWORD })
      .expect(200);
    return cookieOf(answer);
  }

  it('is closed to everybody where a handler names no role, but not outside of /api', async () => {
    const { authorization } = await addCaller({ role: Role.Root });
    const answer = await agent().get('/api/probe/undeclared').set('Authorization', authorization).expect(403);
    expect(answer.body).toMatchObject({ success: false, code: 'auth.role_undeclared' });
    await agent().get('/API/probe/undeclared').expect(403);
    await agent().get('/elsewhere').expect(200);
  });

  it('is open to guests where a handler says so', async () => {
    await agent().get('/api/probe/guest').expect(200);
  });

  it('answers 401 without credentials and with unknown ones', async () => {
    const none = await agent().get('/api/probe/common').expect(401);
    expect(none.body.message).toBe('无权进行此操作，未登录且未提供 access token');
    const unknown = await agent().get('/api/probe/common').set('Authorization', 'Bearer nobody').expect(401);
    expect(unknown.body.message).toBe('无权进行此操作，access token 无效');
    const stale = await agent()
      .get('/api/probe/common')
      .set('Cookie', `session=${'x'.repeat(43)}`)
      .expect(401);
    expect(stale.body.code).toBe('auth.not_logged_in');
  });

  it('takes an access token with and without Bearer', async () => {
    const { user, authorization } = await addCaller({ group: 'vip' });
    const answer = await agent().get('/api/probe/common').set('Authorization', authorization).expect(200);
    expect(answer.body.data).toEqual({
      userId: user.id,
      username: user.username,
      role: Role.Common,
      group: 'vip',
      mustChangePassword: false,
      via: 'access-token',
    });
    await agent().get('/api/probe/common').set('Authorization', authorization.slice(7)).expect(200);
  });

  it('takes a session before an access token, and the token when the session is gone', async () => {
    const { user } = await addCaller();
    const { authorization } = await addCaller();
    const cookie = await logIn(user);
    const both = { Cookie: cookie, Authorization: authorization };
    expect((await agent().get('/api/probe/common').set(both)).body.data).toMatchObject({
      userId: user.id,
      via: 'session',
    });
    await agent().post('/api/user/logout').set('Cookie', cookie).expect(200);
    expect((await agent().get('/api/probe/common').set(both)).body.data.via).toBe('access-token');
  });

  it('shuts a banned, demoted or deleted user out on the next call', async () => {
    const { user, authorization } = await addCaller({ role: Role.Admin });
    const cookie = await logIn(user);
    for (const credentials of [{ Cookie: cookie }, { Authorization: authorization }]) {
      await users().update(user.id, { role: Role.Admin, status: UserStatus.Enabled, deletedAt: null });
      await agent().get('/api/probe/admin').set(credentials).expect(200);
      await users().update(user.id, { role: Role.Common });
      const demoted = await agent().get('/api/probe/admin').set(credentials).expect(403);
      expect(demoted.body.message).toBe('无权进行此操作，权限不足');
      await users().update(user.id, { status: UserStatus.Disabled });
      const banned = await agent().get('/api/probe/common').set(credentials).expect(403);
      expect(banned.body.message).toBe('用户已被封禁');
      await users().update(user.id, { status: UserStatus.Enabled, deletedAt: 1 });
      await agent().get('/api/probe/common').set(credentials).expect(401);
    }
  });

  it('ends sessions when the session version moves and after 30 days', async () => {
    const { user } = await addCaller();
    const cookie = await logIn(user);
    await users().increment({ id: user.id }, 'sessionVersion', 1);
    await agent().get('/api/probe/common').set('Cookie', cookie).expect(401);

    const fresh = await logIn(user);
    await agent().get('/api/probe/common').set('Cookie', fresh).expect(200);
    test.clock.pass(30 * 24 * 3600);
    await agent().get('/api/probe/common').set('Cookie', fresh).expect(401);
    expect(await test.get(UserUpkeep).removeExpiredSessions()).toBeGreaterThanOrEqual(2);
    expect(await test.dataSource.getRepository(SessionEntity).countBy({ userId: user.id })).toBe(0);
  });

  it('refuses changes that another site triggers with the cookie, but not with an access token', async () => {
    const { user, authorization } = await addCaller();
    const cookie = await logIn(user);
    const foreign = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' };
    const answer = await agent()
      .post('/api/probe/common')
      .set({ Cookie: cookie, ...foreign })
      .expect(403);
    expect(answer.body.code).toBe('auth.origin_foreign');
    await agent().post('/api/probe/common').set({ Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' }).expect(201);
    await agent()
      .post('/api/probe/common')
      .set({ Authorization: authorization, ...foreign })
      .expect(201);
    await agent()
      .get('/api/user/token')
      .set({ Cookie: cookie, ...foreign })
      .expect(403);
    await agent()
      .get('/api/user/logout')
      .set({ Cookie: cookie, ...foreign })
      .expect(403);
    await agent().get('/api/probe/common').set('Cookie', cookie).expect(200);
  });

  it('allows little while the default password is in use', async () => {
    const { user, authorization } = await addCaller({ mustChangePassword: true });
    const cookie = await logIn(user);
    for (const credentials of [{ Cookie: cookie }, { Authorization: authorization }]) {
      const answer = await agent().get('/api/probe/common').set(credentials).expect(403);
      expect(answer.body.code).toBe('password_change_required');
      await agent().get('/api/probe/first-steps').set(credentials).expect(200);
    }
  });
});

function cookieOf(answer: request.Response): string {
  const [cookie] = answer.get('Set-Cookie') ?? [];
  if (cookie === undefined) throw new Error('no cookie was set');
  return cookie.split(';')[0]!;
}
