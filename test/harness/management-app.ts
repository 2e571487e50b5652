import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BillingModule, billingSchema, Ledger } from '@app/billing';
import { ChannelModule, channelSchema } from '@app/channel';
import type { Role } from '@app/kernel';
import {
  composeSchemas,
  createHttpSetup,
  DatabaseModule,
  loadConfig,
  MainDataSource,
  PlatformModule,
  platformSchema,
  RateLimitGuard,
} from '@app/platform';
import { ManagementGuard, UserModule, userSchema } from '@app/user';
import type { Abstract } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import request from 'supertest';

/** The management API of users and billing over HTTP in this process, with its guards and limits, on SQLite. */
export class ManagementApp {
  private constructor(
    private readonly app: NestExpressApplication,
    private readonly dataDir: string,
  ) {}

  static async start(): Promise<ManagementApp> {
    const dataDir = mkdtempSync(join(tmpdir(), 'chat-api-management-'));
    const config = loadConfig({ DATA_DIR: dataDir, TRUSTED_PROXIES: '127.0.0.1' }, dataDir);
    const schemas = composeSchemas([platformSchema, userSchema, channelSchema, billingSchema]);
    const testing = await Test.createTestingModule({
      imports: [
        PlatformModule.forRoot(config),
        DatabaseModule.forRoot(config, schemas),
        UserModule,
        ChannelModule,
        BillingModule,
      ],
      providers: [
        { provide: APP_GUARD, useClass: RateLimitGuard },
        { provide: APP_GUARD, useClass: ManagementGuard },
      ],
    }).compile();
    const app = testing.createNestApplication<NestExpressApplication>({ bodyParser: false, logger: false });
    createHttpSetup(app, config);
    await app.init();
    return new ManagementApp(app, dataDir);
  }

  get<T>(type: Abstract<T>): T {
    return this.app.get<T>(type);
  }

  /** A user whose access token is his name. */
  async addUser(id: number, username: string, role: Role, balance: bigint): Promise<void> {
    const hash = createHash('sha256').update(username).digest('hex');
    await this.query(`INSERT INTO users (id, username, username_key, role, access_token_hash, created_at)
      VALUES (${id}, '${username}', '${username}', ${role}, '${hash}', 0)`);
    await this.get(Ledger).post({ userId: id, operation: 'opening', key: `user:${id}`, amount: balance });
  }

  query(sql: string): Promise<Record<string, unknown>[]> {
    return this.get(MainDataSource).dataSource.query(sql);
  }

  /** A request of the user, from an address of his own; without a name of nobody. */
  call(method: 'get' | 'post' | 'put' | 'delete', path: string, username?: string): request.Test {
    const agent = request(this.app.getHttpServer())[method](path).set('Accept-Language', 'zh-CN');
    return username === undefined ? agent : agent.set('Authorization', username);
  }

  async remove(): Promise<void> {
    await this.app.close();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
