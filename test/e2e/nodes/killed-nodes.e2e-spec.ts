import { rmSync } from 'node:fs';
import { Agent, request } from 'undici';
import { chatAnswer, FakeUpstream } from '../../harness/fake-upstream';
import { GatewayProcess, ROOT_KEY } from '../../harness/gateway-process';
import { ENGINES } from '../../harness/test-database';
import { waitFor } from '../../harness/wait-for';
import { verifyBooks } from './verify-books';

const ROUNDS = 3;
const CALLERS_PER_NODE = 12;
const SECRET = 'one secret for all of the nodes';

describe.each(ENGINES)('kill -9 of one of several gateways under load, on %s, WALLET_MODE=leased', (engine) => {
  let nodes: GatewayProcess[];
  let upstream: FakeUpstream;

  beforeAll(async () => {
    upstream = await FakeUpstream.start(chatAnswer({ pauseMs: 2 }));
    const first = await GatewayProcess.start({ engine, env: { WALLET_MODE: 'leased', CRYPTO_SECRET: SECRET } });
    nodes = [first];
    await first.management.addChannel(upstream.url, ['gpt-4o']);
    while (nodes.length < (engine === 'sqlite' ? 2 : 3)) nodes.push(await first.another());
  });

  afterAll(async () => {
    for (const node of nodes.slice(1)) {
      if (node.isRunning) await node.kill();
      rmSync(node.dataDir, { recursive: true, force: true });
    }
    await nodes[0]!.remove();
    await upstream.stop();
  });

  it(`charges every delivered answer once in ${ROUNDS} kills, and nothing stays lent`, async () => {
    const delivered = new Set<string>();
    for (let round = 0; round < ROUNDS; round++) {
      const load = startLoad(nodes, delivered);
      const before = delivered.size;
      await waitFor(() => (delivered.size > before + 60 ? true : undefined), 'a load');
      const victim = nodes[round % nodes.length]!;
      await victim.kill();
      await load.end();
      await victim.restart();
    }
    for (const node of nodes) expect(await node.stop()).toBe(0);
    const rows = await nodes[0]!.database.query('SELECT request_id FROM logs WHERE type = 2');
    const charged = new Set(rows.map((row) => row['request_id'] as string));
    expect([...delivered].filter((id) => !charged.has(id))).toEqual([]);
    expect(charged.size).toBe(rows.length);
    const [figures] = await nodes[0]!.database.query(`SELECT
      (SELECT leased FROM users WHERE id = 1) AS leased,
      (SELECT COUNT(*) FROM wallet_leases) AS slices,
      (SELECT COUNT(*) FROM nodes) AS nodes,
      (SELECT -SUM(amount) FROM ledger_entries WHERE operation = 'usage') AS spent,
      (SELECT SUM(amount) FROM logs WHERE type = 2) AS logged`);
    expect([Number(figures!['leased']), Number(figures!['slices']), Number(figures!['nodes'])]).toEqual([0, 0, 0]);
    expect(Number(figures!['spent'])).toBe(Number(figures!['logged']));
    verifyBooks(nodes[0]!);
  });
});

describe('a gateway that owns the balances and is ending', () => {
  it('is waited for by its successor, which serves when the last call has ended', async () => {
    let isHeld = true;
    const answer = chatAnswer();
    const upstream = await FakeUpstream.start(async (call, response) => {
      await waitFor(() => (isHeld ? undefined : true), 'leave to answer', 60_000);
      await answer(call, response);
    });
    const first = await GatewayProcess.start({ env: { CRYPTO_SECRET: SECRET } });
    try {
      await first.management.addChannel(upstream.url, ['gpt-4o']);
      const open = call(first, new Agent());
      await waitFor(() => (upstream.requests.length === 1 ? true : undefined), 'the open call');
      const ended = first.stop();
      await waitFor(
        async () =>
          (await first.database.query('SELECT state FROM nodes'))[0]!['state'] === 'ending' ? true : undefined,
        'the announced end',
      );
      let serves = false;
      const second = first.another().then((gateway) => {
        serves = true;
        return gateway;
      });
      await waitFor(
        async () => ((await first.database.query('SELECT id FROM nodes')).length === 2 ? true : undefined),
        'the successor',
      );
      expect(serves).toBe(false);
      isHeld = false;
      expect((await open).statusCode).toBe(200);
      expect(await ended).toBe(0);
      expect(await (await second).stop()).toBe(0);
    } finally {
      await first.remove();
      await upstream.stop();
    }
  });
});

async function call(node: GatewayProcess, dispatcher: Agent) {
  const response = await request(`${node.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ROOT_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'gpt-4o', stream: true, messages: [{ role: 'user', content: 'hi' }] }),
    dispatcher,
  });
  // Reads to the last byte; a cut answer throws.
  const text = await response.body.text();
  return { statusCode: response.statusCode, id: response.headers['x-request-id'] as string, text };
}

/** Callers of all nodes, each starting a call when its last one ended; those of a killed node stop. */
function startLoad(nodes: GatewayProcess[], delivered: Set<string>): { end: () => Promise<void> } {
  const agent = new Agent({ connections: CALLERS_PER_NODE });
  let isOver = false;
  const callers = nodes.flatMap((node) =>
    Array.from({ length: CALLERS_PER_NODE }, async () => {
      while (!isOver) {
        try {
          const { statusCode, id, text } = await call(node, agent);
          expect(statusCode).toBe(200);
          expect(text).toMatch(/\[DONE\]\n\n$/);
          delivered.add(id);
        } catch (error) {
          if ((error as { code?: string }).code === undefined) throw error;
          return;
        }
      }
    }),
  );
  return {
    end: async () => {
      isOver = true;
      await Promise.all(callers);
      await agent.destroy();
    },
  };
}
