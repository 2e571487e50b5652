import type { IncomingMessage } from 'node:http';
import { Body, Controller, Get, Logger, Module, Post } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { APP_GUARD } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { IsInt, IsString, MinLength, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { AppError } from '@app/kernel';
import {
  createHttpSetup,
  CriticalLimit,
  DatabaseModule,
  loadConfig,
  platformSchema,
  PlatformModule,
  RateLimitGuard,
  RequestLimits,
  reply,
} from '../src/index';

// Real: the whole platform module over SQLite, Express, the middleware chain. No guard for identity.
class InnerDto {
  @IsInt()
  count: number;
}

class BodyDto {
  @IsString()
  @MinLength(3)
  name: string;

  @ValidateNested()
  @Type(() => InnerDto)
  inner: InnerDto;
}

@Controller('api/sample')
class SampleController {
  @Get()
  list() {
    return reply([]);
  }

  @Post()
  create(@Body() body: BodyDto) {
    return reply(body);
  }

  @Post('login')
  @CriticalLimit()
  login() {
    return reply(null);
  }

  @Get('oauth')
  @CriticalLimit()
  oauth() {
    return reply(null);
  }

  @Get('refused')
  refused() {
    throw new AppError('sample.refused', { zh: '不行', en: 'No' }, { status: 409, staffDetail: 'why' });
  }

  @Get('broken')
  broken() {
    throw new Error('SELECT secret FROM users');
  }
}

@Controller('v1/sample')
class RelayedController {
  @Get()
  get() {
    throw new AppError('sample.refused', { zh: '不行', en: 'No' }, { status: 400, param: 'model' });
  }
}

@Module({ controllers: [SampleController, RelayedController] })
class SampleModule {}

describe('the HTTP setup', () => {
  let directory: string;
  let app: NestExpressApplication;
  const errors = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
  const warnings = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
  const http = () => request(app.getHttpServer());

  const start = async (env: Record<string, string> = {}) => {
    const config = loadConfig({ DATA_DIR: directory, ...env }, directory);
    const testing = await Test.createTestingModule({
      imports: [
        PlatformModule.forRoot(config),
        DatabaseModule.forRoot(config, {
          main: platformSchema.main,
          logs: { entities: [], migrations: [] },
        }),
        SampleModule,
      ],
      providers: [{ provide: APP_GUARD, useClass: RateLimitGuard }],
    }).compile();
    app = testing.createNestApplication<NestExpressApplication>({ bodyParser: false });
    createHttpSetup(app, config);
    await app.init();
  };

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'http-'));
  });
  afterEach(async () => {
    errors.mockClear();
    warnings.mockClear();
    await app.close();
    rmSync(directory, { recursive: true });
  });
  afterAll(() => {
    errors.mockRestore();
    warnings.mockRestore();
  });

  it('answers both spellings of a path, with an id and protective headers', async () => {
    await start();
    for (const path of ['/api/sample', '/api/sample/']) {
      const answer = await http().get(path).expect(200);
      expect(answer.body).toEqual({ success: true, message: '', data: [] });
      expect(answer.headers['x-oneapi-request-id']).toMatch(/^\d{23}[0-9a-z]{8}$/);
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
      expect(answer.headers['content-security-policy']).toBe("frame-ancestors 'self'");
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(answer.headers).not.toHaveProperty('x-powered-by');
    }
  });

  it('shows an error in the language the caller reads', async () => {
    await start();
    const zh = await http().get('/api/sample/refused').expect(409);
    expect(zh.body).toEqual({ success: false, message: '不行', code: 'sample.refused', data: null });
    const en = await http().get('/api/sample/refused').set('Accept-Language', 'en-GB,en;q=0.9').expect(409);
    expect(en.body.message).toBe('No');
    expect(JSON.stringify(en.body)).not.toContain('why');
    expect(warnings).toHaveBeenCalled();
  });

  it('hides what an unexpected error says, and logs it under the request id', async () => {
    await start();
    const answer = await http().get('/api/sample/broken').expect(500);
    const id = answer.headers['x-oneapi-request-id'] as string;
    expect(answer.body.code).toBe('server.internal');
    expect(answer.body.message).toContain(id);
    expect(JSON.stringify(answer.body)).not.toContain('SELECT');
    expect(errors.mock.calls[0]?.[0]).toMatchObject({ requestId: id });
    expect(errors.mock.calls[0]?.[1]).toContain('SELECT secret');
  });

  it('names the fields that are wrong', async () => {
    await start();
    const answer = await http()
      .post('/api/sample')
      .send({ name: 'x', inner: { count: 'y' }, extra: 1 })
      .expect(422);
    expect(answer.body).toEqual({
      success: false,
      message: '无效的参数：name, inner.count',
      code: 'request.invalid',
      data: null,
    });
    const good = { name: 'xyz', inner: { count: 1 } };
    const created = await http()
      .post('/api/sample/')
      .send({ ...good, extra: 1 })
      .expect(201);
    expect(created.body.data).toEqual(good);
  });

  it('refuses bodies that are no JSON, broken or too large', async () => {
    await start();
    const send = (type: string, body: string) => http().post('/api/sample').set('Content-Type', type).send(body);
    expect((await send('text/plain', '{}').expect(415)).body.code).toBe('request.media_type_unsupported');
    await send('application/x-www-form-urlencoded', 'name=abc').expect(415);
    expect((await send('application/json', '{"name":').expect(400)).body.code).toBe('request.malformed');
    const large = JSON.stringify({ name: 'x'.repeat(1024 * 1024) });
    expect((await send('application/json', large).expect(413)).body.code).toBe('request.too_large');
    await send('application/json; charset=utf-8', '{}').expect(422);
  });

  it('answers unknown paths in the form API clients know', async () => {
    await start();
    for (const path of ['/api/nothing', '/v1/nothing']) {
      const answer = await http().get(`${path}?key=1`).expect(404);
      expect(answer.body).toEqual({
        error: { message: `Invalid URL (GET ${path})`, type: 'invalid_request_error', param: '', code: '' },
      });
    }
  });

  it('uses the error object outside of /api', async () => {
    await start({ DEFAULT_LOCALE: 'en' });
    const answer = await http().get('/v1/sample').expect(400);
    expect(answer.body).toEqual({
      error: { message: 'No', type: 'chat_api_error', param: 'model', code: 'sample.refused' },
    });
  });

  it('stops guessing at the 21st attempt, on all critical routes together and whatever the caller claims to be', async () => {
    await start();
    for (let attempt = 0; attempt < 20; attempt++) {
      const call = attempt % 2 === 0 ? http().post('/api/sample/login') : http().get('/api/sample/oauth');
      await call
        .set('X-Forwarded-For', `203.0.113.${attempt}`)
        .expect((answer) => expect(answer.status).toBeLessThan(300));
    }
    const answer = await http().post('/api/sample/login').set('X-Forwarded-For', '203.0.113.99').expect(429);
    expect(answer.body.code).toBe('request.rate_limited');
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(1190);
    await http().get('/api/sample').expect(200);
  });

  it('limits /api as a whole, but not relayed calls, and tells callers behind a trusted proxy apart', async () => {
    await start({ GLOBAL_API_RATE_LIMIT: '2', TRUSTED_PROXIES: '127.0.0.1,::1' });
    const call = (address: string) => http().get('/api/status').set('X-Forwarded-For', address);
    await call('203.0.113.1').expect(200);
    await http().get('/api/sample').set('X-Forwarded-For', '203.0.113.1').expect(200);
    await call('203.0.113.1').expect(429);
    await call('203.0.113.2').expect(200);
    await http().get('/v1/sample').set('X-Forwarded-For', '203.0.113.1').expect(400);
  });

  it('counts what is answered ahead of the router on the counter of /api, and pages on one of their own', async () => {
    const env = { GLOBAL_API_RATE_LIMIT: '2', GLOBAL_WEB_RATE_LIMIT: '1', TRUSTED_PROXIES: '127.0.0.1,::1' };
    await start(env);
    const limits = app.get(RequestLimits);
    const from = (remoteAddress: string) => ({ socket: { remoteAddress }, headers: {} }) as IncomingMessage;
    await http().get('/api/status').set('X-Forwarded-For', '203.0.113.1').expect(200);
    expect(await limits.api(from('203.0.113.1'))).toBeUndefined();
    expect(await limits.api(from('203.0.113.1'))).toMatchObject({ status: 429, code: 'request.rate_limited' });
    await http().get('/api/status').set('X-Forwarded-For', '203.0.113.1').expect(429);
    expect(await limits.api(from('203.0.113.2'))).toBeUndefined();
    expect(await limits.web(from('203.0.113.1'))).toBeUndefined();
    const refusal = await limits.web(from('203.0.113.1'));
    expect(refusal?.retryAfterSeconds).toBeGreaterThan(170);
  });

  it('limits nothing where the limit is 0', async () => {
    await start({ GLOBAL_API_RATE_LIMIT: '0', GLOBAL_WEB_RATE_LIMIT: '0' });
    const limits = app.get(RequestLimits);
    const request = { socket: { remoteAddress: '203.0.113.1' }, headers: {} } as IncomingMessage;
    for (let call = 0; call < 3; call++) {
      expect(await limits.api(request)).toBeUndefined();
      expect(await limits.web(request)).toBeUndefined();
    }
  });

  it('tells the console what it needs before anybody has signed in', async () => {
    await start();
    const { data } = (await http().get('/api/status').expect(200)).body;
    expect(Object.keys(data)).toHaveLength(22);
    expect(data).toMatchObject({
      system_name: 'Chat API',
      quota_per_unit: 500_000,
      price: 7.3,
      server_address: '',
      display_in_currency: true,
      email_verification: false,
      wechat_login: false,
      enable_drawing: false,
      enable_batch_update: false,
    });
    expect(data.version).toMatch(/^\d+\.\d+\.\d+/);
    expect(data.start_time).toBeGreaterThan(1_700_000_000);
  });

  it('stores options, and public pages show them', async () => {
    await start();
    await http().put('/api/option/').send({ key: 'Notice', value: '# Hi' }).expect(200);
    expect((await http().get('/api/notice').expect(200)).body.data).toBe('# Hi');
    const { data } = (await http().get('/api/option').expect(200)).body;
    expect(data).toContainEqual({ key: 'Notice', value: '# Hi' });
    await http().put('/api/option/').send({ key: 'QuotaPerUnit', value: 5 }).expect(422);
    await http().put('/api/option/').send({ key: 'QuotaPerUnit', value: '0' }).expect(422);
    await http().put('/api/option/').send({ key: 'Unheard', value: '0' }).expect(404);
  });
});
