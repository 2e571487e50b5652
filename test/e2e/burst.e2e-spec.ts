import { Agent, request } from 'undici';
import { FakeUpstream, sendJson, usageOf } from '../harness/fake-upstream';
import { GatewayProcess, ROOT_KEY } from '../harness/gateway-process';
import { ENGINES } from '../harness/test-database';
import { waitFor } from '../harness/wait-for';

const CALLS = 1_000;
/** So many of them the balance pays for, by their estimates. */
const PAID = 40;
const ANSWER_TOKENS = 100;
/** Of each answer beyond what its request said it would be at most. */
const EXCESS_TOKENS = 7;
/** The most that answers have whose requests name no limit (option LongestAnswer), and where the balance ends. */
const LONGEST_ANSWER = 16_384;
const PAID_AT_WORST = 5.5;
/** gpt-4o, by the token. */
const INPUT_NANO = 2_500;
const OUTPUT_NANO = 10_000;

describe.each(ENGINES)(
  'a burst of calls on a small balance, on %s (real: the gateway; simulated: the upstream)',
  (engine) => {
    let gateway: GatewayProcess;
    let upstream: FakeUpstream;
    let answerTokens = ANSWER_TOKENS;
    let mostOpen = 0;
    const agent = new Agent({ connections: CALLS });

    beforeAll(async () => {
      let open = 0;
      upstream = await FakeUpstream.start(async (call, response) => {
        mostOpen = Math.max(mostOpen, ++open);
        // Some are slower than others, so that calls come and go all the time.
        for (let turn = 0; turn < upstream.requests.length % 30; turn++) await new Promise(setImmediate);
        open -= 1;
        const message = { role: 'assistant', content: 'x' };
        const usage = usageOf(promptTokens(Number(call.body['x_bytes'])), answerTokens);
        sendJson(response, 200, { id: 'c', choices: [{ index: 0, message, finish_reason: 'stop' }], usage });
      });
      gateway = await GatewayProcess.start({ engine });
      await gateway.management.addChannel(upstream.url, ['gpt-4o']);
    });

    afterAll(async () => {
      await agent.close();
      await gateway.remove();
      await upstream.stop();
    });

    /** The estimate takes three bytes for a token; the upstream counts the same. */
    const promptTokens = (bytes: number) => Math.ceil(bytes / 3);
    const body = fixedPointBody({ max_tokens: ANSWER_TOKENS });
    const boundless = fixedPointBody({});
    const estimate = promptTokens(body.length) * INPUT_NANO + ANSWER_TOKENS * OUTPUT_NANO;
    const excess = EXCESS_TOKENS * OUTPUT_NANO;

    it('that cost less than estimated never goes below zero, and pays for no fewer than the estimates say', async () => {
      answerTokens = ANSWER_TOKENS / 2;
      const cost = estimate - (ANSWER_TOKENS / 2) * OUTPUT_NANO;
      const { answered, balance } = await burst(PAID * estimate);
      expect(balance).toBe(PAID * estimate - answered * cost);
      expect(balance).toBeGreaterThanOrEqual(0);
      expect(answered).toBeGreaterThanOrEqual(PAID);
    });

    it('that name no limit goes below zero by no more than the excess of one of them, however long their answers are', async () => {
      answerTokens = LONGEST_ANSWER;
      const cost = promptTokens(boundless.length) * INPUT_NANO + LONGEST_ANSWER * OUTPUT_NANO;
      const { answered, balance } = await burst(PAID_AT_WORST * cost, boundless);
      expect(answered).toBe(Math.ceil(PAID_AT_WORST));
      // Half of the last one was there.
      expect(balance).toBe(-cost / 2);
      expect((await call(boundless)).status).toBe(403);
    });

    it('whose upstream gives more than was asked for goes below zero by that excess of each call that was open', async () => {
      answerTokens = ANSWER_TOKENS + EXCESS_TOKENS;
      const { answered, balance } = await burst(PAID * estimate);
      expect(balance).toBe(PAID * estimate - answered * (estimate + excess));
      // More than these the balance could not hold at a time; each exceeds its own estimate and nobody else's.
      expect(answered).toBeLessThanOrEqual(PAID);
      expect(-balance).toBeLessThanOrEqual(PAID * excess);
      expect((await call(body)).status).toBe(403);
    });

    async function burst(balanceNano: number, sent = body): Promise<{ answered: number; balance: number }> {
      await setRootBalance(balanceNano);
      const before = await count('SELECT COUNT(*) AS n FROM logs WHERE type = 2');
      const spentBefore = await count(
        "SELECT COALESCE(-SUM(amount), 0) AS n FROM ledger_entries WHERE operation = 'usage'",
      );
      mostOpen = 0;
      const answers = await Promise.all(Array.from({ length: CALLS }, () => call(sent)));
      const answered = answers.filter(({ status }) => status === 200).length;
      const refused = answers.filter(
        ({ status, text }) =>
          (status === 429 && text.includes('quota_reserved')) ||
          (status === 403 && text.includes('insufficient_user_quota')),
      ).length;
      expect(answered + refused).toBe(CALLS);
      await waitFor(
        async () =>
          (await count('SELECT COUNT(*) AS n FROM logs WHERE type = 2')) === before + answered ? true : undefined,
        'all rows',
      );
      const balance = await count('SELECT balance AS n FROM users WHERE id = 1');
      expect(await count('SELECT SUM(amount) AS n FROM ledger_entries WHERE user_id = 1')).toBe(balance);
      const spent =
        (await count("SELECT -SUM(amount) AS n FROM ledger_entries WHERE operation = 'usage'")) - spentBefore;
      expect(balanceNano - spent).toBe(balance);
      process.stdout.write(
        `${engine}: ${CALLS} calls on ${balanceNano} nano-dollars, ${sent === body ? estimate : 'no limit'} estimated for each: ${answered} answered, ` +
          `${refused} refused, at most ${mostOpen} open, ${spent} spent, ${balance} left\n`,
      );
      return { answered, balance };
    }

    async function count(sql: string): Promise<number> {
      return Number((await gateway.database.query(sql))[0]!['n']);
    }

    async function call(sent: string): Promise<{ status: number; text: string }> {
      const response = await request(`${gateway.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${ROOT_KEY}`, 'content-type': 'application/json' },
        body: sent,
        dispatcher: agent,
      });
      return { status: response.statusCode, text: await response.body.text() };
    }

    /** The opening balance is made so that this is left, while the gateway is away. */
    async function setRootBalance(nano: number): Promise<void> {
      await gateway.stop();
      const difference = nano - (await count('SELECT balance AS n FROM users WHERE id = 1'));
      await gateway.database.execute(
        `UPDATE ledger_entries SET amount = amount + ${difference} WHERE operation = 'opening' AND user_id = 1`,
      );
      await gateway.database.execute(`UPDATE users SET balance = ${nano} WHERE id = 1`);
      await gateway.restart();
    }
  },
);

/** A body that tells the upstream its own length. */
function fixedPointBody(limit: { max_tokens?: number }): string {
  const make = (bytes: number): string =>
    JSON.stringify({
      model: 'gpt-4o',
      ...limit,
      messages: [{ role: 'user', content: 'hi' }],
      x_bytes: bytes,
    });
  let bytes = 0;
  while (make(bytes).length !== bytes) bytes = make(bytes).length;
  return make(bytes);
}
