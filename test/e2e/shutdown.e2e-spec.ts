import { FakeUpstream, chatAnswer } from '../harness/fake-upstream';
import { GatewayProcess, ROOT_KEY } from '../harness/gateway-process';
import { callRelay } from '../harness/relay-client';
import { waitFor } from '../harness/wait-for';

const STREAM = { model: 'gpt-4o', stream: true, messages: [{ role: 'user', content: 'hi' }] };

describe('shutting down', () => {
  let gateway: GatewayProcess;
  let upstream: FakeUpstream;

  beforeEach(async () => {
    upstream = await FakeUpstream.start();
    gateway = await GatewayProcess.start({ env: { SHUTDOWN_GRACE: '2' } });
    await gateway.management.addChannel(upstream.url, ['gpt-4o']);
  });

  afterEach(async () => {
    await gateway.remove();
    await upstream.stop();
  });

  const call = () => callRelay(`${gateway.url}/v1/chat/completions`, { key: ROOT_KEY, body: STREAM });

  it('lets open streams end on SIGTERM, writes their charges and exits with 0', async () => {
    upstream.handler = chatAnswer({ text: Array.from({ length: 10 }, () => 'word '), pauseMs: 100 });
    const replies = [call(), call(), call()];
    await waitFor(() => (upstream.requests.length === 3 ? true : undefined), 'three open streams');
    const exitCode = await gateway.stop();
    for (const reply of await Promise.all(replies)) expect(reply.text).toMatch(/\[DONE\]\n\n$/);
    expect(exitCode).toBe(0);
    const [row] = await gateway.database.query('SELECT COUNT(*) AS calls, SUM(amount) AS amount FROM logs WHERE type = 2');
    expect(row).toEqual({ calls: 3, amount: 3 * 75_000 });
  });

  it('interrupts streams that outlast the grace with an error event and charges what they delivered', async () => {
    upstream.handler = chatAnswer({ text: Array.from({ length: 1_000 }, () => 'word '), pauseMs: 50 });
    const reply = call();
    await waitFor(() => (upstream.requests.length === 1 ? true : undefined), 'the open stream');
    expect(await gateway.stop()).toBe(0);
    expect((await reply).text).toMatch(/"code":"gateway_shutting_down"\}\}\n\n$/);
    const [row] = await gateway.database.query("SELECT end_state, is_estimated, amount FROM logs WHERE type = 2");
    expect(row).toMatchObject({ is_estimated: 1, end_state: 'interrupted' });
    expect(Number(row!['amount'])).toBeGreaterThan(0);
    const [open] = await gateway.database.query('SELECT (SELECT SUM(amount) FROM ledger_entries) - (SELECT balance FROM users) AS n');
    expect(open!['n']).toBe(0);
  });
});
