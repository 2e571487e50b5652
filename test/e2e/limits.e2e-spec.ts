import { createHash, randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import Anthropic from '@anthropic-ai/sdk';
import { Redis } from 'ioredis';
import OpenAI, { RateLimitError } from 'openai';
import { chatAnswer, FakeUpstream } from '../harness/fake-upstream';
import { GatewayProcess, ROOT_KEY } from '../harness/gateway-process';
import { Management } from '../harness/management';
import { callRelay, errorOf, type RelayReply } from '../harness/relay-client';
import { waitFor } from '../harness/wait-for';

const BODY = { model: 'gpt-4o', max_tokens: 20, messages: [{ role: 'user' as const, content: 'hi' }] };
const MINUTE = { window_seconds: 60 };

describe('limits through the gateway (real: gateway, client libraries; scripted: upstream)', () => {
  let gateway: GatewayProcess;
  let upstream: FakeUpstream;
  /** Answers that wait for `release`. */
  let waiting: (() => void)[];
  const limits: string[] = [];

  beforeAll(async () => {
    upstream = await FakeUpstream.start();
    gateway = await GatewayProcess.start();
    await gateway.management.addChannel(upstream.url, ['gpt-4o']);
  });
  afterAll(async () => {
    await gateway.remove();
    await upstream.stop();
  });
  beforeEach(() => {
    waiting = [];
    upstream.handler = chatAnswer();
    upstream.requests.length = 0;
  });
  afterEach(async () => {
    for (const path of limits.splice(0)) await gateway.management.need('DELETE', path);
  });

  const addLimit = async (fields: object): Promise<number> => {
    const { id } = await gateway.management.need<{ id: number }>('POST', '/api/limit/', fields);
    limits.push(`/api/limit/${id}`);
    return id;
  };
  const call = (key = ROOT_KEY, body: object = BODY): Promise<RelayReply> =>
    callRelay(`${gateway.url}/v1/chat/completions`, { key, body });
  const holdAnswers = (): void => {
    const answer = chatAnswer();
    upstream.handler = (request, response: ServerResponse) => void waiting.push(() => void answer(request, response));
  };
  const heldCalls = (count: number) =>
    waitFor(() => (waiting.length === count ? true : undefined), `${count} calls upstream`);

  it('are RateLimitErrors with headers to the official openai client, in both languages', async () => {
    const { id: tokenId, key } = await gateway.management.addToken();
    await addLimit({ subject_kind: 'token', subject: String(tokenId), metric: 'requests', amount: 2, ...MINUTE });
    await addLimit({ subject_kind: 'token', subject: String(tokenId), metric: 'tokens', amount: 5000, ...MINUTE });
    const client = new OpenAI({ apiKey: key, baseURL: `${gateway.url}/v1`, maxRetries: 0 });
    const { response } = await client.chat.completions.create(BODY).withResponse();
    expect(response.headers.get('x-ratelimit-limit-requests')).toBe('2');
    expect(response.headers.get('x-ratelimit-remaining-requests')).toBe('1');
    expect(response.headers.get('x-ratelimit-reset-requests')).toMatch(/^1m[01]s$/);
    expect(Number(response.headers.get('x-ratelimit-remaining-tokens'))).toBeLessThan(5000);
    expect(response.headers.get('ratelimit-policy')).toMatch(
      /^"token-requests-\d+";q=2;w=60;qu="requests", "token-tokens-/,
    );
    expect(response.headers.get('ratelimit')).toMatch(/^"token-requests-\d+";r=1;t=6[01], /);
    await client.chat.completions.create({ ...BODY, stream: true }).then(async (stream) => {
      for await (const part of stream) expect(part).toBeDefined();
    });
    const error = await client.chat.completions.create(BODY).catch((thrown: unknown) => thrown as RateLimitError);
    expect(error).toBeInstanceOf(RateLimitError);
    const refused = error as RateLimitError;
    expect(refused).toMatchObject({ status: 429, code: 'limit_exceeded', param: 'requests' });
    expect(refused.message).toMatch(/2 requests per 1 min for this API key/);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
    expect(refused.headers.get('x-ratelimit-remaining-requests')).toBe('0');
    const chinese = await callRelay(`${gateway.url}/v1/chat/completions`, {
      key,
      body: BODY,
      headers: { 'accept-language': 'zh-CN' },
    });
    expect(errorOf(chinese).message).toContain('已达上限：当前令牌每 1 分钟最多 2 次请求');
    expect(upstream.requests).toHaveLength(2);
  });

  it('are told to the anthropic client in its way', async () => {
    const { id: tokenId, key } = await gateway.management.addToken();
    await addLimit({ subject_kind: 'token', subject: String(tokenId), metric: 'requests', amount: 1, ...MINUTE });
    const client = new Anthropic({ apiKey: key, baseURL: gateway.url, maxRetries: 0 });
    const ask = () => client.messages.create(BODY).withResponse();
    const { response } = await ask();
    expect(response.headers.get('anthropic-ratelimit-requests-limit')).toBe('1');
    expect(response.headers.get('anthropic-ratelimit-requests-remaining')).toBe('0');
    expect(Date.parse(response.headers.get('anthropic-ratelimit-requests-reset')!)).toBeGreaterThan(Date.now());
    await expect(ask()).rejects.toMatchObject({ status: 429, error: { error: { type: 'rate_limit_error' } } });
  });

  it('let 5 of 50 parallel calls run at a time, and the next ones when those have ended', async () => {
    await addLimit({ subject_kind: 'user', subject: '*', metric: 'concurrency', amount: 5 });
    holdAnswers();
    const calls = Array.from({ length: 50 }, () => call());
    const refused = await Promise.all((await waitForRefused(calls, 45)).map(async (reply) => (await reply).status));
    expect(refused).toEqual(Array.from({ length: 45 }, () => 429));
    await heldCalls(5);
    for (const answer of waiting.splice(0)) answer();
    expect((await Promise.all(calls)).filter(({ status }) => status === 200)).toHaveLength(5);
    upstream.handler = chatAnswer();
    for (let i = 0; i < 6; i++) expect((await call()).status).toBe(200);
    for (let i = 0; i < 6; i++) expect((await call(ROOT_KEY, { ...BODY, stream: true })).status).toBe(200);
  });

  it('give the place of a caller who was killed to the next one', async () => {
    await addLimit({ subject_kind: 'model', subject: 'gpt-*', metric: 'concurrency', amount: 1 });
    holdAnswers();
    const leaving = new AbortController();
    const gone = fetch(`${gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ROOT_KEY}` },
      body: JSON.stringify(BODY),
      signal: leaving.signal,
    }).catch(() => undefined);
    await heldCalls(1);
    expect(errorOf(await call())).toMatchObject({ code: 'limit_exceeded', param: 'concurrency' });
    leaving.abort();
    await gone;
    upstream.handler = chatAnswer();
    await waitFor(async () => ((await call()).status === 200 ? true : undefined), 'the free place');
  });

  it('give tokens and money back that were reserved and not used', async () => {
    const { id: tokenId, key } = await gateway.management.addToken();
    const token = { subject_kind: 'token', subject: String(tokenId) };
    await addLimit({ ...token, metric: 'tokens', amount: 1_300, ...MINUTE });
    await addLimit({ ...token, metric: 'money', amount_usd: '0.012', window_seconds: null, period: 'day' });
    // Each reserves about 1 000 tokens and 0.01 dollars, and uses 15 and 0.000075.
    const large = { ...BODY, max_tokens: 1_000 };
    for (let i = 0; i < 5; i++) expect((await call(key, large)).status).toBe(200);
    upstream.handler = (_, response) => void response.writeHead(500).end('{}');
    for (let i = 0; i < 5; i++) expect((await call(key, large)).status).not.toBe(429);
    upstream.handler = chatAnswer();
    expect((await call(key, large)).status).toBe(200);
    const above = await call(key, { ...BODY, max_tokens: 2_000 });
    expect(errorOf(above)).toMatchObject({ code: 'limit_exceeded' });
    expect(errorOf(above).message).toMatch(/This request alone is larger/);
    expect(above.headers['retry-after']).toBeUndefined();
  });

  it('refuse a call whose money is used up until the day is over', async () => {
    const { id: tokenId, key } = await gateway.management.addToken();
    await addLimit({
      subject_kind: 'token',
      subject: String(tokenId),
      metric: 'money',
      amount_usd: '0.0003',
      period: 'day',
    });
    expect((await call(key)).status).toBe(200);
    const refused = await waitFor(async () => {
      const reply = await call(key);
      return reply.status === 200 ? undefined : reply;
    }, 'the refusal');
    expect(refused.status).toBe(429);
    expect(errorOf(refused)).toMatchObject({ code: 'limit_exceeded', param: 'money' });
    expect(errorOf(refused).message).toContain('0.0003 USD per day');
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(86_400);
  });

  it('remember over a restart what was used of a day', async () => {
    await addLimit({ subject_kind: 'everyone', metric: 'requests', amount: 2, period: 'day' });
    expect((await call()).status).toBe(200);
    expect(await gateway.stop()).toBe(0);
    await gateway.restart();
    expect([(await call()).status, (await call()).status]).toEqual([200, 429]);
  });

  it('count no request that was refused for want of money', async () => {
    const { id: tokenId, key } = await gateway.management.addToken({ unlimited_quota: false, remain_quota: 0 });
    await addLimit({ subject_kind: 'token', subject: String(tokenId), metric: 'requests', amount: 1, ...MINUTE });
    for (let i = 0; i < 3; i++) expect((await call(key)).status).toBe(401);
  });

  it('pass over a channel that is full, and refuse when all are', async () => {
    const second = await FakeUpstream.start();
    try {
      await gateway.management.addChannel(second.url, ['gpt-4o'], {
        name: 'spare',
        priority: -1,
        rate_limited: true,
        rate_limit_count: 2,
      });
      await addLimit({ subject_kind: 'channel', subject: '1', model: '*', metric: 'requests', amount: 2, ...MINUTE });
      const replies = [];
      for (let i = 0; i < 5; i++) replies.push(await call());
      expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 429]);
      expect([upstream.requests.length, second.requests.length]).toEqual([2, 2]);
      expect(errorOf(replies[4]!)).toMatchObject({ code: 'limit_exceeded', param: 'requests' });
      expect(Number(replies[4]!.headers['retry-after'])).toBeGreaterThan(0);
      expect(JSON.stringify(replies[4]!.headers)).not.toContain('channel');
    } finally {
      const channels = await gateway.management.need<{ id: number; name: string }[]>(
        'GET',
        '/api/channel/?page_size=100',
      );
      for (const { id, name } of channels)
        if (name === 'spare') await gateway.management.need('DELETE', `/api/channel/${id}`);
      await second.stop();
    }
  });

  describe('are managed', () => {
    /** Another user with a token of the management API. */
    async function stranger(): Promise<Management> {
      const [{ n }] = (await gateway.database.query('SELECT MAX(id) + 1 AS n FROM users')) as [{ n: number }];
      const accessToken = randomBytes(16).toString('hex');
      const hash = createHash('sha256').update(accessToken).digest('hex');
      await gateway.database
        .execute(`INSERT INTO users (id, username, username_key, password, display_name, role, status, email, github_id,
        wechat_id, balance, used_amount, request_count, "group", aff_count, aff_quota, aff_history, inviter_id, created_at,
        last_login_at, session_version, must_change_password, access_token_hash) VALUES (${n}, 'u${n}', 'u${n}', '', '', 1, 1, '', '', '',
        1000000000, 0, 0, 'default', 0, 0, 0, 0, 0, 0, 1, 0, '${hash}')`);
      return new Management(gateway.url, accessToken);
    }

    it('by staff: made, listed, changed, switched off, removed, with checks', async () => {
      const { management } = gateway;
      const id = await addLimit({
        subject_kind: 'group',
        subject: 'default',
        metric: 'money',
        amount_usd: '1.5',
        period: 'month',
      });
      expect(await management.need('GET', `/api/limit/${id}`)).toMatchObject({
        amount: 1_500_000_000,
        amount_usd: '1.5',
        period: 'month',
        is_owners: false,
      });
      expect(await management.call('GET', '/api/limit/?subject_kind=group&page_size=1')).toMatchObject({
        total: 1,
        data: [{ id }],
      });
      expect(await management.need('PUT', '/api/limit/', { id, enabled: false })).toMatchObject({
        enabled: false,
        amount_usd: '1.5',
      });
      expect(await management.call('PUT', '/api/limit/', { id, amount_usd: '-1' })).toMatchObject({
        status: 422,
        code: 'limit.amount_usd_invalid',
      });
      expect(await management.call('POST', '/api/limit/', { subject_kind: 'planet' })).toMatchObject({ status: 422 });
      expect(await management.call('POST', '/api/limit/', {})).toMatchObject({
        status: 422,
        code: 'limit.subject_kind_invalid',
      });
      for (const bad of ['0', 'x', '999999'])
        expect(await management.call('GET', `/api/limit/${bad}`)).toMatchObject({ status: 404 });
      expect(await management.call('PUT', '/api/option/', { key: 'LimitTimeZone', value: 'Mars' })).toMatchObject({
        status: 422,
      });
    });

    it('by nobody else', async () => {
      const user = await stranger();
      expect(await user.call('GET', '/api/limit/')).toMatchObject({ status: 403 });
      expect(
        await user.call('POST', '/api/limit/', { subject_kind: 'everyone', metric: 'concurrency', amount: 1 }),
      ).toMatchObject({ status: 403 });
    });

    it('by owners on their own tokens, beside what staff set there', async () => {
      const user = await stranger();
      const { id: tokenId, key } = await user.addToken();
      const path = `/api/token/${tokenId}/limits`;
      await addLimit({ subject_kind: 'token', subject: String(tokenId), metric: 'requests', amount: 2, ...MINUTE });
      const own = await user.need<{ id: number }>('POST', path, { metric: 'requests', amount: 100, ...MINUTE });
      expect(own).toMatchObject({ subject_kind: 'token', subject: String(tokenId), is_owners: true });
      // A wider one of the owner does not widen that of staff.
      const replies = [await call(key), await call(key), await call(key)];
      expect(replies.map(({ status }) => status)).toEqual([200, 200, 429]);
      expect(await user.call('GET', path)).toMatchObject({
        total: 2,
        data: [{ is_owners: true }, { is_owners: false }],
      });
      const staffs = limits.at(-1)!.split('/').pop()!;
      expect(await user.call('PUT', `${path}/${staffs}`, { amount: 1_000 })).toMatchObject({ status: 404 });
      expect(await user.call('DELETE', `${path}/${staffs}`)).toMatchObject({ status: 404 });
      expect(await user.need('PUT', `${path}/${own.id}`, { amount: 50 })).toMatchObject({ amount: 50 });
      const other = await stranger();
      for (const [method, where] of [
        ['GET', path],
        ['POST', path],
        ['PUT', `${path}/${own.id}`],
        ['DELETE', `${path}/${own.id}`],
      ] as const) {
        const body = method === 'POST' || method === 'PUT' ? { metric: 'concurrency', amount: 1 } : undefined;
        expect(await other.call(method, where, body)).toMatchObject({ status: 404, code: 'token.not_found' });
      }
      await user.need('DELETE', `${path}/${own.id}`);
      expect(await user.call('GET', path)).toMatchObject({ total: 1 });
    });
  });
});

