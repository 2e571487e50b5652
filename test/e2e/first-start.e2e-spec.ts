import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { GatewayProcess, ROOT_KEY } from '../harness/gateway-process';
import { Management } from '../harness/management';
import { callRelay, errorOf } from '../harness/relay-client';

/** A browser's way in: cookies, same origin. */
class Browser {
  private cookie = '';
  constructor(private readonly url: string) {}

  async call(method: string, path: string, body?: unknown): Promise<{ status: number; code?: string; success: boolean; message: string; data: Record<string, unknown> }> {
    const response = await fetch(this.url + path, {
      method,
      headers: { origin: this.url, 'accept-language': 'en', cookie: this.cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const [cookie] = response.headers.getSetCookie();
    if (cookie !== undefined) this.cookie = cookie.split(';')[0]!;
    return { ...((await response.json()) as never as { success: boolean; message: string; data: Record<string, unknown> }), status: response.status };
  }
}

describe('a first start', () => {
  let gateway: GatewayProcess;
  let accessToken = '';

  beforeAll(async () => {
    gateway = await GatewayProcess.start({ env: { INITIAL_ROOT_PASSWORD: '', INITIAL_ROOT_TOKEN: '', DEFAULT_LOCALE: 'zh' } });
  });

  afterAll(() => gateway.remove());

  it('prints the address, the first sign-in and a key, and warns about the default password', () => {
    expect(gateway.output).toMatch(/First sign-in: root \/ 123456/);
    expect(gateway.output).toMatch(/First API key: sk-[0-9a-zA-Z]{48}/);
    expect(gateway.output).toContain('[default_password]');
  });

  it('lets the default password do nothing but change itself', async () => {
    const browser = new Browser(gateway.url);
    expect(await browser.call('GET', '/api/user/self')).toMatchObject({ status: 401, success: false });
    expect(await browser.call('POST', '/api/user/login', { username: 'root', password: 'wrong' })).toMatchObject({ success: false });
    expect(await browser.call('POST', '/api/user/login', { username: 'root', password: '123456' })).toMatchObject({ status: 200, success: true });
    for (const path of ['/api/token/', '/api/channel/', '/api/log/', '/api/option/']) {
      expect(await browser.call('GET', path)).toMatchObject({ status: 403, code: 'password_change_required' });
    }
    expect(await browser.call('GET', '/api/user/self')).toMatchObject({ status: 200, data: { username: 'root', must_change_password: true, quota: 100_000_000 } });
    expect(await browser.call('PUT', '/api/user/self', { password: 'a better one', original_password: 'wrong' })).toMatchObject({ success: false });
    expect(await browser.call('PUT', '/api/user/self', { password: 'a better one', original_password: '123456' })).toMatchObject({ success: true });
    expect(await browser.call('GET', '/api/channel/')).toMatchObject({ status: 200 });
    // The token of the environment ended with the password it came with.
    expect((await gateway.management.call('GET', '/api/user/self')).status).toBe(401);
    accessToken = (await browser.call('POST', '/api/user/token')).data as never;
    expect(await browser.call('POST', '/api/user/logout')).toMatchObject({ success: true });
    expect(await browser.call('GET', '/api/user/self')).toMatchObject({ status: 401 });
  });

  it('starts again without making anything anew, and without the warning', async () => {
    expect(await gateway.stop()).toBe(0);
    await gateway.restart();
    expect(gateway.output).not.toMatch(/First sign-in|default_password/);
    const [row] = await gateway.database.query('SELECT COUNT(*) AS users, (SELECT SUM(amount) FROM ledger_entries) AS entries FROM users');
    expect(row).toEqual({ users: 1, entries: 200_000_000_000 });
  });

  it('answers in the language of the caller, Chinese by default here', async () => {
    const ask = async (language: string) =>
      ((await (await fetch(`${gateway.url}/api/user/self`, { headers: { 'accept-language': language } })).json()) as { message: string }).message;
    expect(await ask('fr')).toBe('无权进行此操作，未登录且未提供 access token');
    expect(await ask('en')).toMatch(/^[\x20-\x7e]+$/);
  });

  it('serves the status, the console and the API documents', async () => {
    const status = (await (await fetch(`${gateway.url}/api/status`)).json()) as { success: boolean; data: Record<string, unknown> };
    expect(status).toMatchObject({ success: true, data: { system_name: 'Chat API', quota_per_unit: 500_000 } });
    const page = await fetch(`${gateway.url}/some/page`, { headers: { accept: 'text/html' } });
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-cache']);
    expect(await page.text()).toContain('<app-root');
    const docs = (await (await fetch(`${gateway.url}/api/docs/openapi.json`)).json()) as { paths: object };
    expect(Object.keys(docs.paths)).toContain('/api/user/self');
    const unknown = await fetch(`${gateway.url}/api/nonsense`);
    expect([unknown.status, await unknown.json()]).toEqual([404, { error: expect.objectContaining({ message: 'Invalid URL (GET /api/nonsense)', type: 'invalid_request_error' }) as unknown }]);
  });

  it('keeps secrets out of the database, the files and the log', async () => {
    const management = new Management(gateway.url, accessToken);
    await management.addChannel('https://api.example.com', ['gpt-4o'], {
      key: 'sk-very-secret-upstream-key',
      proxy_url: 'http://me:proxy-password@proxy.example.com:3128',
      headers: { 'x-access-token': 'header-credential' },
    });
    const { key } = await management.addToken();
    const dump = JSON.stringify([
      await gateway.database.query('SELECT * FROM channels'),
      await gateway.database.query('SELECT * FROM tokens'),
      await gateway.database.query('SELECT * FROM users'),
      await management.call('GET', '/api/channel/'),
      await management.call('GET', '/api/token/'),
      await management.call('GET', '/api/user/self'),
    ]);
    for (const secret of ['very-secret-upstream-key', 'proxy-password', 'header-credential', key.slice(3), ROOT_KEY.slice(3), 'a better one']) {
      expect(dump).not.toContain(secret);
      expect(gateway.output).not.toContain(secret);
    }
    expect(statSync(join(gateway.dataDir, 'secret.key')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(gateway.dataDir, 'chat-api.db')).includes('very-secret-upstream-key')).toBe(false);
  });
});

describe('a wrong configuration', () => {
  it('stops the start with everything that is wrong and how to mend it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'chat-api-config-'));
    const result = spawnSync(process.execPath, [resolve(__dirname, '../../dist/apps/gateway/src/main.js')], {
      cwd: folder,
      env: { PATH: process.env['PATH'], PORT: 'many', SQL_DSN: 'mysql://nowhere', NODE_TYPE: 'boss', INITIAL_ROOT_TOKEN: 'sk-short', DATA_DIR: folder },
      encoding: 'utf8',
    });
    rmSync(folder, { recursive: true });
    expect(result.status).toBe(1);
    for (const name of ['PORT', 'SQL_DSN', 'NODE_TYPE', 'INITIAL_ROOT_TOKEN']) expect(result.stderr).toContain(name);
  });
});

describe('the rate limit', () => {
  it('counts billing figures together with /api, whatever key comes, and no relayed call', async () => {
    const gateway = await GatewayProcess.start({ env: { GLOBAL_API_RATE_LIMIT: '6' } });
    try {
      const get = async (path: string, key: string) => (await callRelay(gateway.url, { method: 'GET', path, key })).status;
      const statuses: number[] = [];
      for (const prefix of ['/v1', '']) {
        statuses.push(await get(`${prefix}/dashboard/billing/subscription`, ROOT_KEY));
        statuses.push(await get(`${prefix}/dashboard/billing/usage`, `sk-${'g'.repeat(48)}`));
      }
      for (let i = 0; i < 2; i++) statuses.push((await fetch(`${gateway.url}/api/status`)).status);
      expect(statuses).toEqual([200, 401, 200, 401, 200, 200]);
      const refused = await callRelay(gateway.url, { method: 'GET', path: '/v1/dashboard/billing/usage', key: ROOT_KEY });
      expect([refused.status, errorOf(refused).code]).toEqual([429, 'request.rate_limited']);
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(170);
      expect((await fetch(`${gateway.url}/api/status`)).status).toBe(429);
      expect(await get('/v1/models', ROOT_KEY)).toBe(200);
    } finally {
      await gateway.remove();
    }
  });

  it('counts pages and files of the console by themselves', async () => {
    const gateway = await GatewayProcess.start({ env: { GLOBAL_WEB_RATE_LIMIT: '3' } });
    try {
      const get = async (path: string) => (await fetch(gateway.url + path)).status;
      expect([await get('/'), await get('/favicon.svg'), await get('/some/page')]).toEqual([200, 200, 200]);
      const refused = await fetch(`${gateway.url}/`);
      expect([refused.status, refused.headers.get('cache-control')]).toEqual([429, null]);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(170);
      expect(await refused.json()).toMatchObject({ error: { code: 'request.rate_limited' } });
      expect([await get('/favicon.svg'), await get('/api/status')]).toEqual([429, 200]);
    } finally {
      await gateway.remove();
    }
  });

  it('counts calls with wrong credentials, in whatever form their address comes', async () => {
    const gateway = await GatewayProcess.start({ env: { GLOBAL_API_RATE_LIMIT: '6' } });
    try {
      const guess = (path: string) => callRelay(gateway.url, { method: 'GET', headers: { authorization: 'guess' }, path });
      const statuses: number[] = [];
      for (let i = 0; i < 4; i++) {
        for (const path of ['/api/user/self', `${gateway.url}/api/user/self`]) statuses.push((await guess(path)).status);
      }
      expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 429, 429]);
    } finally {
      await gateway.remove();
    }
  });
});
