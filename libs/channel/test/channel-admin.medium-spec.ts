import { LogType } from '@app/kernel';
import { Logger } from '@nestjs/common';
import { MainDataSource, type AppConfig } from '@app/platform';
import { SealStoredChannels } from '../src/application/seal-stored-channels';
import { AbilityEntity } from '../src/persistence/ability.entity';
import { ChannelEntity } from '../src/persistence/channel.entity';
import { ACTOR, AdminWorld, NOW_SECONDS } from './admin-world';

const KEY = 'sk-0123456789abcdefghij';

describe('channel administration (real database, event bus and encryption)', () => {
  let world: AdminWorld;
  beforeEach(async () => {
    world = await AdminWorld.open();
  });
  afterEach(() => world.close());

  const create = (input: object = {}) =>
    world.admin.create({ name: 'one', key: KEY, models: 'gpt-4o', ...input }, ACTOR).then((ids) => ids[0] as number);
  const stored = (id: number) => world.dataSource.manager.findOneByOrFail(ChannelEntity, { id });
  const abilities = () =>
    world.dataSource.manager.find(AbilityEntity, { order: { channelId: 'ASC', group: 'ASC', model: 'ASC' } });

  it('creates one channel for each line of the key', async () => {
    const ids = await world.admin.create({ name: 'many', key: ' key-a \r\n\nkey-b\n', models: 'gpt-4o' }, ACTOR);
    expect(ids).toHaveLength(2);
    const rows = await Promise.all(ids.map(stored));
    expect(rows.map((row) => world.secrets.open(row.keySealed))).toEqual(['key-a', 'key-b']);
    expect(rows.map((row) => row.createdTime)).toEqual([NOW_SECONDS, NOW_SECONDS]);
    expect(world.changedIds).toEqual(ids);
  });

  it('stores no key and no other credential in clear', async () => {
    const id = await create({
      gcp_account: '{"private_key":"gcp-secret"}',
      config: '{"ak":"id","sk":"config-secret"}',
      proxy_url: 'http://me:proxy-secret@10.0.0.5:3128',
      headers: '{"x-api-key":"header-secret"}',
    });
    const [raw] = await world.dataSource.query<object[]>('SELECT * FROM channels');
    const text = JSON.stringify(raw, (_name, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
    for (const secret of [KEY, 'gcp-secret', 'config-secret', 'proxy-secret', 'header-secret'])
      expect(text).not.toContain(secret);
    expect((await stored(id)).keyHint).toBe('sk-***ghij');
    const selected = world.select();
    expect(selected.ok && selected.channel).toMatchObject({
      config: { ak: 'id', sk: 'config-secret' },
      proxyUrl: 'http://me:proxy-secret@10.0.0.5:3128',
      headers: { 'x-api-key': 'header-secret' },
    });
  });

  it('makes an ability for each group and model, trimmed and once', async () => {
    await create({ models: ' gpt-4o, o1,gpt-4o,', group: 'vip , default', priority: 5, weight: 3, is_tools: false });
    const rows = await abilities();
    expect(rows.map((row) => `${row.group}/${row.model}`)).toEqual([
      'default/gpt-4o',
      'default/o1',
      'vip/gpt-4o',
      'vip/o1',
    ]);
    expect(rows[0]).toMatchObject({ enabled: true, priority: 5, weight: 3, isTools: false });
  });

  it('serves a new channel as soon as create returns', async () => {
    expect(world.select().ok).toBe(false);
    await create({ base_url: 'http://10.0.0.5:8080/', model_mapping: '{"gpt-4o":"big"}', headers: '{"X-Team":"a"}' });
    const selected = world.select();
    expect(selected.ok && selected.channel).toMatchObject({
      key: KEY,
      baseUrl: 'http://10.0.0.5:8080',
      headers: { 'x-team': 'a' },
    });
    expect(selected.ok && selected.channel.modelMapping.get('gpt-4o')).toBe('big');
    expect(world.selector.modelsOf('default')).toEqual(['gpt-4o']);
  });

  it('creates no channel at all when one line of many is refused', async () => {
    await expect(
      world.admin.create({ name: 'many', key: `key-a\n${'x'.repeat(70_000)}`, models: 'gpt-4o' }, ACTOR),
    ).rejects.toMatchObject({ code: 'channel.field_invalid', param: 'key', status: 422 });
    expect(await world.dataSource.manager.count(ChannelEntity)).toBe(0);
  });

  it('changes only what is sent, and clears with an empty text', async () => {
    const id = await create({ base_url: 'https://a.example.com', tags: 'team', weight: 4 });
    await world.admin.update(id, { base_url: '', models: 'o1' }, ACTOR);
    const row = await stored(id);
    expect(row).toMatchObject({ baseUrl: '', tags: 'team', weight: 4, models: 'o1', name: 'one' });
    expect((await abilities()).map((ability) => ability.model)).toEqual(['o1']);
    expect(world.select().ok).toBe(false);
    expect(world.select({ model: 'o1' }).ok).toBe(true);
  });

  it('keeps the key when an update brings none and takes a new one', async () => {
    const id = await create();
    await world.admin.update(id, { key: '', weight: 1 }, ACTOR);
    expect(world.secrets.open((await stored(id)).keySealed)).toBe(KEY);
    await world.admin.update(id, { key: 'sk-another-key-0123456789' }, ACTOR);
    expect(world.secrets.open((await stored(id)).keySealed)).toBe('sk-another-key-0123456789');
  });

  it('keeps config credentials that a client sends back without, and drops those sent empty', async () => {
    const id = await create({ config: '{"region":"a","sk":"s1","client_secret":"s2"}' });
    await world.admin.update(id, { config: '{"region":"b","client_secret":""}' }, ACTOR);
    const selected = world.select();
    expect(selected.ok && selected.channel.config).toEqual({ region: 'b', sk: 's1' });
  });

  it('leaves what billing counted meanwhile alone', async () => {
    const id = await create();
    await world.dataSource.query('UPDATE channels SET used_amount = used_amount + 5000, used_count = used_count + 1');
    await world.admin.update(id, { weight: 9 }, ACTOR);
    expect(await stored(id)).toMatchObject({ usedAmount: 5000n, usedCount: 1, weight: 9 });
    await world.admin.resetStatistics(id, ACTOR);
    expect(await stored(id)).toMatchObject({ usedAmount: 0n, usedCount: 0 });
  });

  it('stops serving a channel as soon as it is disabled', async () => {
    const id = await create();
    await world.admin.update(id, { status: 2 }, ACTOR);
    expect(world.select()).toMatchObject({ ok: false, error: { code: 'model_not_found', status: 404 } });
    expect(world.select({ forcedChannelId: id })).toMatchObject({ ok: false, error: { code: 'channel.disabled' } });
    expect((await abilities())[0]?.enabled).toBe(false);
  });

  it('lets a channel be disabled whose address has become forbidden', async () => {
    const id = await create();
    await world.dataSource.manager.update(ChannelEntity, { id }, { baseUrl: 'http://127.0.0.1' });
    await world.admin.update(id, { base_url: 'http://127.0.0.1', status: 2 }, ACTOR);
    expect((await stored(id)).status).toBe(2);
  });

  it('deletes channels with their abilities', async () => {
    const [first, second, third] = [await create(), await create({ status: 2 }), await create({ status: 3 })];
    expect(await world.admin.removeDisabled(ACTOR)).toBe(2);
    expect((await abilities()).map((ability) => ability.channelId)).toEqual([first]);
    expect(await world.admin.remove([first, second, third], ACTOR)).toBe(1);
    expect(await abilities()).toEqual([]);
    expect(world.select().ok).toBe(false);
  });

  it('copies everything but the key and the counters, switched off', async () => {
    const id = await create({ base_url: 'https://a.example.com', config: '{"sk":"s"}', priority: 3 });
    await world.dataSource.query('UPDATE channels SET used_amount = 5, used_count = 1, balance = 2.5');
    const copy = await stored(await world.admin.copy(id, ACTOR));
    expect(copy).toMatchObject({
      name: 'one (copy)',
      status: 2,
      keySealed: '',
      keyHint: '',
      baseUrl: 'https://a.example.com',
      priority: 3,
      usedAmount: 0n,
      usedCount: 0,
      balance: 0,
    });
    expect((await abilities()).filter((ability) => ability.channelId === copy.id)).toMatchObject([{ enabled: false }]);
    await expect(world.admin.copy(999, ACTOR)).rejects.toMatchObject({ status: 404, text: { zh: '未找到源渠道' } });
  });

  it('leaves a log row with the acting administrator for each action, without values', async () => {
    const id = await create();
    await world.admin.update(id, { key: 'sk-changed-0123456789abc', weight: 2 }, ACTOR);
    expect(await world.admin.reveal(id, ACTOR)).toBe('sk-changed-0123456789abc');
    await world.admin.remove([id], ACTOR);
    expect(world.audits.map((record) => record.text)).toEqual([
      `创建渠道「one」（#${id}）`,
      `修改渠道「one」（#${id}）：weight, key`,
      `查看渠道密钥「one」（#${id}）`,
      `删除渠道「one」（#${id}）`,
    ]);
    expect(world.audits[0]).toMatchObject({ type: LogType.Manage, userId: 7, username: 'boss', ip: '203.0.113.9' });
  });

  it('says nothing about a change that was rolled back', async () => {
    const id = await create();
    world.audits.length = world.changedIds.length = 0;
    await expect(
      world.unitOfWork.run(async () => {
        await world.admin.resetStatistics(id, ACTOR);
        throw new Error('rolled back');
      }),
    ).rejects.toThrow('rolled back');
    await expect(world.admin.update(999, { weight: 1 }, ACTOR)).rejects.toMatchObject({ code: 'channel.not_found' });
    expect(world.audits).toEqual([]);
    expect(world.changedIds).toEqual([]);
  });

  it('serves the other channels when one key cannot be opened', async () => {
    const [broken, healthy] = [await create({ priority: 9 }), await create()];
    await world.dataSource.manager.update(ChannelEntity, { id: broken }, { keySealed: 'v1.broken' });
    const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation();
    await world.selector.refresh();
    const selected = world.select();
    expect(selected.ok && selected.channel.id).toBe(healthy);
    expect(logged).toHaveBeenCalledWith(expect.stringContaining(`#${broken}`));
    logged.mockRestore();
  });

  it('sees a change that was committed while the channels were being read', async () => {
    const id = await create();
    const first = world.selector.refresh();
    await world.dataSource.manager.update(ChannelEntity, { id }, { status: 2 });
    await Promise.all([first, world.selector.refresh()]);
    expect(world.select().ok).toBe(false);
  });

  it('seals what an older version stored in clear, once, and serves it before and after', async () => {
    const id = await create();
    const clear = { proxyUrlSealed: 'socks5://me:pass@10.0.0.5:1080', headersSealed: '{"x-api-key":"secret"}' };
    await world.dataSource.manager.update(ChannelEntity, { id }, clear);
    const target = async () => {
      await world.selector.refresh();
      const selected = world.select();
      return selected.ok ? [selected.channel.proxyUrl, selected.channel.headers] : selected.error;
    };
    const expected = [clear.proxyUrlSealed, { 'x-api-key': 'secret' }];
    expect(await target()).toEqual(expected);
    const sealing = new SealStoredChannels(new MainDataSource(world.dataSource), world.secrets, {
      nodeType: 'master',
    } as AppConfig);
    const logged = jest.spyOn(Logger.prototype, 'log').mockImplementation();
    expect([await sealing.run(), await sealing.run()]).toEqual([2, 0]);
    expect(logged).toHaveBeenCalledTimes(1);
    logged.mockRestore();
    const row = await stored(id);
    expect(`${row.proxyUrlSealed} ${row.headersSealed}`).toMatch(/^v1\.\S+ v1\.\S+$/);
    expect(await target()).toEqual(expected);
  });

  it('leaves a text in clear, with a warning, that would not fit once sealed', async () => {
    const id = await create();
    const text = `{"x-long":"${'x'.repeat(50_000)}"}`;
    await world.dataSource.manager.update(ChannelEntity, { id }, { headersSealed: text });
    const warned = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    const sealing = new SealStoredChannels(new MainDataSource(world.dataSource), world.secrets, {} as AppConfig);
    expect(await sealing.run()).toBe(0);
    expect((await stored(id)).headersSealed).toBe(text);
    expect(warned).toHaveBeenCalledWith(expect.stringContaining(`#${id}`));
    warned.mockRestore();
  });

  it('lets only a root move a channel whose headers hold credentials without giving them again', async () => {
    const id = await create({ key: '', headers: { authorization: 'Bearer secret' } });
    const admin = { ...ACTOR, isRoot: false };
    const base_url = 'https://evil.example.com';
    for (const input of [{ base_url }, { base_url, headers: { authorization: '***' } }]) {
      await expect(world.admin.update(id, input, admin)).rejects.toMatchObject({ code: 'channel.key_required' });
    }
    await world.admin.update(id, { base_url, headers: { authorization: 'Bearer other' } }, admin);
    await world.admin.update(id, { base_url: 'https://a.example.com' }, ACTOR);
    const selected = world.select();
    expect(selected.ok && selected.channel.headers).toEqual({ authorization: 'Bearer other' });
  });

  it('creates as many abilities as a long model list needs', async () => {
    const models = Array.from({ length: 700 }, (_, index) => `model-${index}`).join(',');
    await create({ models, group: 'default,vip' });
    expect(await world.dataSource.manager.count(AbilityEntity)).toBe(1400);
  });
});
