import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BillingModule, billingSchema, Ledger, UsageMeter, type CallRecord, type TokenUsage } from '@app/billing';
import { ChannelModule, channelSchema } from '@app/channel';
import type { Role } from '@app/kernel';
import {
  composeSchemas,
  createHttpSetup,
  DatabaseModule,
  loadConfig,
  MainDataSource,
  OptionStore,
  PlatformModule,
  platformSchema,
} from '@app/platform';
import { ManagementGuard, UserModule, userSchema } from '@app/user';
import { Module } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { callRecord } from './billing-app';
import { createTestDatabase, type Engine, type TestDatabase } from './test-database';

@Module({})
class BillingHttpModule {}

/** Billing's part of the management API in this process: real database, accounts, guards and HTTP; no relay. */
export class BillingHttpApp {
  private constructor(
    private readonly app: NestExpressApplication,
    private readonly database: TestDatabase,
    private readonly dataDir: string,
    readonly url: string,
  ) {}

  /** `separateLogs`: log rows go into an SQLite file of their own. */
  static async start(engine: Engine, { separateLogs = false } = {}): Promise<BillingHttpApp> {
    const dataDir = mkdtempSync(join(tmpdir(), 'chat-api-billing-http-'));
    const database = await createTestDatabase(engine, dataDir);
    const logs = separateLogs ? { LOG_SQL_DSN: `sqlite://${join(dataDir, 'logs.db')}` } : {};
    const config = loadConfig(
      { DATA_DIR: dataDir, SQL_DSN: database.dsn, GLOBAL_API_RATE_LIMIT: '0', ...logs },
      dataDir,
    );
    const schemas = composeSchemas([platformSchema, userSchema, channelSchema, billingSchema]);
    const app = await NestFactory.create<NestExpressApplication>(
      {
        module: BillingHttpModule,
        imports: [
          PlatformModule.forRoot(config),
          DatabaseModule.forRoot(config, schemas),
          UserModule,
          ChannelModule,
          BillingModule,
        ],
        providers: [{ provide: APP_GUARD, useClass: ManagementGuard }],
      },
      { logger: false, bodyParser: false },
    );
    createHttpSetup(app, config);
    await app.listen(0, '127.0.0.1');
    return new BillingHttpApp(app, database, dataDir, await app.getUrl());
  }

  get ledger(): Ledger {
    return this.app.get(Ledger);
  }

  /** A user whose access token is `token-ID`. */
  async addUser(id: number, role: Role, balance: bigint): Promise<void> {
    const hash = createHash('sha256').update(`token-${id}`).digest('hex');
    await this
      .sql(`INSERT INTO users (id, username, username_key, password, display_name, role, status, email, github_id,
      wechat_id, access_token_hash, balance, used_amount, request_count, aff_count, aff_quota, aff_history, inviter_id,
      created_at, last_login_at, session_version, must_change_password)
      VALUES (${id}, 'u${id}', 'u${id}', '', '', ${role}, 1, '', '', '', '${hash}', 0, 0, 0, 0, 0, 0, 0, 0, 0, 1,
      ${this.database.engine === 'postgres' ? 'false' : '0'})`);
    await this.ledger.post({ userId: id, operation: 'opening', key: `user:${id}`, amount: balance });
  }

  /** Charges a call that ended at the time. */
  async charge(
    requestId: string,
    endedAtSeconds: number,
    usage: TokenUsage,
    fields: Partial<CallRecord> = {},
  ): Promise<bigint> {
    const call = callRecord(requestId, { startedAtMs: endedAtSeconds * 1000 - 2, durationMs: 2, ...fields });
    const { userId, tokenId, username, tokenName, requestedModel, ip, startedAtMs, group } = call;
    const meter = this.app.get(UsageMeter);
    const quote = meter.quote(requestedModel, group, requestedModel.startsWith('per-call'));
    if (quote === undefined) throw new Error(`no price for ${requestedModel}`);
    const describe = { username, tokenName, requestedModel, ip, startedAtMs };
    await meter.reserve({ requestId, userId, tokenId, isUnlimitedToken: true, amount: 0n, describe });
    return new Promise((resolve) => {
      const amount: bigint = meter.settle(call, usage, quote, () => resolve(amount));
    });
  }

  /** Waits until every charge is in the database. */
  async written(): Promise<void> {
    await this.app.get(UsageMeter).standing(0, 0);
  }

  setOption(key: string, value: unknown): Promise<void> {
    return this.app.get(OptionStore).set(key, typeof value === 'string' ? value : JSON.stringify(value));
  }

  get(path: string, userId: number, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.url}${path}`, { headers: { authorization: `token-${userId}`, ...headers } });
  }

  query(sql: string): Promise<Record<string, unknown>[]> {
    return this.database.query(sql);
  }

  async sql(statement: string): Promise<void> {
    await this.app.get(MainDataSource).dataSource.query(statement);
  }

  async remove(): Promise<void> {
    await this.app.close();
    await this.database.drop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
