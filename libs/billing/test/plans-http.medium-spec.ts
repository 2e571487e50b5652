import { Role } from '@app/kernel';
import { ManagementApp } from '../../../test/harness/management-app';

const PLAN = {
  ...{ name: 'Coder', price_usd: '1', duration_days: 30 },
  windows: [{ length: 'day', metric: 'requests', limit: 5 }],
};

describe('plans over HTTP (real: database, HTTP, guards)', () => {
  let app: ManagementApp;

  beforeAll(async () => {
    app = await ManagementApp.start();
    await app.addUser(90, 'root-user', Role.Root, 0n);
    await app.addUser(91, 'admin-user', Role.Admin, 0n);
    await app.addUser(7, 'ann', Role.Common, 3_000_000_000n);
    await app.addUser(8, 'bob', Role.Common, 0n);
  });

  afterAll(() => app.remove());

  const post = (path: string, username: string, body: object = {}) => app.call('post', path, username).send(body);
  const addPlan = async (fields: object = {}): Promise<number> =>
    (await post('/api/plan', 'admin-user', { ...PLAN, ...fields }).expect(200)).body.data.id as number;
  const own = async (username: string) =>
    (await app.call('get', '/api/user/self/plans', username).expect(200)).body.data as { plan_id: number }[];

  it('shows a user his own subscriptions only, and lets him end none', async () => {
    const id = await addPlan();
    const { body } = await post(`/api/plan/${id}/purchase`, 'ann').expect(200);
    expect(await own('ann')).toMatchObject([{ plan_id: id }]);
    expect(await own('bob')).toEqual([]);
    await post(`/api/plan/subscriptions/${body.data.id}/cancel`, 'bob').expect(403);
    await post(`/api/plan/subscriptions/${body.data.id}/cancel`, 'ann').expect(403);
    expect(await own('ann')).toHaveLength(1);
  });

  it('sells a plan that is gone or switched off to nobody', async () => {
    const id = await addPlan({ is_enabled: false });
    await post(`/api/plan/${id}/purchase`, 'ann').expect(404);
    await app.call('delete', `/api/plan/${id}`, 'admin-user').expect(200);
    await app.call('delete', `/api/plan/${id}`, 'admin-user').expect(404);
    await post(`/api/plan/${id}/grant`, 'admin-user', { user_id: 7 }).expect(404);
  });

  it('lets admins give plans to lower ranks only, like money', async () => {
    const id = await addPlan();
    await post(`/api/plan/${id}/grant`, 'admin-user', { user_id: 8 }).expect(200);
    for (const user_id of [90, 91]) {
      const { body } = await post(`/api/plan/${id}/grant`, 'admin-user', { user_id }).expect(403);
      expect(body).toMatchObject({ code: 'user.rank_too_low' });
    }
    const given = await post(`/api/plan/${id}/grant`, 'root-user', { user_id: 91 }).expect(200);
    await post(`/api/plan/subscriptions/${given.body.data.id}/cancel`, 'admin-user').expect(403);
    await post(`/api/plan/${id}/grant`, 'root-user', { user_id: 4_711 }).expect(404);
  });

  it.each([
    ['name', { name: 'x'.repeat(81) }],
    ['name', { name: 7 }],
    ['price', { price_usd: '0.0000000001' }],
    ['price', { price_usd: '100000001' }],
    ['price', { price_usd: 1 }],
    ['days', { duration_days: 1.5 }],
    ['days', { duration_days: '30' }],
    ['window', { windows: [{ length: '5h', anchor: 'calendar', metric: 'requests', limit: 1 }] }],
    ['window', { windows: [{ length: 'term', anchor: 'first-use', metric: 'requests', limit: 1 }] }],
    ['window', { windows: [{ length: 'day', metric: 'requests', limit: 2 ** 53 }] }],
    ['window', { windows: [{ length: 'day', metric: 'tokens', limit: -1 }] }],
    ['window', { windows: [{ length: 'day', metric: 'tokens', limit: 0.5 }] }],
    ['window', { windows: [{ length: 'day', metric: 'tokens', limit: 1, limit_usd: '1' }] }],
    ['window', { windows: [{ length: 'day', metric: 'money', limit_usd: '-1' }] }],
    ['window', { windows: [{ length: 'day', metric: 'money', limit_usd: '1e3' }] }],
    ['zone', { windows: [{ length: 'day', anchor: 'calendar', time_zone: 'Mars', metric: 'tokens', limit: 1 }] }],
    ['channel', { channels: [2 ** 31] }],
    ['limit', { per_user_limit: -1 }],
  ])('refuses a plan whose %s cannot be: %j', async (_, fields) => {
    const { status } = await post('/api/plan', 'admin-user', { ...PLAN, ...fields });
    expect([400, 422]).toContain(status);
  });

  it('refuses ids that no column holds', async () => {
    const body = { ...PLAN, id: 2 ** 31 };
    expect([400, 422]).toContain((await app.call('put', '/api/plan', 'admin-user').send(body)).status);
    expect([400, 422]).toContain(
      (await app.call('get', `/api/plan/subscriptions?user_id=${2 ** 31}`, 'admin-user')).status,
    );
  });
});
