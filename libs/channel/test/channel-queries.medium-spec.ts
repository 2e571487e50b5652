import { ACTOR, AdminWorld } from './admin-world';

describe('channel lists (real database)', () => {
  let world: AdminWorld;
  beforeAll(async () => {
    world = await AdminWorld.open();
    await world.admin.create({ name: 'Alpha', key: 'secret-key', models: 'gpt-4o,o1', group: 'default,vip' }, ACTOR);
    await world.admin.create({ name: 'Beta', models: 'gpt-4o', tags: 'team', type: 38 }, ACTOR);
    await world.admin.create({ name: 'Gamma 100%', models: 'claude_3', group: 'vip' }, ACTOR);
    await world.admin.create({ name: 'Delta', models: 'gpt-4o-mini', type: 38 }, ACTOR);
  });
  afterAll(() => world.close());

  const names = (rows: { name: string }[]) => rows.map(({ name }) => name);
  const search = async (criteria: object) => names((await world.queries.search(criteria, { skip: 0, take: 100 })).rows);

  it('shows all tagged channels, then a page of the others, newest first', async () => {
    const first = await world.queries.list({ skip: 0, take: 2 });
    expect(names(first.rows)).toEqual(['Beta', 'Delta', 'Gamma 100%']);
    expect(first.total).toBe(3);
    expect(names((await world.queries.list({ skip: 2, take: 2 })).rows)).toEqual(['Beta', 'Alpha']);
  });

  it('never reads keys for a list', async () => {
    const { rows } = await world.queries.list({ skip: 0, take: 10 });
    expect(rows.some((row) => 'keySealed' in row && row.keySealed !== undefined)).toBe(false);
  });

  it('finds by id or by part of the name, in any case', async () => {
    expect(await search({ keyword: 'ALPH' })).toEqual(['Alpha']);
    const [alpha] = (await world.queries.search({ keyword: 'alpha' }, { skip: 0, take: 1 })).rows;
    expect(await search({ keyword: String(alpha?.id) })).toContain('Alpha');
  });

  it('takes wildcards in the needle literally', async () => {
    expect(await search({ keyword: '%' })).toEqual(['Gamma 100%']);
    expect(await search({ models: 'claude_' })).toEqual(['Gamma 100%']);
    expect(await search({ models: 'gpt_4o' })).toEqual([]);
  });

  it('cannot be used to test keys', async () => {
    expect(await search({ keyword: 'secret-key' })).toEqual([]);
  });

  it('joins the criteria with "and"', async () => {
    expect(await search({ group: 'vip' })).toEqual(['Gamma 100%', 'Alpha']);
    expect(await search({ group: 'vip', models: 'gpt-4o' })).toEqual(['Alpha']);
    expect(await search({ type: 38, models: 'gpt-4o,mini' })).toEqual(['Delta']);
  });

  it('counts all matches beside the page', async () => {
    expect((await world.queries.search({ models: 'gpt' }, { skip: 1, take: 1 })).total).toBe(3);
  });
});
