import { Agent, request } from 'undici';
import { FakeUpstream, chunk } from '../harness/fake-upstream';
import { GatewayProcess, ROOT_KEY } from '../harness/gateway-process';
import { ENGINES } from '../harness/test-database';
import { waitFor } from '../harness/wait-for';

const CALLS = 500;
const PAID = 300;
const ANSWER_TOKENS = 8;
/** gpt-4o: 2 500 nano-dollars per input token, four times that per output token. */
const INPUT_NANO = 2_500;

describe.each(ENGINES)('parallel calls on one balance, on %s', (engine) => {
  let gateway: GatewayProcess;
  let upstream: FakeUpstream;
  const agent = new Agent({ connections: CALLS });

  beforeAll(async () => {
    // Reports what the gateway reserved (three bytes per prompt token), so that a reservation equals its charge. It answers
    // only when no further call can arrive, so all calls are open at the same time.
    upstream = await FakeUpstream.start(async (call, response) => {
      const promptTokens = Math.ceil(Number(call.body['x_bytes']) / 3);
      const model = String(call.body['model']);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      await waitFor(() => (upstream.requests.length >= PAID ? true : undefined), 'all paid calls');
      for (let i = 0; i < ANSWER_TOKENS; i++) response.write(chunk(model, [{ index: 0, delta: { content: 'x' }, finish_reason: null }]));
      response.write(chunk(model, [{ index: 0, delta: {}, finish_reason: 'stop' }]));
      response.write(chunk(model, [], { prompt_tokens: promptTokens, completion_tokens: ANSWER_TOKENS, total_tokens: promptTokens + ANSWER_TOKENS }));
      response.end('data: [DONE]\n\n');
    });
    gateway = await GatewayProcess.start({ engine });
    await gateway.management.addChannel(upstream.url, ['gpt-4o']);
  });

  afterAll(async () => {
    await agent.close();
    await gateway.remove();
    await upstream.stop();
  });

  it(`lets exactly the ${PAID} of ${CALLS} pass that the allowance pays for, and the books agree`, async () => {
    const body = fixedPointBody();
    const promptTokens = Math.ceil(body.length / 3);
    const costNano = promptTokens * INPUT_NANO + ANSWER_TOKENS * INPUT_NANO * 4;
    await setRootBalance(gateway, BigInt(PAID) * BigInt(costNano));

    const answers = await Promise.all(Array.from({ length: CALLS }, () => call(body)));
    const passed = answers.filter((answer) => answer.status === 200);
    // 429 while calls that run hold the balance, 403 once it is spent.
    const refused = answers.filter(({ status }) => status === 429 || status === 403);
    expect([passed.length, refused.length]).toEqual([PAID, CALLS - PAID]);
    for (const { text } of passed) expect(text).toMatch(/data: \[DONE\]\n\n$/);
    for (const { text } of refused) expect(JSON.parse(text).error.code).toMatch(/^(quota_reserved|insufficient_user_quota)$/);

    await waitFor(async () => ((await count("SELECT COUNT(*) AS n FROM logs WHERE type = 2")) === PAID ? true : undefined), 'all rows');
    await waitFor(async () => ((await count("SELECT COUNT(*) AS n FROM logs WHERE type = 5")) === CALLS - PAID ? true : undefined), 'all error rows');
    expect(await count('SELECT balance AS n FROM users WHERE id = 1')).toBe(0);
    expect(await count('SELECT SUM(amount) AS n FROM ledger_entries WHERE user_id = 1')).toBe(0);
    expect(await count("SELECT -SUM(amount) AS n FROM ledger_entries WHERE operation = 'usage'")).toBe(PAID * costNano);
    expect(await count('SELECT SUM(amount) AS n FROM logs WHERE type = 2')).toBe(PAID * costNano);
    expect(await count('SELECT used_amount AS n FROM channels')).toBe(PAID * costNano);
    expect(await count('SELECT request_count AS n FROM users WHERE id = 1')).toBe(PAID);
  });

  async function count(sql: string): Promise<number> {
    return Number((await gateway.database.query(sql))[0]!['n']);
  }

  async function call(body: string): Promise<{ status: number; text: string }> {
    const response = await request(`${gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ROOT_KEY}`, 'content-type': 'application/json' },
      body,
      dispatcher: agent,
    });
    return { status: response.statusCode, text: await response.body.text() };
  }
});

/** A body that tells the upstream its own length. */
function fixedPointBody(): string {
  const make = (bytes: number): string =>
    JSON.stringify({ model: 'gpt-4o', stream: true, max_tokens: ANSWER_TOKENS, messages: [{ role: 'user', content: 'hi' }], x_bytes: bytes });
  return make(make(100).length);
}

/** Through the ledger, as a support person would: the opening balance is brought to the wanted amount by restarting on it. */
async function setRootBalance(gateway: GatewayProcess, nano: bigint): Promise<void> {
  await gateway.stop();
  await gateway.database.execute(`UPDATE ledger_entries SET amount = ${nano} WHERE operation = 'opening'`);
  await gateway.database.execute(`UPDATE users SET balance = ${nano} WHERE id = 1`);
  await gateway.restart();
}
