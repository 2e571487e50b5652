import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { chunk, FakeUpstream, usageOf } from '../../harness/fake-upstream';
import { GatewayProcess, ROOT_KEY } from '../../harness/gateway-process';
import { waitFor } from '../../harness/wait-for';

const CALL = { model: 'gpt-4o', stream: true, messages: [{ role: 'user', content: 'hello' }] };
const said = (content: string) => chunk('gpt-4o', [{ index: 0, delta: { content }, finish_reason: null }]);
const END =
  chunk('gpt-4o', [{ index: 0, delta: {}, finish_reason: 'stop' }]) +
  chunk('gpt-4o', [], usageOf(100, 50)) +
  'data: [DONE]\n\n';
/** 100 × 2.5 $ + 50 × 10 $ per million, in nano-dollars. */
const REPORTED = 750_000;
const CALLERS = 200;
/** What each upstream sends after its caller has left. */
const REST_BYTES = 1024 * 1024;
const MOST_MORE_BYTES = 200 * 1024 * 1024;

describe('answers that are read to the end for callers who left (real: the gateway, its database, sockets; simulated: the upstream)', () => {
  let gateway: GatewayProcess;
  let upstream: FakeUpstream;
  let go: () => void;
  let gate: Promise<void>;

  beforeEach(async () => {
    gate = new Promise((resolve) => (go = resolve));
    upstream = await FakeUpstream.start();
    gateway = await GatewayProcess.start({ env: { SHUTDOWN_GRACE: '1' } });
    await gateway.management.addChannel(upstream.url, ['gpt-4o'], { config: '{"on_disconnect":"drain"}' });
  });

  afterEach(async () => {
    await gateway.remove();
    await upstream.stop();
  });

  /** Sends a call and leaves after the first words; */
  async function leave(): Promise<void> {
    const call = httpRequest(`${gateway.url}/v1/chat/completions`, {
      method: 'POST',
      agent: false,
      headers: { authorization: `Bearer ${ROOT_KEY}` },
    });
    call.on('error', () => undefined);
    call.end(JSON.stringify(CALL));
    const [answer] = (await once(call, 'response')) as [NodeJS.ReadableStream];
    answer.on('error', () => undefined);
    await once(answer, 'data');
    call.socket!.end();
    await once(call.socket!, 'close');
  }

  const charges = async () => {
    const [row] = await gateway.database.query(
      "SELECT COUNT(*) AS calls, COUNT(DISTINCT request_id) AS ids, SUM(amount) AS amount FROM logs WHERE type = 2 AND end_state = 'caller-gone'",
    );
    return row!;
  };
  const difference = async () =>
    (
      await gateway.database.query(
        'SELECT (SELECT SUM(amount) FROM ledger_entries) - (SELECT SUM(balance) FROM users) AS n',
      )
    )[0]!['n'];
  const memory = (name: 'VmRSS' | 'VmHWM') =>
    1024 * Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${gateway.processId}/status`, 'utf8'))![1]);

  it('caller-gone, drain: 200 at once are each charged once as reported, take little memory, and leave nothing running', async () => {
    const piece = said('x'.repeat(8_000));
    upstream.handler = async (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(said('Hello there'));
      await gate;
      for (let sent = 0; sent < REST_BYTES && !response.destroyed; sent += piece.length)
        if (!response.write(piece)) await once(response, 'drain');
      response.end(END);
    };
    await Promise.all(Array.from({ length: CALLERS }, leave));
    const before = memory('VmRSS');
    go();
    const row = await waitFor(
      async () => {
        const found = await charges();
        return Number(found['calls']) === CALLERS ? found : undefined;
      },
      'the charges',
      60_000,
    );
    expect(row).toMatchObject({ calls: CALLERS, ids: CALLERS, amount: CALLERS * REPORTED });
    expect(memory('VmHWM') - before).toBeLessThan(MOST_MORE_BYTES);
    expect([upstream.abandoned, upstream.requests.length]).toEqual([0, CALLERS]);
    expect(await gateway.stop()).toBe(0);
    expect(await gateway.database.query("SELECT COUNT(*) AS n FROM logs WHERE end_state = 'interrupted'")).toEqual([
      { n: 0 },
    ]);
    expect(await difference()).toBe(0);
  }, 90_000);

  it('caller-gone, drain: an upstream that was held back for the caller goes on without him', async () => {
    const piece = said('x'.repeat(60_000));
    let isBlocked = false;
    upstream.handler = async (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (let sent = 0; sent < 40_000_000 && !response.destroyed; sent += piece.length) {
        isBlocked = !response.write(piece);
        if (isBlocked) await once(response, 'drain');
      }
      response.end(END);
    };
    const call = httpRequest(`${gateway.url}/v1/chat/completions`, {
      method: 'POST',
      agent: false,
      headers: { authorization: `Bearer ${ROOT_KEY}` },
    });
    call.on('error', () => undefined);
    call.end(JSON.stringify(CALL));
    const [answer] = (await once(call, 'response')) as [NodeJS.ReadableStream];
    answer.on('error', () => undefined);
    answer.pause();
    await waitFor(() => (isBlocked ? true : undefined), 'back-pressure', 20_000);
    call.destroy();
    const row = await waitFor(
      async () => {
        const found = await charges();
        return Number(found['calls']) === 1 ? found : undefined;
      },
      'the charge',
      20_000,
    );
    expect(row).toMatchObject({ amount: REPORTED });
    expect(upstream.abandoned).toBe(0);
  }, 60_000);

  it('caller-gone, drain: the caller’s reservation holds until the answer was read', async () => {
    upstream.handler = async (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(said('Hello there'));
      await gate;
      response.end(END);
    };
    const { key } = await gateway.management.addToken({ unlimited_quota: false, remain_quota: 1_300 });
    const body = { ...CALL, max_tokens: 150 };
    const send = () =>
      fetch(`${gateway.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}` },
        body: JSON.stringify(body),
      });
    const call = httpRequest(`${gateway.url}/v1/chat/completions`, {
      method: 'POST',
      agent: false,
      headers: { authorization: `Bearer ${key}` },
    });
    call.on('error', () => undefined);
    call.end(JSON.stringify(body));
    const [answer] = (await once(call, 'response')) as [NodeJS.ReadableStream];
    answer.on('error', () => undefined);
    await once(answer, 'data');
    call.socket!.end();
    await once(call.socket!, 'close');
    expect((await send()).status).toBe(429);
    go();
    await waitFor(async () => (Number((await charges())['calls']) === 1 ? true : undefined), 'the charge');
    const reply = await send();
    expect(reply.status).toBe(200);
    await reply.text();
  });

  it('caller-gone, drain: a shutdown ends it, and what had gone out is charged', async () => {
    upstream.handler = async (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(said('Hello there'));
      await gate;
    };
    await leave();
    expect(await gateway.stop()).toBe(0);
    const rows = await gateway.database.query(
      'SELECT type, end_state, completion_tokens, is_estimated FROM logs WHERE type IN (2, 5) ORDER BY type',
    );
    expect(rows).toMatchObject([
      { type: 2, end_state: 'caller-gone', completion_tokens: 2, is_estimated: 1 },
      { type: 5, end_state: 'caller-gone' },
    ]);
    expect(await difference()).toBe(0);
  });

  it('caller-gone, drain: ends after DrainTimeout', async () => {
    await gateway.management.setOption('DrainTimeout', '1');
    upstream.handler = async (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const timer = setInterval(() => response.write(said('on and on')), 100);
      response.on('close', () => clearInterval(timer));
      await gate;
    };
    await leave();
    await waitFor(async () => (Number((await charges())['calls']) === 1 ? true : undefined), 'the charge', 10_000);
    const rows = await waitFor(async () => {
      const found = await gateway.management.logs('&type=5');
      return found.length > 0 ? found : undefined;
    }, 'the row');
    expect(rows[0]!.content).toContain('drain_timeout');
    await waitFor(() => (upstream.abandoned === 1 ? true : undefined), 'the upstream to be hung up on');
  });
});
