import { LogType, Role } from '@app/kernel';
import { ManagementApp } from '../../../test/harness/management-app';
import { waitFor } from '../../../test/harness/wait-for';
import { PriceBook } from '../src/application/price-book';

// Real: HTTP, guards, validation, database (SQLite).
describe('the API of price drafts and versions', () => {
  let api: ManagementApp;
  let address = 0;
  /** Each test from an address of its own, or all together would be too many calls in a minute. */
  const as = (username: string | undefined, method: 'get' | 'post' | 'put', path: string) =>
    api.call(method, `/api/price/${path}`, username).set('X-Forwarded-For', `10.0.0.${address}`);
  const inputOf = (model: string) => api.get(PriceBook).version.list.models.get(model)?.perMillion?.input;
  const inForce = () => api.get(PriceBook).version.id;
  const priced = (input: string) => ({ perMillion: { input, output: '10' } });

  interface Draft {
    id: number;
    revision: number;
    base_version: number;
    list: { models: Record<string, unknown> };
  }
  const create = async (body: object = {}): Promise<Draft> =>
    (await as('admin', 'post', 'drafts').send(body).expect(200)).body.data;
  const edit = async ({ id, revision }: Draft, edits: object): Promise<Draft> =>
    (await as('admin', 'put', `drafts/${id}`).send({ revision, edits }).expect(200)).body.data;
  const publish = ({ id, revision }: Draft, more: object = {}) =>
    as('root', 'post', `drafts/${id}/publish`).send({ revision, ...more });

  beforeAll(async () => {
    api = await ManagementApp.start();
    await api.addUser(1, 'root', Role.Root, 0n);
    await api.addUser(2, 'admin', Role.Admin, 0n);
    await api.addUser(3, 'alice', Role.Common, 0n);
  });

  beforeEach(() => address++);
  afterAll(() => api.remove());

  it('is for staff, and only root publishes, rolls back and cancels', async () => {
    const draft = await create();
    const routes = [
      ['get', 'drafts'],
      ['post', 'drafts'],
      ['get', `drafts/${draft.id}`],
      ['put', `drafts/${draft.id}`],
      ['get', `drafts/${draft.id}/diff`],
      ['get', `drafts/${draft.id}/effect`],
      ['get', `drafts/${draft.id}/offer`],
      ['post', `drafts/${draft.id}/take`],
      ['post', `drafts/${draft.id}/rebase`],
      ['post', `drafts/${draft.id}/discard`],
      ['get', 'versions'],
      ['get', 'versions/1'],
      ['get', 'versions/1/diff?from=1'],
    ] as const;
    const rootRoutes = [
      ['post', `drafts/${draft.id}/publish`],
      ['post', 'versions/1/rollback'],
      ['post', 'versions/1/cancel'],
    ] as const;
    for (const [method, path] of [...routes, ...rootRoutes]) {
      await as('alice', method, path).send({}).expect(403);
      await as(undefined, method, path).send({}).expect(401);
    }
    for (const [method, path] of rootRoutes) await as('admin', method, path).send({}).expect(403);
    expect(inForce()).toBe(1);
  });

  it('takes a draft from its first edit to the prices in force, and leaves log rows', async () => {
    const base = inForce();
    const draft = await edit(await create({ note: 'spring' }), {
      models: { 'my-model': priced('3'), 'gpt-4o': priced('5') },
      groups: { vip: { factor: '0.5', overrides: { 'my-model': { factor: '0.1' } } } },
      channelCosts: { '7': { 'my-model': { price: { perMillion: { input: '1', output: '2' } } } } },
    });
    const { body } = await as('admin', 'get', `drafts/${draft.id}/diff`).expect(200);
    expect(body.data).toMatchObject({ base_version: base, in_force: base, is_outdated: false, scheduled: [] });
    const byPath = new Map(body.data.changes.map((change: { path: string }) => [change.path, change]));
    expect([...byPath.keys()].sort()).toEqual([
      'channelCosts.7.my-model',
      'groups.vip',
      'groups.vip.overrides.my-model',
      'models.gpt-4o',
      'models.my-model',
    ]);
    expect(byPath.get('models.gpt-4o')).toMatchObject({
      kind: 'model',
      change: 'changed',
      old_source: 'genai-prices',
      new_source: 'operator',
      lines: expect.arrayContaining([
        { name: 'input', old: '2.5', new: '5', percent: 100 },
        { name: 'cacheRead', old: '1.25', new: null, percent: null },
      ]),
    });
    expect(body.data.below_cost).toEqual([
      {
        channel_id: 7,
        model: 'my-model',
        group: 'vip',
        classes: expect.arrayContaining(['input', 'output']),
        is_new: true,
      },
    ]);
    expect(inputOf('my-model')).toBeUndefined();
    const published = await publish(draft).expect(200);
    expect(published.body.data).toMatchObject({ version: base + 1, scheduled: [] });
    expect(inputOf('my-model')).toBe('3');
    const versions = await as('admin', 'get', 'versions').expect(200);
    expect(versions.body.data[0]).toMatchObject({ id: base + 1, state: 'in-force', note: 'spring', author_id: 1 });
    await publish({ ...draft, revision: draft.revision + 1 }).expect(409);
    const told = `发布价格草稿 #${draft.id} 为版本 ${base + 1}`;
    await waitFor(async () => {
      const rows = await api.query(`SELECT multiplier FROM logs WHERE type = ${LogType.Manage} AND user_id = 1`);
      return rows.find(({ multiplier }) => multiplier === told);
    }, 'the log row of the publication');
  });

  it('names the path of what cannot be, and changes nothing then', async () => {
    const draft = await create();
    const bad = (edits: object) => as('admin', 'put', `drafts/${draft.id}`).send({ revision: draft.revision, edits });
    for (const [edits, path] of [
      [{ models: { m: priced('-1') } }, 'models.m.perMillion.input'],
      [{ models: { m: { perMillion: { inputs: '1' } } } }, 'models.m.perMillion'],
      [{ models: { m: 5 } }, 'models.m'],
      [{ groups: { g: { overrides: {} } } }, 'groups.g.factor'],
      [{ channelCosts: { nine: { m: { factor: '1' } } } }, 'channelCosts.nine'],
      [{ groups: { 'g.overrides.m': { factor: '1' } } }, 'groups.g.overrides.m'],
      [{ model: { m: priced('1') } }, 'model'],
      [{ channel_costs: { 7: { m: { factor: '1' } } } }, 'channel_costs'],
      [{ models: { nowhere: null } }, 'models.nowhere'],
      [{ groups: { vip: { overrides: { nowhere: null } } } }, 'groups.vip.overrides.nowhere'],
    ] as const) {
      const { body } = await bad(edits).expect(422);
      expect([body.code, body.message]).toEqual([
        expect.stringMatching(/^price\.(list_invalid|entry_missing)$/),
        expect.stringContaining(path),
      ]);
    }
    for (const edits of [5, 'x', [], null]) await bad(edits as never).expect(422);
    await as('admin', 'put', `drafts/${draft.id}`).send({ edits: {} }).expect(422);
    expect((await as('admin', 'get', `drafts/${draft.id}`)).body.data.revision).toBe(draft.revision);
    for (const id of ['0', 'x', '99999']) await as('admin', 'get', `drafts/${id}`).expect(404);
  });

  it('tells the slower one of two editors', async () => {
    const draft = await create();
    await edit(draft, { models: { a: priced('1') } });
    const late = await as('admin', 'put', `drafts/${draft.id}`)
      .send({ revision: draft.revision, edits: { models: { a: priced('2') } } })
      .expect(409);
    expect(late.body.code).toBe('price.draft_changed');
    const both = await Promise.all(
      ['3', '4'].map((input) =>
        as('admin', 'put', `drafts/${draft.id}`).send({
          revision: draft.revision + 1,
          edits: { models: { a: priced(input) } },
        }),
      ),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('refuses a draft whose base is no longer in force until it is rebased, and keeps both changes then', async () => {
    const [first, second] = [await create(), await create()];
    await publish(await edit(first, { models: { one: priced('1'), both: priced('1') } })).expect(200);
    const mine = await edit(second, { models: { two: priced('2'), both: priced('2') } });
    const refused = await publish(mine).expect(409);
    expect(refused.body.code).toBe('price.draft_outdated');
    expect((await as('admin', 'get', `drafts/${mine.id}/diff`)).body.data.is_outdated).toBe(true);
    const { body } = await as('admin', 'post', `drafts/${mine.id}/rebase`)
      .send({ revision: mine.revision })
      .expect(200);
    expect(body.data.conflicts).toEqual(['models.both']);
    await publish(body.data).expect(200);
    expect(['one', 'two', 'both'].map(inputOf)).toEqual(['1', '2', '2']);
  });

  it('publishes one of two drafts at once', async () => {
    const drafts = [await create(), await create()];
    const edited = [];
    for (const [i, draft] of drafts.entries())
      edited.push(await edit(draft, { models: { race: priced(`${i + 20}`) } }));
    const answers = await Promise.all(edited.map((draft) => publish(draft)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('refuses to publish nothing, or what was discarded', async () => {
    const draft = await create();
    expect((await publish(draft).expect(409)).body.code).toBe('price.nothing_changed');
    expect((await as('admin', 'get', `drafts/${draft.id}`)).body.data.status).toBe('open');
    await as('admin', 'post', `drafts/${draft.id}/discard`).send({ revision: draft.revision }).expect(200);
    expect((await publish({ ...draft, revision: 2 }).expect(409)).body.code).toBe('price.draft_closed');
  });

  it('schedules a version and takes it back', async () => {
    const soon = Math.floor(Date.now() / 1000) + 3_600;
    for (const valid_from of [1, Math.floor(Date.now() / 1000) - 5, soon + 10 * 366 * 86_400])
      expect((await publish(await create(), { valid_from }).expect(422)).body.code).toBe('price.time_invalid');
    const draft = await edit(await create(), { models: { later: priced('9') } });
    const { body } = await publish(draft, { valid_from: soon }).expect(200);
    const { version } = body.data as { version: number };
    expect(body.data).toEqual({ version, valid_from: soon, scheduled: [version] });
    expect(inputOf('later')).toBeUndefined();
    const stateOf = async () => (await as('admin', 'get', 'versions')).body.data[0].state as string;
    expect(await stateOf()).toBe('scheduled');
    await as('root', 'post', `versions/${version}/cancel`).expect(200);
    expect(await stateOf()).toBe('cancelled');
    expect((await as('root', 'post', `versions/${version}/cancel`).expect(409)).body.code).toBe(
      'price.version_not_scheduled',
    );
    await as('root', 'post', `versions/${inForce()}/cancel`).expect(409);
    await as('root', 'post', 'versions/99999/cancel').expect(404);
  });

  it('makes drafts of what will be in force: the end of an offer is scheduled behind its beginning', async () => {
    const now = Math.floor(Date.now() / 1000);
    const [begin, end] = [now + 3_600, now + 7_200];
    await publish(await edit(await create(), { models: { promo: priced('9') } })).expect(200);
    const before = inForce();
    const offer = await publish(await edit(await create(), { models: { promo: priced('1') } }), { valid_from: begin });
    const { version } = offer.body.data as { version: number };

    const unaware = await edit(await create(), { models: { other: priced('2') } });
    expect((await publish(unaware, { valid_from: end }).expect(409)).body.message).toContain(`${version}`);
    const rebased = await as('admin', 'post', `drafts/${unaware.id}/rebase`)
      .send({ revision: unaware.revision, at: end })
      .expect(200);
    expect(rebased.body.data).toMatchObject({ base_version: version, conflicts: [] });

    const back = await create({ from_version: before, at: end });
    expect(back.base_version).toBe(version);
    const diff = await as('admin', 'get', `drafts/${back.id}/diff`).expect(200);
    expect(diff.body.data).toMatchObject({ in_force: before, compared_with: version, is_outdated: false });
    expect(diff.body.data.changes).toMatchObject([
      { path: 'models.promo', lines: [{ name: 'input', old: '1', new: '9', percent: 800 }] },
    ]);
    await publish(back, { valid_from: end }).expect(200);
    for (const at of [1, now - 5, now + 10 * 366 * 86_400])
      await as('admin', 'post', 'drafts').send({ at }).expect(422);
    expect((await publish(await create({ at: end }), { valid_from: end }).expect(409)).body.code).toBe(
      'price.nothing_changed',
    );
    await publish(await edit(await create(), { models: { meanwhile: priced('4') } })).expect(200);
    const { body } = await as('admin', 'get', 'versions?page_size=5').expect(200);
    const scheduled = (body.data as { id: number; state: string; valid_from: number }[]).filter(
      ({ state }) => state === 'scheduled',
    );
    expect(scheduled.map(({ valid_from }) => valid_from)).toEqual([end, begin]);
    const promos = [];
    for (const { id } of scheduled) {
      const { list } = (await as('admin', 'get', `versions/${id}`)).body.data as Draft;
      promos.push([list.models['promo'], list.models['meanwhile']]);
      await as('root', 'post', `versions/${id}/cancel`).expect(200);
    }
    expect(promos).toMatchObject([
      [priced('9'), priced('4')],
      [priced('1'), priced('4')],
    ]);
  });

  it('rolls back by a copy, so that history stays', async () => {
    const before = inForce();
    await publish(await edit(await create(), { models: { 'gpt-4o': null, wrong: priced('0.0001') } })).expect(200);
    const wrong = inForce();
    const late = await as('root', 'post', `versions/${before}/rollback`).send({ in_force: before }).expect(409);
    expect(late.body.code).toBe('price.draft_outdated');
    await as('root', 'post', `versions/${before}/rollback`).send({ in_force: wrong, note: 'oops' }).expect(200);
    expect([inForce(), inputOf('wrong'), inputOf('gpt-4o')]).toEqual([wrong + 1, undefined, '5']);
    const diff = await as('admin', 'get', `versions/${inForce()}/diff?from=${before}`).expect(200);
    expect(diff.body.data).toEqual([]);
    expect((await as('root', 'post', `versions/${before}/rollback`).send({}).expect(409)).body.code).toBe(
      'price.nothing_changed',
    );
    const { body } = await as('admin', 'get', 'versions?page_size=2').expect(200);
    expect(body.data).toMatchObject([
      { id: wrong + 1, state: 'in-force', note: 'oops' },
      { id: wrong, state: 'past' },
    ]);
    const old = await as('admin', 'get', `versions/${wrong}`).expect(200);
    expect(old.body.data.list.models.wrong).toMatchObject(priced('0.0001'));
  });

  describe('of sources and reports', () => {
    const source = { name: 'vendor', url: 'https://prices.example.com/list.json' };
    const upload = (name: string, body: string, username = 'admin') =>
      as(username, 'post', `sources/upload?name=${name}`).set('Content-Type', 'application/json').send(body);

    it('is for staff, and only root says what is fetched', async () => {
      const routes = [
        ['get', '/api/price/sources'],
        ['post', '/api/price/sources/upload?name=x'],
        ['post', '/api/price/sources/1/fetch'],
        ['get', '/api/report/margin'],
      ] as const;
      const rootRoutes = [
        ['post', '/api/price/sources'],
        ['put', '/api/price/sources/1'],
        ['delete', '/api/price/sources/1'],
      ] as const;
      for (const [method, path] of [...routes, ...rootRoutes]) {
        await api.call(method, path, 'alice').send({}).expect(403);
        await api.call(method, path).send({}).expect(401);
      }
      for (const [method, path] of rootRoutes) await api.call(method, path, 'admin').send({}).expect(403);
    });

    it('keeps sources, without names and addresses that cannot be', async () => {
      const { body } = await as('root', 'post', 'sources')
        .send({ ...source, every_hours: 24 })
        .expect(200);
      expect(body.data).toEqual({ id: body.data.id, ...source, every_hours: 24, tried_at: 0, last_error: '' });
      for (const bad of [
        { name: 'a b' },
        { name: '' },
        { url: 'https://user:pass@example.com/' },
        { url: 'file:///etc/passwd' },
        { url: 'http://127.0.0.1/' },
        { every_hours: -1 },
        { every_hours: 1.5 },
      ])
        await as('root', 'post', 'sources')
          .send({ ...source, name: 'other', ...bad })
          .expect(422);
      expect((await as('root', 'post', 'sources').send(source).expect(409)).body.code).toBe('price.source_exists');
      const put = { ...source, name: 'renamed' };
      expect((await as('root', 'put', `sources/${body.data.id}`).send(put)).body.data.every_hours).toBe(0);
      await api.call('delete', `/api/price/sources/${body.data.id}`, 'root').expect(200);
      expect((await as('admin', 'get', 'sources')).body.data).toEqual([]);
      await as('admin', 'post', `sources/${body.data.id}/fetch`).expect(404);
    });

    it('offers a file of several megabytes in a draft, of which only what is chosen is taken', async () => {
      const models = Object.fromEntries(
        Array.from({ length: 12_000 }, (_, i) => [
          `vendor/model-number-${i}`,
          {
            litellm_provider: 'vendor',
            mode: 'chat',
            input_cost_per_token: 1e-6,
            output_cost_per_token: 2e-6,
            more: 'x'.repeat(60),
          },
        ]),
      );
      const file = JSON.stringify(models);
      expect(file.length).toBeGreaterThan(2 * 1024 * 1024);
      const { body } = await upload('big-file', file).expect(200);
      expect(body.data).toMatchObject({ offered: 12_000, skipped: 0 });
      const { draft_id: id } = body.data as { draft_id: number };
      const path = 'models.vendor/model-number-7';
      const offer = await as('admin', 'get', `drafts/${id}/offer`).expect(200);
      expect(offer.body.data.find((one: { path: string }) => one.path === path)).toMatchObject({
        kind: 'model',
        change: 'added',
        new_source: 'sync:big-file',
        lines: expect.arrayContaining([{ name: 'input', old: null, new: '1', percent: null }]),
      });
      const missing = await as('admin', 'post', `drafts/${id}/take`)
        .send({ revision: 1, paths: ['models.x'] })
        .expect(422);
      expect(missing.body.code).toBe('price.entry_not_offered');
      await as('admin', 'post', `drafts/${id}/take`)
        .send({ revision: 1, paths: [path] })
        .expect(200);
      const diff = await as('admin', 'get', `drafts/${id}/diff`).expect(200);
      expect(diff.body.data.changes.map((one: { path: string }) => one.path)).toEqual([path]);
    });

    it('refuses files that are none, too long or in another form', async () => {
      for (const bad of ['', '{', '[]', '{"a":1}']) await upload('file', bad).expect(422);
      await upload('bad name', '{}').expect(422);
      await as('admin', 'post', 'sources/upload?name=x').set('Content-Type', 'text/plain').send('{}').expect(415);
      expect((await upload('file', `"${'x'.repeat(8 * 1024 * 1024)}"`).expect(413)).body.code).toBe(
        'request.too_large',
      );
    });

    it('reports margins, and refuses ranges and keys that cannot be', async () => {
      const report = (query: string) => api.call('get', `/api/report/margin?${query}`, 'admin');
      const { body } = await report('by=group&from=0&to=1000').expect(200);
      expect(body.data).toEqual({
        ...{ from: 0, to: 1000, rows: [] },
        total: {
          ...{ calls: 0, amount_usd: '0', supplier_cost_usd: '0', margin_usd: '0' },
          ...{ margin_percent: null, unknown_cost_calls: 0 },
        },
      });
      for (const query of ['by=user', 'from=x', 'from=-1', 'from=10&to=5', 'from=0&to=9000000', 'to=1e99'])
        await report(query).expect(422);
    });

    it('estimates the effect of a draft', async () => {
      const draft = await create();
      const { body } = await as('admin', 'get', `drafts/${draft.id}/effect`).expect(200);
      expect(body.data).toMatchObject({
        is_complete: true,
        models: [],
        below_cost: [],
        total: { calls: 0, old_usd: '0' },
      });
    });
  });
});
