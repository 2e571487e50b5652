import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { chatAnswer, FakeUpstream } from '../harness/fake-upstream';
import { GatewayProcess } from '../harness/gateway-process';
import { loadUntilKilled, nothingTold, tryAgain } from '../harness/load-until-kill';
import { ENGINES } from '../harness/test-database';
import { waitFor } from '../harness/wait-for';

/** `npm run kill-fifty` asks for more, and for the table. */
const ROUNDS = Number(process.env['KILL_ROUNDS'] ?? 3);
const CODES_PER_ROUND = 200;
/** Model that the upstream never answers: calls that are open when the process dies. */
const SILENT = 'gpt-4o-mini';
/** gpt-4o at 10 + 5 tokens: 10 × 2 500 + 5 × 10 000 nano-dollars. */
const COST_NANO = 75_000;
/** What staff adds at a time, and what a code is worth. */
const CREDIT_NANO = 500 * 2_000;
const PROGRAM = join(__dirname, '../../dist/apps/cli/src/main.js');

describe.each(ENGINES)('kill -9 under load, on %s', (engine) => {
  let gateway: GatewayProcess;
  let upstream: FakeUpstream;
  let codes: string[];
  const told = nothingTold();
  const table = [
    '| kill | after ms | answered calls | charged | from the journal | credits | in the ledger | done, not answered | open calls told | differences |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
  ];

  beforeAll(async () => {
    const answer = chatAnswer({ pauseMs: 2 });
    upstream = await FakeUpstream.start((call, response) =>
      call.body['model'] === SILENT ? undefined : answer(call, response),
    );
    gateway = await GatewayProcess.start({ engine, env: { TRUSTED_PROXIES: '127.0.0.1' } });
    await gateway.management.addChannel(upstream.url, ['gpt-4o', SILENT]);
    const batch = { name: 'load', quota: 500, count: Math.min(10_000, ROUNDS * CODES_PER_ROUND) };
    codes = await gateway.management.need<string[]>('POST', '/api/redemption/', batch);
  });

  afterAll(async () => {
    await gateway.remove();
    await upstream.stop();
  });

  const number = async (sql: string): Promise<number> =>
    Number(Object.values((await gateway.database.query(sql))[0]!)[0]);
  const rowsOf = async (sql: string): Promise<Set<string>> => {
    const rows = (await gateway.database.query(sql)).map((row) => String(row['request_id']));
    expect(new Set(rows).size).toBe(rows.length);
    return new Set(rows);
  };
  /** What the gateway's own check finds, by its program. */
  const verify = (): string => {
    const env = { ...process.env, DATA_DIR: gateway.dataDir, SQL_DSN: gateway.database.dsn };
    const { status, stdout } = spawnSync(process.execPath, [PROGRAM, 'ledger', 'verify'], { env, encoding: 'utf8' });
    return status === 0 ? 'none' : stdout;
  };

  it(
    `loses nothing in ${ROUNDS} kills: rows, ledger and counters agree, what was answered is there once, nothing stays open`,
    async () => {
      for (let round = 0; round < ROUNDS; round++) {
        const lifetimeMs = 300 + ((round * 250) % 1000);
        await loadUntilKilled(gateway, { told, codes, silent: SILENT, lifetimeMs });
        await gateway.restart();
        const replayed = /Charged (\d+) calls from the journal/.exec(gateway.output)?.[1] ?? '0';
        const done = await tryAgain(gateway, told);

        const charged = await rowsOf(
          "SELECT operation_key AS request_id FROM ledger_entries WHERE operation = 'usage'",
        );
        expect([...told.delivered].filter((id) => !charged.has(id))).toEqual([]);
        const credits = await number(
          "SELECT COUNT(*) FROM ledger_entries WHERE operation IN ('adjustment', 'redemption')",
        );
        expect(credits).toBe(told.credited.size);
        const openTold = await waitFor(async () => {
          const rows = await number(
            `SELECT COUNT(*) FROM logs WHERE error_code = 'gateway_interrupted' AND model_name = '${SILENT}'`,
          );
          return rows > round ? rows : undefined;
        }, 'the row of the open call');
        const differences = verify();
        table.push(
          `| ${[round + 1, lifetimeMs, told.delivered.size, charged.size, replayed, told.credited.size, credits, done, openTold, differences].join(' | ')} |`,
        );
        expect([openTold, differences]).toEqual([round + 1, 'none']);
      }
      if (process.env['KILL_ROUNDS'] !== undefined) process.stdout.write(`\n${engine}\n\n${table.join('\n')}\n\n`);
      expect(await gateway.stop()).toBe(0);

      const logged = await gateway.database.query('SELECT request_id, amount FROM logs WHERE type = 2');
      const rows = new Set(logged.map((row) => row['request_id'] as string));
      expect(told.delivered.size).toBeGreaterThan(100);
      expect(told.credited.size).toBeGreaterThan(20);
      expect([...told.delivered].filter((id) => !rows.has(id))).toEqual([]);
      expect(rows.size).toBe(logged.length);
      // A stream that its caller saw only in part may be charged less, never more.
      for (const row of logged) expect(Number(row['amount'])).toBeLessThanOrEqual(COST_NANO);

      const [books] = await gateway.database.query(`SELECT
      (SELECT balance FROM users WHERE id = 1) AS balance,
      (SELECT SUM(amount) FROM ledger_entries WHERE user_id = 1) AS entries,
      (SELECT SUM(amount) FROM ledger_entries WHERE operation IN ('adjustment', 'redemption')) AS credited,
      (SELECT -SUM(amount) FROM ledger_entries WHERE operation = 'usage') AS spent,
      (SELECT COUNT(*) FROM ledger_entries WHERE operation = 'usage') AS charges,
      (SELECT SUM(amount) FROM logs WHERE type = 2) AS logged,
      (SELECT used_amount FROM users WHERE id = 1) AS used,
      (SELECT request_count FROM users WHERE id = 1) AS calls,
      (SELECT used FROM tokens WHERE user_id = 1) AS token_used,
      (SELECT used_amount FROM channels) AS channel_used,
      (SELECT used_count FROM channels) AS channel_calls`);
      const figures = Object.fromEntries(Object.entries(books!).map(([name, value]) => [name, Number(value)]));
      expect(figures['balance']).toBe(figures['entries']);
      expect(figures['credited']).toBe(told.credited.size * CREDIT_NANO);
      for (const name of ['logged', 'used', 'token_used', 'channel_used'])
        expect([name, figures[name]]).toEqual([name, figures['spent']]);
      for (const name of ['calls', 'channel_calls', 'charges'])
        expect([name, figures[name]]).toEqual([name, rows.size]);

      // A clean stop leaves no journal, so no reservation is open either.
      expect(readdirSync(join(gateway.dataDir, 'journal', '0'))).toEqual([]);
      const [interrupted] = await gateway.database.query(
        `SELECT COUNT(*) AS n, SUM(amount) AS amount FROM logs WHERE error_code = 'gateway_interrupted' AND model_name = '${SILENT}'`,
      );
      expect([Number(interrupted!['n']), Number(interrupted!['amount'])]).toEqual([ROUNDS, 0]);
    },
    60_000 + ROUNDS * 15_000,
  );
});
