import { Clock, Role } from '@app/kernel';
import {
  AesSecretBox,
  AppConfig,
  createHttpSetup,
  EventBus,
  MainDataSource,
  OptionStore,
  REQUIRED_ROLE,
  SecretBox,
  SystemOptions,
  TrustedProxies,
  UnitOfWork,
} from '@app/platform';
import { Global, Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import type { NextFunction, Request, Response } from 'express';
import request from 'supertest';
import { ChannelModule } from '../src/channel.module';
import { ChannelSelector } from '../src/channel.contract';
import { AdminChannelController } from '../src/http/admin-channel.controller';
import { AdminWorld } from './admin-world';

const CONFIG = { upstreamAllowPrivate: [], defaultLocale: 'zh' } as unknown as AppConfig;
const KEY = 'sk-0123456789abcdefghij';

function platformOf(world: AdminWorld) {
  const options = { get: (option: unknown) => (option === SystemOptions.QuotaPerUnit ? 500_000 : undefined) };
  const providers = [
    { provide: AppConfig, useValue: CONFIG },
    { provide: Clock, useValue: world.clock },
    { provide: EventBus, useValue: world.events },
    { provide: MainDataSource, useValue: new MainDataSource(world.dataSource) },
    { provide: OptionStore, useValue: options },
    { provide: SecretBox, useValue: world.secrets },
    { provide: TrustedProxies, useValue: new TrustedProxies([]) },
    { provide: UnitOfWork, useValue: world.unitOfWork },
  ];
  @Global()
  @Module({ providers, exports: providers.map(({ provide }) => provide) })
  class FakePlatformModule {}
  return FakePlatformModule;
}

// Real: database, validation, error answers. Fake: options and who is logged in.
describe('/api/channel', () => {
  let world: AdminWorld;
  let app: NestExpressApplication;
  let selector: ChannelSelector;
  const select = () =>
    selector.select({
      group: 'default',
      model: 'gpt-4o',
      needsTools: false,
      excluded: new Set(),
      forcedChannelId: undefined,
    });
  const call = () => request(app.getHttpServer());
  const create = async (body: object = {}): Promise<number> => {
    const answer = await call()
      .post('/api/channel/')
      .send({ name: 'one', key: KEY, models: 'gpt-4o', ...body })
      .expect(200);
    return answer.body.data[0];
  };

  beforeEach(async () => {
    world = await AdminWorld.open();
    const module = await Test.createTestingModule({ imports: [platformOf(world), ChannelModule] }).compile();
    app = module.createNestApplication<NestExpressApplication>({ bodyParser: false, logger: false });
    app.use((incoming: Request, _response: Response, next: NextFunction) => {
      incoming.user = { userId: 7, username: 'boss' };
      next();
    });
    createHttpSetup(app, CONFIG);
    await app.init();
    selector = app.get(ChannelSelector);
  });
  afterEach(async () => {
    await app.close();
    await world.close();
  });

  it('never sends a secret back', async () => {
    const id = await create({
      config: '{"sk":"very-secret","region":"r"}',
      gcp_account: '{"private_key":"pem"}',
      proxy_url: 'http://me:very-secret@proxy.example.com:3128',
      headers: { 'X-Api-Key': 'very-secret', 'x-team': 'blue' },
    });
    const answers = await Promise.all([
      call().get(`/api/channel/${id}`),
      call().get('/api/channel/'),
      call().get('/api/channel/search?keyword=one'),
      call().put('/api/channel/').send({ id, weight: 2 }),
    ]);
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect(answer.text).not.toMatch(/0123456789abcdefghij|very-secret|pem|sealed|v1\./);
    }
    expect(answers[0].body.data).toMatchObject({
      key_hint: 'sk-***ghij',
      config: '{"region":"r"}',
      proxy_url: 'http://me:***@proxy.example.com:3128',
      headers: '{"x-api-key":"***","x-team":"blue"}',
      stored_secrets: ['key', 'gcp_account', 'config.sk', 'proxy_url', 'headers.x-api-key'],
    });
  });

  it('loses nothing when a client sends back what it got', async () => {
    const id = await create({
      config: '{"sk":"s"}',
      gcp_account: '{"a":"b"}',
      headers: '{"x-a":"b","cookie":"c"}',
      proxy_url: 'socks5://token@proxy.example.com:1080',
      tags: 'team',
    });
    const before = select();
    const { body } = await call().get(`/api/channel/${id}`);
    await call().put('/api/channel/').send(body.data).expect(200);
    expect(select()).toEqual(before);
    expect(before.ok && before.channel).toMatchObject({
      config: { sk: 's' },
      headers: { cookie: 'c' },
      proxyUrl: 'socks5://token@proxy.example.com:1080',
    });
    expect((await call().get(`/api/channel/${id}`)).body.data).toEqual(body.data);
  });

  it('shows a channel whose secrets cannot be opened any more', async () => {
    const id = await create({ headers: { 'x-a': 'b' }, proxy_url: 'http://a:b@proxy.example.com' });
    const foreign = new AesSecretBox(Buffer.alloc(32, 1)).seal('x');
    await world.dataSource.query('UPDATE channels SET headers = ?, proxy_url_sealed = ?', [foreign, foreign]);
    const { body } = await call().get(`/api/channel/${id}`).expect(200);
    expect(body.data).toMatchObject({
      headers: '***',
      proxy_url: '***',
      stored_secrets: ['key', 'proxy_url', 'headers'],
    });
    await call()
      .put('/api/channel/')
      .send({ ...body.data, status: 2 })
      .expect(200);
  });

  it('reveals the key on request and marks the answer as not to be stored', async () => {
    const id = await create();
    const answer = await call().post(`/api/channel/${id}/reveal`).expect(200);
    expect(answer.body.data).toEqual({ key: KEY });
    expect(answer.headers['cache-control']).toContain('no-store');
  });

  it('asks for the root role to reveal a key, for an administrator otherwise', () => {
    expect(Reflect.getMetadata(REQUIRED_ROLE, AdminChannelController)).toBe(Role.Admin);
    expect(Reflect.getMetadata(REQUIRED_ROLE, AdminChannelController.prototype.reveal)).toBe(Role.Root);
  });

  it('shows what was charged as quota and how the channel answers', async () => {
    const id = await create();
    await world.dataSource.query('UPDATE channels SET used_amount = 2001, used_count = 1, response_time = 900');
    expect((await call().get('/api/channel/')).body.data[0]).toMatchObject({
      used_quota: 2,
      used_count: 1,
      response_time: 900,
    });
    selector.report({ channelId: id, succeeded: true, status: 200, latencyMs: 120.4 });
    selector.report({ channelId: id, succeeded: false, status: 500, latencyMs: 5 });
    const [row] = (await call().get('/api/channel/')).body.data;
    expect(row).toMatchObject({ response_time: 120, consecutive_failures: 1 });
  });

  it('answers list and page with and without the trailing slash', async () => {
    for (let index = 0; index < 3; index++) await create();
    for (const path of ['/api/channel', '/api/channel/']) {
      const answer = await call().get(`${path}?p=1&page_size=2`).expect(200);
      expect([answer.body.success, answer.body.data.length, answer.body.total]).toEqual([true, 1, 3]);
    }
  });

  it('gives the catalogue as a bare model list', async () => {
    const { body } = await call().get('/api/channel/models').expect(200);
    expect(body.object).toBe('list');
    expect(body.data[0]).toMatchObject({ id: 'gpt-3.5-turbo', object: 'model', owned_by: 'OpenAI' });
  });

  it('deletes one, many and all disabled channels', async () => {
    const [first, second] = [await create(), await create(), await create({ status: 2 })];
    expect((await call().delete('/api/channel/disabled').expect(200)).body.data).toBe(1);
    await call().delete(`/api/channel/${first}`).expect(200);
    await call().delete(`/api/channel/${first}`).expect(404);
    expect(
      (
        await call()
          .post('/api/channel/batch')
          .send({ ids: [first, second] })
          .expect(200)
      ).body.data,
    ).toBe(1);
    expect((await call().post('/api/channel/batch').send({ ids: [] }).expect(422)).body.message).toBe('参数错误');
  });

  it('copies and resets', async () => {
    const id = await create();
    expect((await call().post('/api/channel/copy').send({ id }).expect(200)).body.message).toBe('渠道复制成功');
    await call().post(`/api/channel/reset_stats/${id}`).expect(200);
    await call().post('/api/channel/reset_stats/999').expect(404);
  });

  it.each(['0', '-1', '1.5', 'x', '99999999999'])('knows no channel %p', async (id) => {
    await call().get(`/api/channel/${id}`).expect(404);
  });

  it('names the field it refuses', async () => {
    const refused = await call().post('/api/channel/').send({ name: 'one', headers: '{"host":"x"}' }).expect(422);
    expect(refused.body).toMatchObject({ success: false, code: 'channel.field_invalid' });
    expect(refused.body.message).toContain('headers');
    expect((await call().post('/api/channel/').send({ name: 'one', weight: 'x' }).expect(422)).body.message).toContain(
      'weight',
    );
    await call().put('/api/channel/').send({ weight: 1 }).expect(422);
  });
});
