// The program that the case 'ledger' measures: billing of the built server alone, reserving and settling calls as the relay
// does. node ledger-rows.cjs DIST DATA_DIR DSN; prints one line of JSON. Started by parts/ledger-bench.mjs.
const { join } = require('node:path');
require('reflect-metadata');
const { NestFactory } = require('@nestjs/core');

const [dist, dataDir, dsn] = process.argv.slice(2);
const lib = (name) => require(join(dist, 'libs', name, 'src/index.js'));
const { BillingModule, billingSchema, Ledger, UsageMeter } = lib('billing');
const { composeSchemas, DatabaseModule, loadConfig, MainDataSource, PlatformModule, platformSchema } = lib('platform');

const USERS = 20;
const WARM_UP_ROWS = 10_000;
/** Every 5 ms so many calls end: 10 000 a second. */
const TICK_MS = 5;
const ROWS_PER_TICK = 50;
const PACED_ROWS = 20_000;
const FULL_ROWS = 60_000;
/** As many charges are on their way at a time. */
const MOST_OPEN = 4_000;
const USAGE = {
  input: 1000,
  output: 500,
  reasoning: 0,
  cacheRead: 0,
  cacheWrite5m: 0,
  cacheWrite1h: 0,
  imageInput: 0,
  audioInput: 0,
  imageOutput: 0,
  audioOutput: 0,
  isEstimated: false,
};
const NO_ATTEMPTS = [];

class LedgerBenchModule {}

async function main() {
  const config = loadConfig({ DATA_DIR: dataDir, SQL_DSN: dsn }, dataDir);
  // Billing's list of prices for users asks the channels which models they serve.
  const { ChannelModule, channelSchema } = lib('channel');
  const schemas = composeSchemas([platformSchema, lib('user').userSchema, channelSchema, billingSchema]);
  const imports = [
    PlatformModule.forRoot(config),
    DatabaseModule.forRoot(config, schemas),
    ChannelModule,
    BillingModule,
  ];
  const app = await NestFactory.createApplicationContext({ module: LedgerBenchModule, imports }, { logger: false });
  const { dataSource } = app.get(MainDataSource);
  for (let id = 1; id <= USERS; id++) {
    await dataSource.query(
      `INSERT INTO users (id, username, username_key, created_at) VALUES (${id}, 'u${id}', 'u${id}', 0)`,
    );
    const opening = { userId: id, operation: 'opening', key: `user:${id}`, amount: 1_000_000_000_000_000n };
    await app.get(Ledger).post(opening);
  }
  const calls = new Calls(app.get(UsageMeter));
  for (let id = 1; id <= USERS; id++) await calls.know(id);

  await calls.full(WARM_UP_ROWS);
  const full = await measure(() => calls.full(FULL_ROWS));
  const paced = await measure(() => calls.paced(PACED_ROWS));

  const [{ n }] = await dataSource.query("SELECT COUNT(*) AS n FROM ledger_entries WHERE operation = 'usage'");
  const differences = await app.get(Ledger).verify();
  await app.close();
  const errors = Math.abs(calls.settled - Number(n)) + differences.length;
  const figures = {
    cpuUsPerRow: paced.cpuUs / PACED_ROWS,
    fullCpuUsPerRow: full.cpuUs / FULL_ROWS,
    rowsPerSecond: (FULL_ROWS * 1e6) / full.wallUs,
  };
  console.log(JSON.stringify({ ...figures, errors }));
}

class Calls {
  settled = 0;

  constructor(meter) {
    this.meter = meter;
    this.quote = meter.quote('gpt-4o', 'default', false);
    this.amount = meter.estimate(this.quote, 1000, 500);
  }

  /** Brings the user into memory. */
  async know(userId) {
    await this.meter.reserve(this.reservation(userId, `first-${userId}`));
    this.settle(userId, `first-${userId}`);
  }

  /** Calls end at an even pace; resolves when all are in the database. */
  async paced(rows) {
    await new Promise((resolve) => {
      let left = rows;
      const timer = setInterval(() => {
        for (let i = 0; i < ROWS_PER_TICK; i++) this.one();
        left -= ROWS_PER_TICK;
        if (left > 0) return;
        clearInterval(timer);
        resolve();
      }, TICK_MS);
    });
    await this.written();
  }

  /** Calls end as fast as the database takes them. */
  async full(rows) {
    for (let left = rows; left > 0; left -= MOST_OPEN) {
      for (let i = 0; i < Math.min(MOST_OPEN, left); i++) {
        this.one();
        // As in the gateway, the journal is written between.
        if (i % 100 === 99) await new Promise(setImmediate);
      }
      await this.written();
    }
  }

  one() {
    const requestId = `bench-${this.settled}`;
    const userId = 1 + (this.settled % USERS);
    this.meter.reserve(this.reservation(userId, requestId));
    this.settle(userId, requestId);
  }

  settle(userId, requestId) {
    this.settled += 1;
    // Each property by its name: objects that are spread together are slow ones, and no call of the relay is.
    const call = {
      requestId,
      userId,
      username: 'bench',
      tokenId: 0,
      tokenName: 'bench',
      group: 'default',
      requestedModel: 'gpt-4o',
      upstreamModel: 'gpt-4o',
      channelId: 0,
      channelName: 'bench',
      isStream: false,
      ip: '127.0.0.1',
      startedAtMs: 1_764_000_000_000,
      firstByteMs: 1,
      durationMs: 2,
      attempts: NO_ATTEMPTS,
      endState: 'completed',
      evidence: 'reported',
      onDisconnect: 'cancel',
      status: 200,
      errorCode: '',
      errorText: '',
      note: '',
    };
    this.meter.settle(call, USAGE, this.quote, () => undefined);
  }

  /** The figures behind a key are read when nothing is on its way any more. */
  written() {
    return this.meter.standing(0, 0);
  }

  reservation(userId, requestId) {
    const describe = { username: 'bench', tokenName: 'bench', requestedModel: 'gpt-4o', ip: '', startedAtMs: 0 };
    return { requestId, userId, tokenId: 0, isUnlimitedToken: true, amount: this.amount, describe };
  }
}

/** Of all threads of this process, the one of SQLite too; a database server is not in it. */
async function measure(work) {
  const before = process.cpuUsage();
  const start = performance.now();
  await work();
  const wallUs = (performance.now() - start) * 1000;
  const { user, system } = process.cpuUsage(before);
  return { cpuUs: user + system, wallUs };
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
