import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { loadAverage } from './process-figures.mjs';
import { benchFolder, rootFolder, workFolder } from './places.mjs';
import { grid, shown, verdictTable } from './report.mjs';
import { spread } from './statistics.mjs';
import { judgeGoals } from './verdicts.mjs';

const POSTGRES_URL = process.env.TEST_POSTGRES_URL ?? 'postgres://app:app@127.0.0.1:5432';

const COLUMNS = [
  ['cpuUsPerRow', 'CPU us/row, 10 000 rows/s', 1],
  ['fullCpuUsPerRow', 'CPU us/row, full', 1],
  ['rowsPerSecond', 'rows/s, full', 0],
];

const figure = (engine, key) => (round) => round[engine]?.[key];
const GOALS = [
  { what: 'CPU us per ledger row, SQLite', atMost: 30, digits: 1, of: figure('sqlite', 'cpuUsPerRow') },
  { what: 'durable rows/s, SQLite', atLeast: 15_000, digits: 0, of: figure('sqlite', 'rowsPerSecond') },
  { what: 'durable rows/s, PostgreSQL', atLeast: 15_000, digits: 0, of: figure('postgres', 'rowsPerSecond') },
];

/** The case 'ledger': charges alone, without relay and HTTP, on each engine that is there. */
export async function runLedgerBench({ rounds: count, dist = join(rootFolder, 'dist'), gatewayCore, clientCore }) {
  const engines = (await hasPostgres()) ? ['sqlite', 'postgres'] : ['sqlite'];
  const rounds = [];
  for (let round = 0; round < count; round++) {
    const record = {};
    for (const engine of round % 2 === 0 ? engines : engines.toReversed()) {
      record[engine] = await measureRows(engine, dist, `${gatewayCore},${clientCore}`);
      const { cpuUsPerRow, rowsPerSecond, load } = record[engine];
      console.log(
        `round ${round + 1}/${count}  ledger on ${engine}: ${cpuUsPerRow.toFixed(1)} us CPU/row, ${Math.round(rowsPerSecond)} rows/s, load ${load}`,
      );
    }
    rounds.push(record);
  }
  const verdicts = judgeGoals(GOALS, rounds);
  const loads = spread(rounds.flatMap((round) => Object.values(round).map(({ load }) => load)));
  const rows = engines.map((engine) => [
    engine,
    ...COLUMNS.map(([key, , digits]) => shown(spread(rounds.map(figure(engine, key))), digits)),
  ]);
  const text = [
    `${count} rounds, medians with least and most. Load average before each: ${loads.min} to ${loads.max}.`,
    'A row is a whole charge: reservation, rating, journal, ledger entry, log row, balances; CPU is that of the gateway.',
    grid(['', ...COLUMNS.map(([, heading]) => heading)], rows),
    `What must hold:\n\n${verdictTable(verdicts)}`,
  ].join('\n\n');
  const faults = rounds.flatMap((round, index) =>
    Object.entries(round)
      .filter(([, { errors }]) => errors > 0)
      .map(([engine, { errors }]) => `round ${index + 1}, ledger on ${engine}: ${errors} differences`),
  );
  return { rounds, verdicts, faults, text };
}

async function measureRows(engine, dist, cores) {
  const folder = mkdtempSync(join(workFolder, 'ledger-'));
  const database = engine === 'postgres' ? await createDatabase() : { dsn: '', drop: () => undefined };
  const load = loadAverage();
  try {
    const command = ['-c', cores, process.execPath, join(benchFolder, 'ledger-rows.cjs'), dist, folder, database.dsn];
    const { status, stdout, stderr } = spawnSync('taskset', command, { encoding: 'utf8', timeout: 120_000 });
    if (status !== 0) throw new Error(`The ledger on ${engine} could not be measured: ${stderr}`);
    return { ...JSON.parse(stdout), load };
  } finally {
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function hasPostgres() {
  try {
    await withAdmin((admin) => admin.query('SELECT 1'));
    return true;
  } catch (error) {
    console.log(`The ledger is not measured on PostgreSQL: ${error.message}`);
    return false;
  }
}

async function createDatabase() {
  const name = `bench_${randomBytes(4).toString('hex')}`;
  await withAdmin((admin) => admin.query(`CREATE DATABASE ${name}`));
  const drop = () => withAdmin((admin) => admin.query(`DROP DATABASE ${name} WITH (FORCE)`));
  return { dsn: `${POSTGRES_URL}/${name}`, drop };
}

async function withAdmin(work) {
  const admin = new pg.Client({ connectionString: `${POSTGRES_URL}/postgres` });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}
