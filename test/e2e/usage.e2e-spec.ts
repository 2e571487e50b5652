import { chunk, FakeUpstream, sendJson, type UpstreamHandler } from '../harness/fake-upstream';
import { GatewayProcess, ROOT_KEY } from '../harness/gateway-process';
import type { LogRow } from '../harness/management';
import { callRelay } from '../harness/relay-client';
import { waitFor } from '../harness/wait-for';

/** Six tokens of gpt-4o's vocabulary. */
const TEXT = 'tiktoken is great!';
const CHAT = { model: 'gpt-4o', messages: [{ role: 'user', content: TEXT }] };
const PROMPT_TOKENS = 6 + 3 + 3;

describe('usage up to the log row (real: the gateway; simulated: upstreams)', () => {
  let gateway: GatewayProcess;
  let upstream: FakeUpstream;

  beforeAll(async () => {
    upstream = await FakeUpstream.start();
    gateway = await GatewayProcess.start();
    const { management } = gateway;
    await management.addChannel(upstream.url, ['gpt-4o']);
    await management.addChannel(upstream.url, ['claude-sonnet-4'], { type: 14 });
    await management.setOption('ModelRatio', { 'gpt-4o': 1.25, 'claude-sonnet-4': 1.5 });
    await management.setOption('CacheRatio', { 'claude-sonnet-4': 0.1 });
    await management.setOption('CacheWriteRatio', { 'claude-sonnet-4': 1.25 });
    await management.setOption('CacheWrite1hRatio', { 'claude-sonnet-4': 2 });
  });

  afterAll(async () => {
    await gateway.remove();
    await upstream.stop();
  });

  const rowOf = (requestId: string | undefined, type = 2): Promise<LogRow> =>
    waitFor(async () => (await gateway.management.logs(`&type=${type}&request_id=${requestId}`))[0], 'the row');
  const chat = (body: object) => callRelay(`${gateway.url}/v1/chat/completions`, { key: ROOT_KEY, body });
  const idOf = ({ headers }: Awaited<ReturnType<typeof chat>>) => headers['x-request-id'] as string;
  const balances = async (): Promise<unknown> => {
    const [row] = await gateway.database.query(
      'SELECT (SELECT SUM(amount) FROM ledger_entries) - (SELECT SUM(balance) FROM users) AS difference',
    );
    return row!['difference'];
  };

  /** Tells no usage, whatever is asked for. */
  const silent =
    (after: 'end' | 'wait'): UpstreamHandler =>
    async ({ body }, response) => {
      if (body['stream'] !== true) {
        const message = { role: 'assistant', content: TEXT };
        return sendJson(response, 200, { id: 'c', choices: [{ index: 0, message, finish_reason: 'stop' }] });
      }
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const content of ['tik', 'token is', ' great!'])
        response.write(chunk('gpt-4o', [{ index: 0, delta: { content }, finish_reason: null }]));
      if (after === 'wait') return;
      response.end(`${chunk('gpt-4o', [{ index: 0, delta: {}, finish_reason: 'stop' }])}data: [DONE]\n\n`);
    };

  it('case 53: counts what an upstream does not tell, whole or streamed, and sends the last bytes after the charge', async () => {
    upstream.handler = silent('end');
    for (const stream of [false, true]) {
      const reply = await chat({ ...CHAT, stream });
      expect(reply.status).toBe(200);
      if (stream) expect(reply.text).toMatch(/data: \[DONE\]\n\n$/);
      expect(await rowOf(idOf(reply))).toMatchObject({
        ...{ prompt_tokens: PROMPT_TOKENS, completion_tokens: 6, is_estimated: true },
        ...{ end_state: 'completed', cost_usd: '0.00009', usage_detail: null, content: null },
      });
    }
  });

  it('case 75: charges a caller who leaves midway by the same count', async () => {
    upstream.handler = silent('wait');
    const leaving = new AbortController();
    const response = await fetch(`${gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ROOT_KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ...CHAT, stream: true }),
      signal: leaving.signal,
    });
    let text = '';
    for await (const part of response.body!) {
      text += Buffer.from(part).toString();
      if (text.includes('great!')) break;
    }
    leaving.abort();
    const id = response.headers.get('x-request-id')!;
    expect(await rowOf(id)).toMatchObject({
      ...{ prompt_tokens: PROMPT_TOKENS, completion_tokens: 6, is_estimated: true, end_state: 'caller-gone' },
    });
    expect(await rowOf(id, 5)).toMatchObject({ end_state: 'caller-gone', status: 499 });
    expect(await balances()).toBe(0);
  });

  it('case 48: charges every class by its own price and shows it, whole or streamed', async () => {
    const usage = {
      ...{ input_tokens: 1_000, cache_read_input_tokens: 2_000, cache_creation_input_tokens: 700, output_tokens: 100 },
      cache_creation: { ephemeral_5m_input_tokens: 400, ephemeral_1h_input_tokens: 300 },
      server_tool_use: { web_search_requests: 2 },
    };
    const message = { id: 'a', type: 'message', role: 'assistant', model: 'claude-sonnet-4', stop_sequence: null };
    upstream.handler = ({ body }, response) => {
      const content = [{ type: 'text', text: 'x' }];
      if (body['stream'] !== true)
        return sendJson(response, 200, { ...message, content, stop_reason: 'end_turn', usage });
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const events = [
        {
          type: 'message_start',
          message: { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } },
        },
        { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
        { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'x' } },
        { type: 'content_block_stop', index: 0 },
        { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 100 } },
        { type: 'message_stop' },
      ];
      response.end(events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(''));
    };
    for (const stream of [false, true]) {
      const reply = await callRelay(`${gateway.url}/v1/messages`, {
        headers: { 'x-api-key': ROOT_KEY },
        body: { model: 'claude-sonnet-4', max_tokens: 100, stream, messages: [{ role: 'user', content: 'hi' }] },
      });
      expect(reply.status).toBe(200);
      const row = await rowOf(idOf(reply));
      expect(row).toMatchObject({
        ...{ prompt_tokens: 3_700, cached_tokens: 2_000, completion_tokens: 100, is_estimated: false, content: null },
        usage_detail: { cacheWrite5m: 400, cacheWrite1h: 300, toolCalls: { web_search: 2 } },
      });
      // 3 dollars a million: 1000 + 2000 × 0.1 + 400 × 1.25 + 300 × 2, 15 for what came out, and a cent for each search.
      expect(row.cost_usd).toBe('0.0284');
      expect(row.price!.lines.map(({ class: name, count }) => [name, count])).toEqual([
        ['input', 1_000],
        ['cacheRead', 2_000],
        ['cacheWrite5m', 400],
        ['cacheWrite1h', 300],
        ['output', 100],
        ['tool', 2],
      ]);
    }
  });

  it('clamps figures that cannot be and says so, whole or streamed', async () => {
    const usage = {
      ...{ prompt_tokens: 10, completion_tokens: 4, prompt_tokens_details: { cached_tokens: 50 } },
      completion_tokens_details: { reasoning_tokens: 9 },
    };
    upstream.handler = ({ body }, response) => {
      const finished = { index: 0, finish_reason: 'stop' };
      if (body['stream'] !== true)
        return sendJson(response, 200, {
          choices: [{ ...finished, message: { role: 'assistant', content: 'x' } }],
          usage,
        });
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(`${chunk('gpt-4o', [{ ...finished, delta: { content: 'x' } }], usage)}data: [DONE]\n\n`);
    };
    for (const stream of [false, true]) {
      expect(await rowOf(idOf(await chat({ ...CHAT, stream })))).toMatchObject({
        ...{ prompt_tokens: 10, cached_tokens: 10, completion_tokens: 4, is_estimated: false },
        usage_detail: { isClamped: true },
        content: expect.stringContaining('cut to what can') as string,
      });
    }
  });
});
