import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { chatAnswer, FakeUpstream } from '../harness/fake-upstream';
import { GatewayProcess, ROOT_KEY } from '../harness/gateway-process';
import { ENGINES } from '../harness/test-database';
import { waitFor } from '../harness/wait-for';

const ROUNDS = 3;
const CALLERS = 40;
/** Model that the upstream never answers: calls that are open when the process dies. */
const SILENT = 'gpt-4o-mini';
/** gpt-4o at 10 + 5 tokens: 10 × 2 500 + 5 × 10 000 nano-dollars. */
const COST_NANO = 75_000;

describe.each(ENGINES)('kill -9 under load, on %s', (engine) => {
  let gateway: GatewayProcess;
  let upstream: FakeUpstream;
  /** Request ids whose last byte reached a caller. */
  const delivered = new Set<string>();

  beforeAll(async () => {
    const answer = chatAnswer({ pauseMs: 2 });
    upstream = await FakeUpstream.start((call, response) => (call.body['model'] === SILENT ? undefined : answer(call, response)));
    gateway = await GatewayProcess.start({ engine });
    await gateway.management.addChannel(upstream.url, ['gpt-4o', SILENT]);
  });

  afterAll(async () => {
    await gateway.remove();
    await upstream.stop();
  });

  it(`loses nothing in ${ROUNDS} kills: rows, ledger and counters agree, delivered answers are charged, nothing stays open`, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      await loadUntilKilled(gateway, delivered, 300 + round * 250);
      await gateway.restart();
    }
    expect(await gateway.stop()).toBe(0);

    const rows = await gateway.database.query('SELECT request_id, amount FROM logs WHERE type = 2');
    const charged = new Set(rows.map((row) => row['request_id'] as string));
    const missing = [...delivered].filter((id) => !charged.has(id));
    expect(delivered.size).toBeGreaterThan(100);
    expect(missing).toEqual([]);
    expect(charged.size).toBe(rows.length);

    const [books] = await gateway.database.query(`SELECT
      (SELECT balance FROM users WHERE id = 1) AS balance,
      (SELECT SUM(amount) FROM ledger_entries WHERE user_id = 1) AS entries,
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
    for (const name of ['logged', 'used', 'token_used', 'channel_used']) expect([name, figures[name]]).toEqual([name, figures['spent']]);
    for (const name of ['calls', 'channel_calls', 'charges']) expect([name, figures[name]]).toEqual([name, rows.length]);
    // A stream that its caller saw only in part may be charged less, never more.
    for (const row of rows) expect(Number(row['amount'])).toBeLessThanOrEqual(COST_NANO);

    // A clean stop leaves no journal, so no reservation is open either.
    expect(readdirSync(join(gateway.dataDir, 'journal', '0'))).toEqual([]);
    const [interrupted] = await gateway.database.query(
      `SELECT COUNT(*) AS n, SUM(amount) AS amount FROM logs WHERE error_code = 'gateway_interrupted' AND model_name = '${SILENT}'`,
    );
    expect([Number(interrupted!['n']), Number(interrupted!['amount'])]).toEqual([ROUNDS, 0]);
  });
});

/** Callers, half of them streaming, each starting a call when its last one ended; the process dies in the middle. */
async function loadUntilKilled(gateway: GatewayProcess, delivered: Set<string>, lifetimeMs: number): Promise<void> {
  const agent = new Agent({ connections: CALLERS });
  let isOver = false;
  const callers = Array.from({ length: CALLERS }, async (_, caller) => {
    while (!isOver) {
      try {
        const response = await request(`${gateway.url}/v1/chat/completions`, {
          method: 'POST',
          headers: { authorization: `Bearer ${ROOT_KEY}`, 'content-type': 'application/json' },
          body: JSON.stringify({ model: 'gpt-4o', stream: caller % 2 === 0, messages: [{ role: 'user', content: 'hi' }] }),
          dispatcher: agent,
        });
        // Reads to the last byte; a cut answer throws.
        const text = await response.body.text();
        expect(response.statusCode).toBe(200);
        expect(text).toMatch(caller % 2 === 0 ? /\[DONE\]\n\n$/ : /\}$/);
        delivered.add(response.headers['x-request-id'] as string);
      } catch (error) {
        if (!isConnectionError(error)) throw error;
        return;
      }
    }
  });
  const silent = request(`${gateway.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ROOT_KEY}` },
    body: JSON.stringify({ model: SILENT, messages: [{ role: 'user', content: 'hi' }] }),
    dispatcher: agent,
  }).catch((error: unknown) => error);
  await new Promise((resolve) => setTimeout(resolve, lifetimeMs));
  await waitFor(() => (journalText(gateway).includes(`"requestedModel":"${SILENT}"`) ? true : undefined), 'the open call in the journal');
  await gateway.kill();
  await silent;
  isOver = true;
  await Promise.all(callers);
  await agent.destroy();
}

function journalText(gateway: GatewayProcess): string {
  const folder = join(gateway.dataDir, 'journal', '0');
  return readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8')).join('');
}

function isConnectionError(error: unknown): boolean {
  const { code } = error as { code?: string };
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'ECONNREFUSED' || code === 'EPIPE';
}
