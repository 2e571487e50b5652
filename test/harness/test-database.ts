import { randomBytes } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import { Client } from 'pg';
import Database from 'better-sqlite3';
import { join } from 'node:path';

export type Engine = 'sqlite' | 'mysql' | 'postgres';

/** Engines that answered when the run began (tools/test.mjs found out); SQLite always does. */
export const ENGINES: Engine[] = (process.env['CHAT_API_TEST_ENGINES'] ?? 'sqlite')
  .split(',')
  .filter((name): name is Engine => ['sqlite', 'mysql', 'postgres'].includes(name));

/** A database of its own for one test file. */
export interface TestDatabase {
  engine: Engine;
  /** SQL_DSN for the gateway; empty = SQLite in its data folder. */
  dsn: string;
  query(sql: string): Promise<Record<string, unknown>[]>;
  execute(sql: string): Promise<void>;
  drop(): Promise<void>;
}

const MYSQL_URL = process.env['TEST_MYSQL_URL'] ?? 'mysql://app:app@127.0.0.1:3306';
const POSTGRES_URL = process.env['TEST_POSTGRES_URL'] ?? 'postgres://app:app@127.0.0.1:5432';

/** `dataDir` is where the gateway keeps its SQLite file. */
export async function createTestDatabase(engine: Engine, dataDir: string): Promise<TestDatabase> {
  const name = `app_${process.pid}_${randomBytes(4).toString('hex')}`;
  switch (engine) {
    case 'sqlite':
      return sqlite(join(dataDir, 'chat-api.db'));
    case 'mysql':
      return mysql(name);
    case 'postgres':
      return postgres(name);
  }
}

function sqlite(path: string): TestDatabase {
  return {
    engine: 'sqlite',
    dsn: '',
    query: (sql) => {
      const database = new Database(path, { readonly: true });
      try {
        return Promise.resolve(database.prepare(sql).all() as Record<string, unknown>[]);
      } finally {
        database.close();
      }
    },
    execute: (sql) => {
      const database = new Database(path);
      try {
        database.exec(sql);
        return Promise.resolve();
      } finally {
        database.close();
      }
    },
    drop: () => Promise.resolve(),
  };
}

async function mysql(name: string): Promise<TestDatabase> {
  const base = MYSQL_URL.replace(/\/+$/, '').replace(/(:\d+)\/.*$/, '$1');
  const admin = await createConnection({ uri: base });
  await admin.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
  const connection = await createConnection({ uri: `${base}/${name}`, supportBigNumbers: true, bigNumberStrings: true });
  return {
    engine: 'mysql',
    dsn: `${base}/${name}`,
    query: async (sql) => (await connection.query(sql))[0] as Record<string, unknown>[],
    execute: async (sql) => void (await connection.query(sql)),
    drop: async () => {
      await connection.end();
      await admin.query(`DROP DATABASE ${name}`);
      await admin.end();
    },
  };
}

async function postgres(name: string): Promise<TestDatabase> {
  const base = POSTGRES_URL.replace(/\/+$/, '').replace(/(:\d+)\/.*$/, '$1');
  const admin = new Client({ connectionString: `${base}/postgres` });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  const client = new Client({ connectionString: `${base}/${name}` });
  await client.connect();
  return {
    engine: 'postgres',
    dsn: `${base}/${name}`,
    query: async (sql) => (await client.query(sql)).rows as Record<string, unknown>[],
    execute: async (sql) => void (await client.query(sql)),
    drop: async () => {
      await client.end();
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await admin.end();
    },
  };
}
