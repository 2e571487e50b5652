import { rmSync } from 'node:fs';
import { Agent, request } from 'undici';
import { FakeUpstream, chunk } from '../../harness/fake-upstream';
import { GatewayProcess, ROOT_KEY } from '../../harness/gateway-process';
import { ENGINES } from '../../harness/test-database';
import { waitFor } from '../../harness/wait-for';
import { verifyBooks } from './verify-books';

const CALLS = 300;
const PAID = 100;
const ANSWER_TOKENS = 8;
/** gpt-4o: 2 500 nano-dollars per input token, four times that per output token. */
const INPUT_NANO = 2_500;

const CASES = ENGINES.flatMap((engine) => (engine === 'sqlite' ? [2] : [2, 3]).map((count) => ({ engine, count })));

describe.each(CASES)('$count gateways on one $engine database, WALLET_MODE=leased', ({ engine, count }) => {
  let nodes: GatewayProcess[];
  let upstream: FakeUpstream;
  let isHeld: boolean;
  const agent = new Agent({ connections: CALLS });
  const body = fixedPointBody();
  const promptTokens = Math.ceil(body.length / 3);
  const costNano = promptTokens * INPUT_NANO + ANSWER_TOKENS * INPUT_NANO * 4;

  beforeEach(async () => {
    isHeld = true;
    // Reports what the gateway reserved (three bytes per prompt token), so that a reservation equals its charge, and answers only
    // when the test lets it.
    upstream = await FakeUpstream.start(async (call, response) => {
      const model = String(call.body['model']);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      await waitFor(() => (isHeld ? undefined : true), 'leave to answer', 60_000);
      for (let i = 0; i < ANSWER_TOKENS; i++)
        response.write(chunk(model, [{ index: 0, delta: { content: 'x' }, finish_reason: null }]));
      response.write(chunk(model, [{ index: 0, delta: {}, finish_reason: 'stop' }]));
      const prompt = Math.ceil(Number(call.body['x_bytes']) / 3);
      response.write(
        chunk(model, [], {
          ...{ prompt_tokens: prompt, completion_tokens: ANSWER_TOKENS, total_tokens: prompt + ANSWER_TOKENS },
        }),
      );
      response.end('data: [DONE]\n\n');
    });
    const env = { WALLET_MODE: 'leased', CRYPTO_SECRET: 'one secret for all of the nodes' };
    const first = await GatewayProcess.start({ engine, env });
    nodes = [first];
    await first.management.addChannel(upstream.url, ['gpt-4o']);
    await setRootBalance(BigInt(PAID) * BigInt(costNano));
    while (nodes.length < count) nodes.push(await first.another());
  });

  afterEach(async () => {
    for (const node of nodes.slice(1)) {
      if (node.isRunning) await node.kill();
      rmSync(node.dataDir, { recursive: true, force: true });
    }
    await nodes[0]!.remove();
    await upstream.stop();
  });

  afterAll(() => agent.close());

  it(`lets exactly ${PAID} of ${CALLS} parallel calls pass that the balance pays for, and the books agree`, async () => {
    const calls = Array.from({ length: CALLS }, (_, i) => call(nodes[i % count]!));
    await waitFor(() => (upstream.requests.length >= PAID ? true : undefined), 'all paid calls', 30_000);
    // The refused ones have their answer while the others are still open.
    await waitFor(async () => ((await errors()) === CALLS - PAID ? true : undefined), 'all refusals', 30_000);
    isHeld = false;
    const answers = await Promise.all(calls);
    const passed = answers.filter((answer) => answer.status === 200);
    const refused = answers.filter((answer) => answer.status === 429);
    expect([passed.length, refused.length]).toEqual([PAID, CALLS - PAID]);
    for (const { text } of refused)
      expect(JSON.parse(text)).toMatchObject({ error: { code: 'quota_reserved' } });
    for (const node of nodes) expect(await node.stop()).toBe(0);
    expect(await number('SELECT balance AS n FROM users WHERE id = 1')).toBe(0);
    expect(await number('SELECT leased AS n FROM users WHERE id = 1')).toBe(0);
    expect(await number("SELECT -SUM(amount) AS n FROM ledger_entries WHERE operation = 'usage'")).toBe(
      PAID * costNano,
    );
    expect(await number('SELECT COUNT(*) AS n FROM wallet_leases')).toBe(0);
    expect(await number('SELECT COUNT(*) AS n FROM nodes')).toBe(0);
    verifyBooks(nodes[0]!);
  });

  it('loses nothing and doubles nothing when one is killed: its slice comes back with its journal', async () => {
    const victim = nodes[count - 1]!;
    const open = Array.from({ length: 30 }, (_, i) => call(nodes[i % count]!).catch(() => undefined));
    await waitFor(() => (upstream.requests.length === 30 ? true : undefined), '30 open calls', 30_000);
    await victim.kill();
    expect(await number('SELECT leased AS n FROM users WHERE id = 1')).toBeGreaterThanOrEqual(30 * costNano);
    isHeld = false;
    const delivered = (await Promise.all(open)).filter((answer) => answer?.status === 200).length;
    await victim.restart();
    const told = "SELECT COUNT(*) AS n FROM logs WHERE type = 4 AND multiplier LIKE '%结算日志已补记%'";
    await waitFor(async () => ((await number(told)) === 1 ? true : undefined), 'the log row of what came back');

    // All that is left can be spent, on every node, and no more.
    const rest = await Promise.all(Array.from({ length: PAID }, (_, i) => call(nodes[i % count]!)));
    const passed = rest.filter((answer) => answer.status === 200).length;
    for (const node of nodes) expect(await node.stop()).toBe(0);
    const charged = await number("SELECT COUNT(*) AS n FROM ledger_entries WHERE operation = 'usage'");
    expect(charged).toBe(PAID);
    expect(charged).toBe(delivered + passed);
    expect(await number('SELECT balance AS n FROM users WHERE id = 1')).toBe(0);
    expect(await number('SELECT leased AS n FROM users WHERE id = 1')).toBe(0);
    verifyBooks(nodes[0]!);
  });

  const number = async (sql: string): Promise<number> => Number((await nodes[0]!.database.query(sql))[0]!['n']);
  const errors = (): Promise<number> => number('SELECT COUNT(*) AS n FROM logs WHERE type = 5');

  async function call(node: GatewayProcess): Promise<{ status: number; text: string }> {
    const response = await request(`${node.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ROOT_KEY}`, 'content-type': 'application/json' },
      body,
      dispatcher: agent,
    });
    return { status: response.statusCode, text: await response.body.text() };
  }

  /** Through the ledger: the opening balance is brought to the wanted amount by restarting on it. */
  async function setRootBalance(nano: bigint): Promise<void> {
    const [first] = nodes;
    await first!.stop();
    await first!.database.execute(`UPDATE ledger_entries SET amount = ${nano} WHERE operation = 'opening'`);
    await first!.database.execute(`UPDATE users SET balance = ${nano} WHERE id = 1`);
    await first!.restart();
  }
});

describe.each(ENGINES)('a gateway that owns the balances of a %s database', (engine) => {
  it('keeps a second one from starting, in words; a successor waits for its end', async () => {
    const first = await GatewayProcess.start({ engine, env: { CRYPTO_SECRET: 'one secret for all of the nodes' } });
    try {
      await expect(first.another()).rejects.toThrow(/ended with 1[^]*WALLET_MODE=owned[^]*另一网关正在使用此数据库/);
      await expect(first.another({ WALLET_MODE: 'leased' })).rejects.toThrow(/ended with 1/);
      // A dead one is told from one that lives by its journal.
      await first.kill();
      await first.restart();
      expect(await first.stop()).toBe(0);
    } finally {
      await first.remove();
    }
  });
});

/** A body that tells the upstream its own length. */
function fixedPointBody(): string {
  const messages = [{ role: 'user', content: 'hi' }];
  const make = (bytes: number): string =>
    JSON.stringify({ model: 'gpt-4o', stream: true, max_tokens: ANSWER_TOKENS, messages, x_bytes: bytes });
  return make(make(100).length);
}
