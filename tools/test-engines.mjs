// Finds out which engines the tests can use here. Each is asked with the account the tests will use: a port that is
// open but refuses the login would otherwise show up as hundreds of failing tests.
import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';

const require = createRequire(import.meta.url);
const timeoutMs = 3000;

export const engines = {
  mysql: {
    variable: 'TEST_MYSQL_URL',
    address: process.env.TEST_MYSQL_URL ?? 'mysql://app:app@127.0.0.1:3306',
    async greet(address) {
      const connection = await require('mysql2/promise').createConnection({ uri: address, connectTimeout: timeoutMs });
      await connection.query('SELECT 1').finally(() => connection.destroy());
    },
  },
  postgres: {
    variable: 'TEST_POSTGRES_URL',
    address: process.env.TEST_POSTGRES_URL ?? 'postgres://app:app@127.0.0.1:5432',
    async greet(address) {
      const url = new URL(address);
      // Without a path the driver would take the account's name for the database.
      if (url.pathname.length < 2) url.pathname = '/postgres';
      const client = new (require('pg').Client)({ connectionString: url.href, connectionTimeoutMillis: timeoutMs });
      await client.connect();
      await client.end();
    },
  },
  redis: {
    variable: 'TEST_REDIS_URL',
    address: process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:6379',
    async greet(address) {
      const { Redis } = require('ioredis');
      const client = new Redis(address, { lazyConnect: true, connectTimeout: timeoutMs, retryStrategy: null });
      let cause;
      client.on('error', (error) => (cause = error));
      try {
        await client.connect();
        await client.ping();
      } catch (error) {
        throw cause ?? error;
      } finally {
        client.disconnect();
      }
    },
  },
  chromium: {
    variable: 'TEST_CHROMIUM',
    address: process.env.TEST_CHROMIUM ?? findBrowser() ?? '/usr/bin/chromium',
    greet: async (path) => accessSync(path, constants.X_OK),
  },
};

function findBrowser() {
  const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)];
  const paths = ['chromium', 'google-chrome'].flatMap((name) => folders.map((folder) => join(folder, name)));
  return paths.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Undefined when the engine can be used, else the reason why not. */
export async function whyUnusable(name) {
  const { address, greet } = engines[name];
  const shown = address.replace(/:\/\/[^@/]*@/, '://');
  try {
    await greet(address);
    return undefined;
  } catch (error) {
    const nobody = ['ECONNREFUSED', 'ENOENT', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH'].includes(error.code);
    return nobody ? `nothing answers on ${shown}` : `${shown}: ${error.message || error.code}`;
  }
}
