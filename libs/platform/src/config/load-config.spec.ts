import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from './config-error';
import { CONFIG_VARIABLES } from './config-variables';
import { loadConfig } from './load-config';

describe('loadConfig', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'config-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('needs nothing: an empty environment gives the documented defaults', () => {
    const config = loadConfig({}, directory);
    expect(config.port).toBe(3000);
    expect(config.database).toEqual({
      engine: 'sqlite',
      path: join(directory, 'data', 'chat-api.db'),
      busyTimeoutMs: 5000,
    });
    expect(config.rateLimits).toEqual({ globalApi: 180, globalWeb: 400 });
    expect(config.syncFrequencySeconds).toBe(60);
    expect(config.databasePool).toEqual({ maxIdle: 100, maxOpen: 1000, maxLifetimeSeconds: 60 });
    expect(config.redisUrl).toBeUndefined();
    expect(config.logDatabase).toBeUndefined();
    expect(config.defaultLocale).toBe('zh');
    expect(config.channelJobs).toEqual({
      testEveryMinutes: undefined,
      balanceEveryMinutes: undefined,
      pauseSeconds: 0,
    });
    expect(config.trustedProxies).toEqual([]);
  });

  it('reads .env, and the real environment wins over it', () => {
    writeFileSync(join(directory, '.env'), 'PORT=4000\nSYNC_FREQUENCY=5\nDEBUG="true"\n');
    const config = loadConfig({ PORT: '5000' }, directory);
    expect([config.port, config.syncFrequencySeconds, config.debug]).toEqual([5000, 5, true]);
  });

  it('takes an empty variable as absent', () => {
    const config = loadConfig({ SQL_DSN: '', PORT: ' ', REDIS_CONN_STRING: '' }, directory);
    expect([config.port, config.redisUrl, config.database.engine]).toEqual([3000, undefined, 'sqlite']);
  });

  it('accepts both names of the connection life, seconds before minutes', () => {
    expect(loadConfig({ SQL_CONN_MAX_LIFETIME: '3' }, directory).databasePool.maxLifetimeSeconds).toBe(180);
    const both = { SQL_CONN_MAX_LIFETIME: '3', SQL_MAX_LIFETIME: '7' };
    expect(loadConfig(both, directory).databasePool.maxLifetimeSeconds).toBe(7);
  });

  it('lets the option in the SQLite path win over SQLITE_BUSY_TIMEOUT', () => {
    const env = { SQLITE_BUSY_TIMEOUT: '100', SQLITE_PATH: 'my.db?_busy_timeout=200' };
    expect(loadConfig(env, directory).database).toEqual({
      engine: 'sqlite',
      path: join(directory, 'my.db'),
      busyTimeoutMs: 200,
    });
    expect(loadConfig({ SQLITE_BUSY_TIMEOUT: '100' }, directory).database).toMatchObject({ busyTimeoutMs: 100 });
  });

  it('needs no SYNC_FREQUENCY for Redis', () => {
    expect(loadConfig({ REDIS_CONN_STRING: 'redis://cache:6379/1' }, directory).redisUrl).toBe('redis://cache:6379/1');
  });

  it('lists every problem at once, each with its variable, and shows no secret', () => {
    const env = {
      PORT: 'abc',
      CHANNEL_TEST_FREQUENCY: '1.5',
      SESSION_SECRET: 'random_string',
      SQL_DSN: 'u:hidden-password@nowhere',
      TRUSTED_PROXIES: '10.0.0.0/8, proxy',
      DEFAULT_LOCALE: 'fr',
    };
    let error: unknown;
    try {
      loadConfig(env, directory);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(ConfigError);
    const variables = (error as ConfigError).problems.map((problem) => problem.variable);
    expect(variables.sort()).toEqual(Object.keys(env).sort());
    const message = (error as ConfigError).message;
    expect(message).toMatch(/PORT: "abc" is not a whole number; give one from 0 to 65535/);
    expect(message).toMatch(/TRUSTED_PROXIES: "proxy"/);
    expect(message).not.toContain('hidden-password');
  });

  it('takes credentials of the first account in their forms, the key with or without its prefix', () => {
    const key = 'Ab1'.repeat(16);
    for (const token of [key, `sk-${key}`, ` sk-${key} `]) {
      expect(loadConfig({ INITIAL_ROOT_TOKEN: token }, directory).initialRoot.token).toBe(key);
    }
    const accessToken = '0123456789abcdef';
    for (const password of ['8 bytes!', '密码密码密码', 'x'.repeat(72), '123456']) {
      const env = { INITIAL_ROOT_PASSWORD: password, INITIAL_ROOT_ACCESS_TOKEN: accessToken };
      expect(loadConfig(env, directory).initialRoot).toEqual({ password, token: undefined, accessToken });
    }
  });

  it.each([
    ['INITIAL_ROOT_PASSWORD', 'seven77'],
    ['INITIAL_ROOT_PASSWORD', 'x'.repeat(73)],
    ['INITIAL_ROOT_PASSWORD', '密'.repeat(25)],
    ['INITIAL_ROOT_TOKEN', 'sk-too-short'],
    ['INITIAL_ROOT_TOKEN', `sk-${'a'.repeat(47)}-`],
    ['INITIAL_ROOT_TOKEN', `Bearer ${'a'.repeat(48)}`],
    ['INITIAL_ROOT_ACCESS_TOKEN', 'fifteen-letters'],
    ['INITIAL_ROOT_ACCESS_TOKEN', 'with a blank inside it'],
    ['INITIAL_ROOT_ACCESS_TOKEN', '访问令牌'.repeat(5)],
  ])('refuses %s=%s together with everything else, and does not show it', (name, value) => {
    const load = () => loadConfig({ PORT: 'abc', [name]: value }, directory);
    expect(load).toThrow(ConfigError);
    expect(load).toThrow(/PORT: /);
    expect(load).toThrow(new RegExp(`${name}: `));
    expect(load).not.toThrow(value);
  });

  it('does not stop for variables of other programs', () => {
    expect(loadConfig({ DEBUG: 'express:*', UNHEARD_OF: 'x', GIN_MODE: 'debug' }, directory).debug).toBe(false);
  });
});

describe('CONFIG_VARIABLES', () => {
  it('describes each variable in both languages', () => {
    expect(CONFIG_VARIABLES.length).toBeGreaterThan(40);
    for (const { name, effect } of CONFIG_VARIABLES) {
      expect([name, effect.en.length > 5, effect.zh.length > 3]).toEqual([name, true, true]);
    }
    expect(CONFIG_VARIABLES.find(({ name }) => name === 'GLOBAL_WEB_RATE_LIMIT')?.defaultText).toBe('400');
  });
});
