import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BalanceLots,
  BillingModule,
  billingSchema,
  Ledger,
  UsageMeter,
  type CallRecord,
  type TokenUsage,
} from '@app/billing';
import { ChannelModule, channelSchema } from '@app/channel';
import { AllowanceJournal, Clock, SystemClock } from '@app/kernel';
import {
  composeSchemas,
  DatabaseModule,
  loadConfig,
  MainDataSource,
  OptionStore,
  PlatformModule,
  platformSchema,
  UnitOfWork,
} from '@app/platform';
import { userSchema } from '@app/user';
import type { Abstract, INestApplicationContext, Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { createTestDatabase, type Engine, type TestDatabase } from './test-database';

/** The machine's clock, which tests move on. */
class MovableClock extends SystemClock {
  private aheadMs = 0;

  override now(): number {
    return super.now() + this.aheadMs;
  }

  pass(days: number): void {
    this.aheadMs += days * 86_400_000;
  }
}

/** Billing with its real database in this process; no relay, no HTTP. */
export class BillingApp {
  readonly clock = new MovableClock();
  private app: INestApplicationContext | undefined;

  private constructor(
    readonly dataDir: string,
    readonly database: TestDatabase,
    private readonly variables: Record<string, string>,
  ) {}

  static async start(engine: Engine, variables: Record<string, string> = {}): Promise<BillingApp> {
    const dataDir = mkdtempSync(join(tmpdir(), 'chat-api-billing-'));
    const billing = new BillingApp(dataDir, await createTestDatabase(engine, dataDir), variables);
    await billing.open();
    return billing;
  }

  /** A second node on the same database; close it before this one is removed. */
  async another(): Promise<BillingApp> {
    const node = new BillingApp(this.dataDir, this.database, this.variables);
    await node.open();
    return node;
  }

  async open(): Promise<void> {
    const config = loadConfig({ ...this.variables, DATA_DIR: this.dataDir, SQL_DSN: this.database.dsn }, this.dataDir);
    const schemas = composeSchemas([platformSchema, userSchema, channelSchema, billingSchema]);
    const testing = await Test.createTestingModule({
      imports: [PlatformModule.forRoot(config), DatabaseModule.forRoot(config, schemas), ChannelModule, BillingModule],
    })
      .overrideProvider(Clock)
      .useValue(this.clock)
      .compile();
    testing.useLogger(false);
    this.app = await testing.init();
  }

  get meter(): UsageMeter {
    return this.app!.get(UsageMeter);
  }

  /** A provider of the application. */
  get<T>(token: Type<T> | Abstract<T>): T {
    return this.app!.get(token);
  }

  get ledger(): Ledger {
    return this.app!.get(Ledger);
  }

  get lots(): BalanceLots {
    return this.app!.get(BalanceLots);
  }

  get options(): OptionStore {
    return this.app!.get(OptionStore);
  }

  get unitOfWork(): UnitOfWork {
    return this.app!.get(UnitOfWork);
  }

  async addUser(id: number, balance: bigint): Promise<void> {
    await this
      .sql(`INSERT INTO users (id, username, username_key, password, display_name, role, status, email, github_id,
      wechat_id, balance, used_amount, request_count, ${this.group}, aff_count, aff_quota, aff_history, inviter_id, created_at, last_login_at,
      session_version, must_change_password) VALUES (${id}, 'u${id}', 'u${id}', '', '', 1, 1, '', '', '', 0, 0, 0, 'default', 0, 0, 0, 0, 0, 0, 1, ${this.no})`);
    await this.ledger.post({ userId: id, operation: 'opening', key: `user:${id}`, amount: balance });
  }

  async addToken(id: number, userId: number, remain: bigint): Promise<void> {
    await this
      .sql(`INSERT INTO tokens (id, user_id, key_hash, key_hint, status, name, created_time, accessed_time, expired_time,
      remain, used, unlimited_quota, ${this.group}, billing_enabled, models, fixed_content, subnet) VALUES (${id}, ${userId}, 'h${id}', '', 1, '', 0, 0, -1,
      ${remain}, 0, ${this.no}, '', ${this.no}, '', '', '')`);
    await this.app!.get(AllowanceJournal).record({ tokenId: id, userId, amount: remain, key: `token:${id}:opening` });
  }

  async sql(statement: string): Promise<void> {
    await this.app!.get(MainDataSource).dataSource.query(statement);
  }

  /** What a killed process would leave in its journal, taken now. */
  saveJournal(): string {
    const copy = mkdtempSync(join(tmpdir(), 'chat-api-journal-'));
    cpSync(join(this.dataDir, 'journal'), copy, { recursive: true });
    return copy;
  }

  journalText(): string {
    const folder = join(this.dataDir, 'journal', '0');
    return readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('');
  }

  restoreJournal(copy: string): void {
    rmSync(join(this.dataDir, 'journal'), { recursive: true, force: true });
    cpSync(copy, join(this.dataDir, 'journal'), { recursive: true });
    rmSync(join(this.dataDir, 'journal', '0', 'owner'), { force: true });
    rmSync(copy, { recursive: true });
  }

  async close(): Promise<void> {
    await this.app?.close();
    this.app = undefined;
  }

  async remove(): Promise<void> {
    await this.close();
    await this.database.drop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  private get group(): string {
    return this.database.engine === 'mysql' ? '`group`' : '"group"';
  }

  private get no(): string {
    return this.database.engine === 'postgres' ? 'false' : '0';
  }
}

export function callRecord(requestId: string, fields: Partial<CallRecord> = {}): CallRecord {
  return {
    requestId,
    userId: 1,
    username: 'u1',
    tokenId: 0,
    tokenName: '',
    group: 'default',
    requestedModel: 'gpt-4o',
    upstreamModel: 'gpt-4o',
    channelId: 0,
    channelName: '',
    isStream: false,
    ip: '',
    startedAtMs: 1_700_000_000_000,
    firstByteMs: 1,
    durationMs: 2,
    attempts: [],
    endState: 'completed',
    evidence: 'reported',
    onDisconnect: 'cancel',
    status: 200,
    errorCode: '',
    errorText: '',
    note: '',
    ...fields,
  };
}

export const tokens = (input: number, output: number): TokenUsage => ({
  input,
  output,
  cacheRead: 0,
  cacheWrite5m: 0,
  cacheWrite1h: 0,
  imageInput: 0,
  audioInput: 0,
  reasoning: 0,
  imageOutput: 0,
  audioOutput: 0,
  isEstimated: false,
});
