import { chatAnswer, FakeUpstream, sendJson } from '../harness/fake-upstream';
import { GatewayProcess, ROOT_KEY } from '../harness/gateway-process';
import { startHttpProxy, startSocksProxy } from '../harness/proxies';
import { callRelay, errorOf } from '../harness/relay-client';
import { waitFor } from '../harness/wait-for';

const chat = (model: string, more: object = {}) => ({ model, messages: [{ role: 'user', content: 'hi' }], ...more });

describe('choosing and reaching a channel', () => {
  let gateway: GatewayProcess;
  let good: FakeUpstream;
  let bad: FakeUpstream;

  beforeAll(async () => {
    good = await FakeUpstream.start();
    bad = await FakeUpstream.start((_, response) => sendJson(response, 500, { error: { message: 'no' } }));
    gateway = await GatewayProcess.start();
    const { management } = gateway;
    await management.addChannel(bad.url, ['gpt-4o'], { name: 'bad', priority: 10 });
    await management.addChannel(good.url, ['gpt-4o'], { name: 'good', openai_organization: 'org-1', headers: '{"x-extra":"yes"}' });
  });

  afterAll(async () => {
    await gateway.remove();
    await Promise.all([good.stop(), bad.stop()]);
  });

  beforeEach(() => {
    good.requests.length = bad.requests.length = 0;
    good.handler = chatAnswer();
  });

  const call = (body: object, key = ROOT_KEY) => callRelay(`${gateway.url}/v1/chat/completions`, { key, body });
  const retries = (times: number) => gateway.management.setOption('RetryTimes', times);

  it('does not retry when RetryTimes is 0', async () => {
    await retries(0);
    const reply = await call(chat('gpt-4o'));
    expect([reply.status, errorOf(reply).code]).toEqual([502, 'upstream_error']);
    expect(good.requests).toHaveLength(0);
  });

  it('goes on to the next channel, charges once and logs both attempts', async () => {
    await retries(2);
    const reply = await call(chat('gpt-4o', { stream: true }));
    expect(reply.status).toBe(200);
    expect([bad.requests.length, good.requests.length]).toEqual([1, 1]);
    expect(good.requests[0]!.headers).toMatchObject({ 'openai-organization': 'org-1', 'x-extra': 'yes' });
    const requestId = reply.headers['x-request-id'] as string;
    const rows = await waitFor(async () => {
      const found = await gateway.management.logs(`&request_id=${requestId}`);
      return found.length > 0 ? found : undefined;
    }, 'the row');
    expect(rows).toHaveLength(1);
    expect(JSON.parse(rows[0]!.attempts_log!)).toEqual([
      expect.objectContaining({ channelName: 'bad', status: 500, error: 'upstream_error' }),
      expect.objectContaining({ channelName: 'good', status: 200 }),
    ]);
    expect(await gateway.management.logs('&type=6')).toEqual([expect.objectContaining({ request_id: requestId })]);
  });

  it('tries every channel once and tells the last error, without waiting for more', async () => {
    await retries(5);
    good.handler = (_, response) => sendJson(response, 429, {});
    const reply = await call(chat('gpt-4o'));
    expect([reply.status, errorOf(reply).code]).toEqual([429, 'upstream_rate_limited']);
    expect([bad.requests.length, good.requests.length]).toEqual([1, 1]);
  });

  it('does not retry what is the fault of the request', async () => {
    await retries(5);
    bad.handler = (_, response) => sendJson(response, 400, { error: { message: 'bad parameter' } });
    expect((await call(chat('gpt-4o'))).status).toBe(400);
    expect(good.requests).toHaveLength(0);
    bad.handler = (_, response) => sendJson(response, 500, {});
  });

  it('obeys an administrator who names a channel, and then tries no other', async () => {
    const [row] = await gateway.database.query("SELECT id FROM channels WHERE name = 'bad'");
    expect((await call(chat('gpt-4o'), `${ROOT_KEY}-${String(row!['id'])}`)).status).toBe(502);
    expect(good.requests).toHaveLength(0);
    expect((await call(chat('gpt-4o'), `${ROOT_KEY}-999`)).status).toBe(400);
  });

  it('follows a change of the channels at once', async () => {
    await retries(0);
    const [row] = await gateway.database.query("SELECT id FROM channels WHERE name = 'bad'");
    await gateway.management.need('PUT', '/api/channel/', { id: row!['id'], status: 2 });
    expect((await call(chat('gpt-4o'))).status).toBe(200);
    await gateway.management.need('PUT', '/api/channel/', { id: row!['id'], status: 1 });
    expect((await call(chat('gpt-4o'))).status).toBe(502);
  });

  it('follows a change of keys and prices at once', async () => {
    const { management } = gateway;
    await retries(1);
    const { id, key } = await management.addToken();
    expect((await call(chat('gpt-4o'), key)).status).toBe(200);
    await management.need('PUT', '/api/token/?status_only=true', { id, status: 2 });
    expect((await call(chat('gpt-4o'), key)).status).toBe(401);
    await management.setOption('GroupRatio', { default: 3, vip: 1, svip: 1 });
    const reply = await call(chat('gpt-4o'));
    const found = await waitFor(async () => (await management.logs(`&request_id=${reply.headers['x-request-id'] as string}`))[0], 'the row');
    expect(found.cost_usd).toBe('0.000225');
  });

  it('refuses a token whose group its owner may no longer use', async () => {
    const { management } = gateway;
    await management.setOption('UserGroupEnabled', true);
    await management.addChannel(good.url, ['gpt-4o'], { name: 'vip', group: 'vip' });
    const { key } = await management.addToken({ group: 'vip' });
    expect((await call(chat('gpt-4o'), key)).status).toBe(200);
    await management.setOption('UserGroupEnabled', false);
    const reply = await call(chat('gpt-4o'), key);
    expect([reply.status, errorOf(reply).code]).toEqual([403, 'group_not_allowed']);
  });

  it('charges per call when the owner of the token chose it', async () => {
    await gateway.management.setOption('ModelPrice', { 'gpt-4o': 0.1 });
    await gateway.management.setOption('GroupRatio', { default: 0.5, vip: 1, svip: 1 });
    const { key } = await gateway.management.addToken({ billing_enabled: true });
    const reply = await call(chat('gpt-4o'), key);
    const found = await waitFor(async () => (await gateway.management.logs(`&request_id=${reply.headers['x-request-id'] as string}`))[0], 'the row');
    expect(found).toMatchObject({ quota: 25_000, cost_usd: '0.05', multiplier: '按次计费，分组倍率 0.50' });
  });

  it('reaches channels through HTTP and SOCKS5 proxies', async () => {
    const http = await startHttpProxy();
    const socks = await startSocksProxy('me', 'p@ss');
    try {
      const target = new URL(good.url).host;
      await gateway.management.setOption('ModelRatio', { 'through-http': 1, 'through-socks': 1 });
      await gateway.management.addChannel(good.url, ['through-http'], { proxy_url: http.url });
      await gateway.management.addChannel(good.url, ['through-socks'], { proxy_url: socks.url.replace('://', '://me:p%40ss@') });
      for (const model of ['through-http', 'through-socks']) {
        for (const stream of [false, true]) expect((await call(chat(model, { stream }))).status).toBe(200);
      }
      expect(new Set(http.targets)).toEqual(new Set([target]));
      expect(new Set(socks.targets)).toEqual(new Set([target]));
    } finally {
      await Promise.all([http.stop(), socks.stop()]);
    }
  });

  it('refuses upstream addresses in private networks that are not allowed', async () => {
    const reply = await gateway.management.call('POST', '/api/channel/', { name: 'x', key: 'k', base_url: 'http://169.254.169.254', models: 'm' });
    expect([reply.status, reply.code]).toEqual([422, 'egress.target_refused']);
    const local = await gateway.management.call('POST', '/api/channel/', { name: 'x', key: 'k', base_url: 'http://10.1.2.3', models: 'm' });
    expect(local.status).toBe(422);
  });

  it('tells API clients their figures', async () => {
    const { management } = gateway;
    const { key } = await management.addToken({ unlimited_quota: false, remain_quota: 500_000 });
    const get = async (path: string) => JSON.parse((await callRelay(gateway.url + path, { key, method: 'GET' })).text) as Record<string, number>;
    for (const prefix of ['', '/v1']) {
      expect(await get(`${prefix}/dashboard/billing/subscription`)).toMatchObject({ object: 'billing_subscription', hard_limit_usd: 1 });
      expect(await get(`${prefix}/dashboard/billing/usage`)).toEqual({ object: 'list', total_usage: 0 });
    }
    expect(await callRelay(`${gateway.url}/v1/dashboard/billing/usage`, { key: ROOT_KEY, method: 'GET' })).toMatchObject({ status: 200 });
  });
});
