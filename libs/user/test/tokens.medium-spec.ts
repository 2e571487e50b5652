import { LogType, Role } from '@app/kernel';
import request from 'supertest';
import { sha256Hex } from '../src/domain/sha256-hex';
import { TokenEntity } from '../src/persistence/token.entity';
import { TokenRepository } from '../src/persistence/token.repository';
import type { UserEntity } from '../src/persistence/user.entity';
import { startUserTestApp, type UserTestApp } from './support/user-test-app';

interface TokenBody {
  id: number;
  key: string;
  status: number;
  [field: string]: unknown;
}

describe('tokens', () => {
  let test: UserTestApp;
  let owner: UserEntity;
  let names = 0;
  const rows = () => test.dataSource.getRepository(TokenEntity);

  beforeAll(async () => {
    test = await startUserTestApp();
  });

  beforeEach(async () => {
    test.options.put('UserGroupEnabled', 'false');
    owner = await addOwner();
  });

  afterAll(() => test.close());

  async function addOwner(change: Partial<UserEntity> = {}): Promise<UserEntity> {
    const username = `owner${names++}`;
    return test.addUser({ username, accessTokenHash: sha256Hex(username), ...change });
  }

  function call(method: 'get' | 'post' | 'put' | 'delete', path: string, caller = owner) {
    return request(test.app.getHttpServer())[method](path).set('Authorization', `Bearer ${caller.username}`);
  }

  async function create(fields: object = {}, caller = owner): Promise<TokenBody> {
    const answer = await call('post', '/api/token/', caller).send(fields).expect(200);
    return answer.body.data as TokenBody;
  }

  it('shows the whole key at creation only and stores its hash', async () => {
    const created = await create({ name: '手机', remain_quota: 500_000, models: 'gpt-4o, o3', subnet: '10.0.0.0/8' });
    expect(created.key).toMatch(/^sk-[0-9A-Za-z]{48}$/);
    const key = created.key.slice(3);
    const read = (await call('get', `/api/token/${created.id}`).expect(200)).body.data as TokenBody;
    expect(read).toMatchObject({
      user_id: owner.id,
      key: `sk-${key.slice(0, 4)}…${key.slice(-4)}`,
      name: '手机',
      status: 1,
      remain_quota: 500_000,
      remain_usd: '1',
      used_quota: 0,
      expired_time: -1,
      models: 'gpt-4o,o3',
      subnet: '10.0.0.0/8',
      can_reveal: true,
    });
    const row = await rows().findOneByOrFail({ id: created.id });
    expect(row.keyHash).toBe(sha256Hex(key));
    expect(JSON.stringify(read)).not.toContain(key);
    expect(test.events.payloadsOf('token.changed')).toContainEqual({ tokenId: row.id, keyHash: row.keyHash });
  });

  it('acceptance 13: lets a missing or zero expiry never expire at creation, but not later', async () => {
    const { id } = await create({ expired_time: 0, unlimited_quota: true });
    expect((await rows().findOneByOrFail({ id })).expiredTime).toBe(-1);
    const answer = await call('put', '/api/token/').send({ id, expired_time: 0 }).expect(200);
    expect(answer.body.data).toMatchObject({ expired_time: 0, status: 3 });
  });

  it.each([
    [{ name: '名'.repeat(31) }, '令牌名称过长'],
    [{ subnet: '10.0.0.0/8,office' }, '无效的网段：office'],
    [{ group: 'vip' }, '无效的用户组'],
    [{ remain_quota: 9e15 }, '令牌额度过大'],
    [{ remain_quota: -1 }, '无效的参数：remain_quota'],
    [{ expired_time: 1.5 }, '无效的参数：expired_time'],
    [{ name: 5 }, '无效的参数：name'],
  ])('refuses %j, at creation and on change', async (fields, message) => {
    expect((await call('post', '/api/token').send(fields).expect(422)).body.message).toBe(message);
    const { id } = await create();
    expect(
      (
        await call('put', '/api/token')
          .send({ id, ...fields })
          .expect(422)
      ).body.message,
    ).toBe(message);
  });

  it('acceptance 13: honours the group switch and the list of groups', async () => {
    const admin = await addOwner({ role: Role.Admin });
    await create({ group: 'default' });
    await call('post', '/api/token', admin).send({ group: 'vip' }).expect(422);
    test.options.put('UserGroupEnabled', 'true');
    test.options.put('GroupUserRatio', '{"vip":"VIP"}');
    expect(await create({ group: 'vip' })).toMatchObject({ group: 'vip' });
    await call('post', '/api/token').send({ group: 'svip' }).expect(422);
    expect(await create({ group: 'svip' }, admin)).toMatchObject({ group: 'svip' });
  });

  it('lists own tokens newest first, page by page, with the number of all', async () => {
    await create({}, await addOwner());
    for (let index = 0; index < 12; index++) await create({ name: `t${index}` });
    const first = await call('get', '/api/token/').expect(200);
    expect(first.body.total).toBe(12);
    expect((first.body.data as TokenBody[]).map((token) => token['name'])).toEqual(
      Array.from({ length: 10 }, (_, index) => `t${11 - index}`),
    );
    const second = await call('get', '/api/token?p=1&size=5').expect(200);
    expect((second.body.data as TokenBody[]).map((token) => token['name'])).toEqual(['t6', 't5', 't4', 't3', 't2']);
  });

  it('searches by part of the name, taking wildcards as they are, and by key', async () => {
    const plain = await create({ name: 'Work laptop' });
    await create({ name: 'home' });
    const percent = await create({ name: '100%_sure' });
    const search = async (query: string) => {
      const answer = await call('get', `/api/token/search?${query}`).expect(200);
      return (answer.body.data as TokenBody[]).map((token) => token.id);
    };
    expect(await search('keyword=LAPTOP')).toEqual([plain.id]);
    expect(await search(`keyword=${encodeURIComponent('%')}`)).toEqual([percent.id]);
    expect(await search(`keyword=${encodeURIComponent('0%_')}`)).toEqual([percent.id]);
    expect(await search(`token=${plain.key}`)).toEqual([plain.id]);
    expect(await search(`token=${plain.key.slice(3)}&keyword=home`)).toEqual([]);
    expect(await search(`token=${plain.key.slice(0, 7)}`)).toContain(plain.id);
    expect(await search('')).toHaveLength(3);
  });

  it('treats a token of somebody else like one that does not exist', async () => {
    const { id } = await create({ name: 'mine', unlimited_quota: true });
    const stranger = await addOwner({ role: Role.Root });
    for (const attempt of [
      call('get', `/api/token/${id}`, stranger),
      call('put', '/api/token/', stranger).send({ id, name: 'yours' }),
      call('put', '/api/token/?status_only=true', stranger).send({ id, status: 2 }),
      call('put', '/api/token/?billing_strategy_only=true', stranger).send({ id, billing_enabled: true }),
      call('put', `/api/token/${id}/billing_strategy`, stranger).send({ billing_enabled: 1 }),
      call('delete', `/api/token/${id}`, stranger),
      call('post', `/api/token/${id}/reveal`, stranger),
    ]) {
      expect((await attempt.expect(404)).body.code).toBe('token.not_found');
    }
    await call('get', '/api/token/first').expect(404);
    const found = await call('get', '/api/token/search?keyword=mine', stranger).expect(200);
    expect(found.body).toMatchObject({ data: [], total: 0 });
    expect(await rows().findOneByOrFail({ id })).toMatchObject({ name: 'mine', status: 1, billingEnabled: false });
  });

  it('writes only what was sent, and an allowance only when it differs from the shown one', async () => {
    const { id } = await create({ name: 'before', remain_quota: 10, models: 'o3' });
    await rows().update(id, { remain: 19_999n, used: 7n });
    const answer = await call('put', '/api/token').send({ id, name: 'after', remain_quota: 9, status: 2 }).expect(200);
    expect(answer.body.data).toMatchObject({ name: 'after', models: 'o3', status: 1 });
    expect(await rows().findOneByOrFail({ id })).toMatchObject({ remain: 19_999n, used: 7n });
    await call('put', '/api/token').send({ id, remain_quota: 0, models: '' }).expect(200);
    expect(await rows().findOneByOrFail({ id })).toMatchObject({ remain: 0n, used: 7n, models: '', name: 'after' });
  });

  describe('an allowance that calls spend while a form is open', () => {
    const put = (body: object) => call('put', '/api/token').send(body);
    const remain = async (id: number) => (await rows().findOneByOrFail({ id })).remain;
    /** What the form has loaded; afterwards a call is charged 100 quota. */
    async function openForm(): Promise<TokenBody> {
      const { id } = await create({ name: 'form', remain_quota: 1000 });
      const shown = (await call('get', `/api/token/${id}`).expect(200)).body.data as TokenBody;
      await rows().update(id, { remain: 1_800_000n, used: 200_000n });
      return shown;
    }

    it('is not refilled by a client that sends back the whole token with another field changed', async () => {
      const shown = await openForm();
      const answer = await put({ ...shown, name: 'renamed' }).expect(200);
      expect(answer.body.data).toMatchObject({ name: 'renamed', remain_quota: 900 });
      expect(await remain(shown.id)).toBe(1_800_000n);
    });

    it('is set by such a client when its number was changed', async () => {
      const shown = await openForm();
      await put({ ...shown, remain_quota: 1500 }).expect(200);
      expect(await remain(shown.id)).toBe(3_000_000n);
      // 1000 quota at first, and what is more than the call has left of them.
      expect(test.allowances.sumOf(shown.id)).toBe(2_000_000n + 1_200_000n);
    });

    it('is set against the expected number only while that holds, and else nothing is changed', async () => {
      const { id } = await openForm();
      const stale = await put({ id, name: 'x', remain_quota: 1500, expected_remain_quota: 1000 }).expect(409);
      expect(stale.body.code).toBe('token.remain_changed');
      expect(await rows().findOneByOrFail({ id })).toMatchObject({ name: 'form', remain: 1_800_000n });
      await put({ id, name: 'x', remain_quota: 1000, expected_remain_quota: 1000 }).expect(200);
      expect(await rows().findOneByOrFail({ id })).toMatchObject({ name: 'x', remain: 1_800_000n });
      await put({ id, remain_quota: 1500, expected_remain_quota: 900 }).expect(200);
      expect(await remain(id)).toBe(3_000_000n);
    });

    it('is not overwritten by a conditional update when a call is charged just before the write', async () => {
      const { id } = await create({ remain_quota: 1000 });
      const repository = test.get(TokenRepository);
      const findOwned = repository.findOwned.bind(repository);
      jest.spyOn(repository, 'findOwned').mockImplementationOnce(async (...where) => {
        const found = await findOwned(...where);
        await rows().update(id, { remain: 1_999_999n });
        return found;
      });
      await put({ id, remain_quota: 1500, expected_remain_quota: 1000 }).expect(409);
      expect(await remain(id)).toBe(1_999_999n);
    });

    it('may be below 0 and sent back so, but not set so', async () => {
      const { id } = await openForm();
      await rows().update(id, { remain: -2000n });
      const shown = (await call('get', `/api/token/${id}`)).body.data as TokenBody;
      expect(shown).toMatchObject({ remain_quota: -1, remain_usd: '-0.000002' });
      await put({ ...shown, name: 'overdrawn' }).expect(200);
      expect(await rows().findOneByOrFail({ id })).toMatchObject({ name: 'overdrawn', remain: -2000n });
      await put({ id, remain_quota: -5 }).expect(422);
    });

    it.each([{ expected_remain_quota: 'many' }, { remain_usd: '1e9' }, { remain_usd: 1 }])(
      'takes no malformed %j',
      async (field) => {
        const { id } = await create();
        await put({ id, remain_quota: 5, ...field }).expect(422);
      },
    );
  });

  it('acceptance 13: switches on and off, and says why it cannot be switched on', async () => {
    const setStatus = (id: number, status: unknown) => call('put', '/api/token?status_only=1').send({ id, status });
    const { id } = await create({ remain_quota: 1 });
    expect((await setStatus(id, 2).expect(200)).body.data.status).toBe(2);
    expect((await setStatus(id, 1).expect(200)).body.data.status).toBe(1);
    await setStatus(id, 3).expect(422);
    await setStatus(id, undefined).expect(422);
    await rows().update(id, { remain: 0n });
    expect((await setStatus(id, 1).expect(409)).body.message).toBe(
      '令牌可用额度已用尽，无法启用，请先修改令牌剩余额度，或者设置为无限额度',
    );
    await rows().update(id, { expiredTime: test.clock.seconds() });
    expect((await setStatus(id, 1).expect(409)).body.message).toBe(
      '令牌已过期，无法启用，请先修改令牌过期时间，或者设置为永不过期',
    );
  });

  it('changes the way of billing by either route', async () => {
    const { id } = await create();
    const answer = await call('put', `/api/token/${id}/billing_strategy`).send({ billing_enabled: 1 }).expect(200);
    expect(answer.body).toMatchObject({
      message: 'Billing strategy updated successfully',
      data: { billing_enabled: true },
    });
    await call('put', '/api/token?billing_strategy_only=1').send({ id, billing_enabled: false }).expect(200);
    expect((await rows().findOneByOrFail({ id })).billingEnabled).toBe(false);
    await call('put', `/api/token/${id}/billing_strategy`).send({ billing_enabled: 2 }).expect(422);
  });

  it('is removed for good and tells so', async () => {
    const { id, key } = await create();
    await call('delete', `/api/token/${id}`).expect(200);
    await call('get', `/api/token/${id}`).expect(404);
    const keyHash = sha256Hex(key.slice(3));
    expect(
      test.events.payloadsOf('token.changed').filter((payload) => (payload as { keyHash: string }).keyHash === keyHash),
    ).toHaveLength(2);
  });

  it('reveals a stored key and leaves a trace', async () => {
    const { id, key } = await create({ name: 'mine' });
    const answer = await call('post', `/api/token/${id}/reveal`).expect(200);
    expect(answer.body.data).toEqual({ key });
    const records = test.events.payloadsOf('audit.recorded') as { userId: number; type: LogType; text: string }[];
    const record = records.find((candidate) => candidate.userId === owner.id);
    expect(record).toMatchObject({ type: LogType.Manage, username: owner.username });
    expect(record?.text).toContain('mine');
    expect(record?.text).not.toContain(key);
  });

  it('reveals no key while the option is off, not even one stored before', async () => {
    const { id, key } = await create();
    test.options.put('RevealTokenKeyEnabled', 'false');
    const answer = await call('post', `/api/token/${id}/reveal`).expect(403);
    const read = await call('get', `/api/token/${id}`).expect(200);
    test.options.put('RevealTokenKeyEnabled', 'true');
    expect(answer.body.code).toBe('token.reveal_disabled');
    expect(JSON.stringify(answer.body)).not.toContain(key.slice(3));
    expect(read.body.data.can_reveal).toBe(false);
    const records = test.events.payloadsOf('audit.recorded') as { userId: number }[];
    expect(records.filter((record) => record.userId === owner.id)).toEqual([]);
    expect((await call('post', `/api/token/${id}/reveal`).expect(200)).body.data).toEqual({ key });
  });

  it('cannot reveal a key that was shown once', async () => {
    test.options.put('RevealTokenKeyEnabled', 'false');
    const { id } = await create();
    test.options.put('RevealTokenKeyEnabled', 'true');
    expect((await rows().findOneByOrFail({ id })).keySealed).toBeNull();
    const answer = await call('post', `/api/token/${id}/reveal`).expect(409);
    expect(answer.body.code).toBe('token.key_shown_once');
  });
});