const usesRedis = process.env['CHAT_API_TEST_ENGINES']?.split(',').includes('redis') === true;

(usesRedis ? describe : describe.skip)('limits of a node that was killed (real: gateway, Redis)', () => {
  // A database of Redis of its own: counters are named by rules, and rules by numbers that every test gateway gives again.
  const url = `${(process.env['TEST_REDIS_URL'] ?? 'redis://127.0.0.1:6379').replace(/\/\d+$/, '')}/9`;
  let gateway: GatewayProcess;
  let upstream: FakeUpstream;

  beforeAll(async () => {
    const redis = new Redis(url);
    await redis.flushdb();
    redis.disconnect();
    upstream = await FakeUpstream.start();
    gateway = await GatewayProcess.start({ env: { REDIS_CONN_STRING: url } });
    await gateway.management.addChannel(upstream.url, ['gpt-4o']);
    await gateway.management.setOption('LimitLeaseSeconds', '3');
  });
  afterAll(async () => {
    await gateway.remove();
    await upstream.stop();
  });

  it('outlive it: its places come back after the lease, what it counted stays', async () => {
    const add = (fields: object) => gateway.management.need('POST', '/api/limit/', fields);
    await add({ subject_kind: 'everyone', metric: 'concurrency', amount: 1 });
    await add({ subject_kind: 'everyone', metric: 'requests', amount: 3, window_seconds: 3600 });
    const call = () => callRelay(`${gateway.url}/v1/chat/completions`, { key: ROOT_KEY, body: BODY });
    upstream.handler = () => undefined;
    const cut = call().catch(() => undefined);
    await waitFor(() => (upstream.requests.length === 1 ? true : undefined), 'the call upstream');
    await gateway.kill();
    await cut;
    await gateway.restart();
    upstream.handler = chatAnswer();
    const first = await call();
    expect(errorOf(first)).toMatchObject({ code: 'limit_exceeded', param: 'concurrency' });
    await waitFor(async () => ((await call()).status === 200 ? true : undefined), 'the place of the dead node');
    expect((await call()).status).toBe(200);
    expect(errorOf(await call())).toMatchObject({ code: 'limit_exceeded', param: 'requests' });
  });
});

/** The calls that were answered first. */
async function waitForRefused(calls: Promise<RelayReply>[], count: number): Promise<Promise<RelayReply>[]> {
  const answered: Promise<RelayReply>[] = [];
  for (const reply of calls) void reply.then(() => answered.push(reply));
  await waitFor(() => (answered.length >= count ? true : undefined), `${count} refused calls`);
  return answered.slice();
}
