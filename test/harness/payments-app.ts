import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BillingModule, billingSchema, Ledger, PaymentUpkeep } from '@app/billing';
import { ChannelModule, channelSchema } from '@app/channel';
import { Clock, type DomainEvents } from '@app/kernel';
import {
  composeSchemas,
  DatabaseModule,
  EventBus,
  loadConfig,
  OptionStore,
  PlatformModule,
  platformSchema,
} from '@app/platform';
import { userSchema } from '@app/user';
import { Test, type TestingModule } from '@nestjs/testing';
import { createTestDatabase, type Engine, type TestDatabase } from './test-database';

export class MovableClock extends Clock {
  nowMs = 1_764_000_000_000;

  now(): number {
    return this.nowMs;
  }

  pass(seconds: number): void {
    this.nowMs += seconds * 1000;
  }
}

/** Billing with its real database in this process and a clock that the test moves; no HTTP of its own. */
export class PaymentsApp {
  readonly notices: string[] = [];

  private constructor(
    private readonly module: TestingModule,
    readonly database: TestDatabase,
    readonly clock: MovableClock,
    private readonly dataDir: string,
  ) {
    this.events.subscribe('operator.noticed', ({ code }) => void this.notices.push(code));
  }

  static async start(engine: Engine): Promise<PaymentsApp> {
    const dataDir = mkdtempSync(join(tmpdir(), 'chat-api-payments-'));
    const database = await createTestDatabase(engine, dataDir);
    const clock = new MovableClock();
    const config = loadConfig(
      { DATA_DIR: dataDir, SQL_DSN: database.dsn, UPSTREAM_ALLOW_PRIVATE: '127.0.0.1', DEFAULT_LOCALE: 'zh' },
      dataDir,
    );
    const schemas = composeSchemas([platformSchema, userSchema, channelSchema, billingSchema]);
    const module = await Test.createTestingModule({
      imports: [PlatformModule.forRoot(config), DatabaseModule.forRoot(config, schemas), ChannelModule, BillingModule],
    })
      .overrideProvider(Clock)
      .useValue(clock)
      .compile();
    module.enableShutdownHooks();
    await module.init();
    return new PaymentsApp(module, database, clock, dataDir);
  }

  get<T>(type: abstract new (...parameters: never[]) => T): T {
    return this.module.get<T>(type, { strict: false });
  }

  get ledger(): Ledger {
    return this.get(Ledger);
  }

  get events(): EventBus {
    return this.get(EventBus);
  }

  runQueryJob(): Promise<number> {
    return this.get(PaymentUpkeep).queryPending(new AbortController().signal);
  }

  async setOption(key: string, value: unknown): Promise<void> {
    await this.get(OptionStore).set(key, typeof value === 'string' ? value : JSON.stringify(value));
  }

  async addUser(id: number): Promise<void> {
    const flag = this.database.engine === 'postgres' ? 'false' : '0';
    await this.database.execute(
      `INSERT INTO users (id, username, username_key, created_at, must_change_password)
       VALUES (${id}, 'u${id}', 'u${id}', 0, ${flag})`,
    );
  }

  async balance(id: number): Promise<bigint> {
    const [row] = await this.database.query(`SELECT balance FROM users WHERE id = ${id}`);
    return BigInt(String(row!['balance']));
  }

  /** Events of this kind that were published from now on. */
  collect<K extends keyof DomainEvents>(name: K): DomainEvents[K][] {
    const collected: DomainEvents[K][] = [];
    this.events.subscribe(name, (payload) => void collected.push(payload));
    return collected;
  }

  async remove(): Promise<void> {
    await this.module.close();
    await this.database.drop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
