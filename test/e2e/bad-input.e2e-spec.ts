import { FakeUpstream, chatAnswer, chunk, sendJson, type UpstreamHandler } from '../harness/fake-upstream';
import { GatewayProcess, ROOT_KEY } from '../harness/gateway-process';
import { callRelay, errorOf, type RelayReply } from '../harness/relay-client';
import { waitFor } from '../harness/wait-for';

const CHAT = { model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }] };

describe('bad input and bad upstreams', () => {
  let gateway: GatewayProcess;
  let upstream: FakeUpstream;
  let balance: string;

  beforeAll(async () => {
    upstream = await FakeUpstream.start();
    gateway = await GatewayProcess.start({
      env: { RELAY_MAX_BODY_MB: '1', RELAY_FIRST_BYTE_TIMEOUT: '1', RELAY_IDLE_TIMEOUT: '1', RELAY_CONNECT_TIMEOUT: '2' },
    });
    await gateway.management.addChannel(upstream.url, ['gpt-4o', 'unpriced-model']);
    balance = (await gateway.management.self()).balance_usd;
  });

  afterAll(async () => {
    await gateway.remove();
    await upstream.stop();
  });

  beforeEach(() => {
    upstream.handler = chatAnswer();
  });

  /** Every failure: OpenAI's error shape with status, code and request id; a row of type 5; nothing charged. */
  async function expectFailure(reply: RelayReply, status: number, code: string): Promise<void> {
    expect([reply.status, errorOf(reply).code]).toEqual([status, code]);
    const requestId = reply.headers['x-request-id'] as string;
    expect(errorOf(reply).message).toContain(`(request id: ${requestId})`);
    expect(reply.headers['content-type']).toBe('application/json');
    const row = await waitFor(async () => (await gateway.management.logs(`&type=5&request_id=${requestId}`))[0], 'the error row');
    expect(row).toMatchObject({ error_code: code, status, quota: 0 });
    expect((await gateway.management.self()).balance_usd).toBe(balance);
    expect(await gateway.management.logs(`&type=2&request_id=${requestId}`)).toEqual([]);
  }

  const chat = (body: string | object, key: string | undefined = ROOT_KEY) =>
    callRelay(`${gateway.url}/v1/chat/completions`, { key, body });

  describe('from the caller', () => {
    it.each([
      ['malformed JSON', '{"model": "gpt-4o", "messages": [', null],
      ['no JSON at all', 'hello', null],
      ['an empty body', '', null],
      ['a JSON array', '[]', null],
      ['no model', { messages: CHAT.messages }, 'model'],
      ['a model of the wrong type', { ...CHAT, model: 4 }, 'model'],
      ['no messages', { model: 'gpt-4o' }, 'messages'],
      ['empty messages', { model: 'gpt-4o', messages: [] }, 'messages'],
      ['messages of the wrong type', { model: 'gpt-4o', messages: 'hi' }, 'messages'],
      ['a stream flag of the wrong type', { ...CHAT, stream: 'yes' }, 'stream'],
      ['a negative max_tokens', { ...CHAT, max_tokens: -1 }, 'max_tokens'],
      ['a huge max_tokens', { ...CHAT, max_tokens: 1e12 }, 'max_tokens'],
      ['zero choices', { ...CHAT, n: 0 }, 'n'],
      ['tools of the wrong type', { ...CHAT, tools: {} }, 'tools'],
      ['a model given twice', '{"model":"gpt-4o","model":"o1-pro","messages":[{"role":"user","content":"hi"}]}', 'model'],
    ])('refuses %s with 400 naming the field', async (_, body, param) => {
      const reply = await chat(body);
      await expectFailure(reply, 400, 'invalid_text_request');
      expect(errorOf(reply).param).toBe(param);
      expect(upstream.requests).toEqual([]);
    });

    it('refuses an unknown model with 404, and a served model without a price', async () => {
      await expectFailure(await chat({ ...CHAT, model: 'gpt-99' }), 404, 'model_not_found');
      await expectFailure(await chat({ ...CHAT, model: 'constructor' }), 404, 'model_not_found');
      await expectFailure(await chat({ ...CHAT, model: 'unpriced-model' }), 404, 'model_not_found');
    });

    it('refuses a body over the limit, declared or not, and goes on serving', async () => {
      const big = JSON.stringify({ ...CHAT, pad: 'x'.repeat(1_100_000) });
      await expectFailure(await chat(big), 413, 'request_too_large');
      const chunked = await callRelay(`${gateway.url}/v1/chat/completions`, {
        key: ROOT_KEY,
        body: big,
        headers: { 'transfer-encoding': 'chunked' },
      });
      await expectFailure(chunked, 413, 'request_too_large');
    });

    it('refuses compressed bodies with 415', async () => {
      const reply = await callRelay(`${gateway.url}/v1/chat/completions`, {
        key: ROOT_KEY,
        body: 'x',
        headers: { 'content-encoding': 'gzip' },
      });
      await expectFailure(reply, 415, 'content_encoding_unsupported');
    });

    it('refuses missing, unknown, disabled, expired and exhausted keys', async () => {
      const { management } = gateway;
      const [disabled, expired, exhausted, restricted] = await Promise.all([
        management.addToken(),
        management.addToken({ expired_time: 1_600_000_000 }),
        management.addToken({ unlimited_quota: false, remain_quota: 0 }),
        management.addToken({ models: 'gpt-4o-mini' }),
      ]);
      await management.need('PUT', '/api/token/?status_only=true', { id: disabled.id, status: 2 });
      await expectFailure(await callRelay(`${gateway.url}/v1/chat/completions`, { body: CHAT }), 401, 'token_missing');
      await expectFailure(await chat(CHAT, 'sk-unknown'), 401, 'invalid_api_key');
      await expectFailure(await chat(CHAT, disabled.key), 401, 'token_disabled');
      await expectFailure(await chat(CHAT, expired.key), 401, 'token_expired');
      await expectFailure(await chat(CHAT, exhausted.key), 401, 'token_exhausted');
      await expectFailure(await chat(CHAT, restricted.key), 403, 'model_not_allowed');
    });

    it('answers unknown paths with 404 and known but missing ones with 501', async () => {
      const unknown = await callRelay(`${gateway.url}/v1/nonsense`, { key: ROOT_KEY, body: {} });
      expect([unknown.status, errorOf(unknown).type]).toEqual([404, 'invalid_request_error']);
      expect(errorOf(unknown).message).toContain('Invalid URL (POST /v1/nonsense)');
      const missing = await callRelay(`${gateway.url}/v1/assistants`, { key: ROOT_KEY, method: 'GET' });
      expect([missing.status, errorOf(missing).code]).toEqual([501, 'api_not_implemented']);
    });
  });

  describe('from the upstream', () => {
    const status =
      (code: number, body: unknown, headers: Record<string, string> = {}): UpstreamHandler =>
      (_, response) => {
        for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
        sendJson(response, code, body);
      };
    const wireError = { error: { message: 'bad thing, see https://supplier.example/docs sk-abcdef123456', type: 't', param: 'top_p', code: 'c' } };

    it.each([
      [400, 400, 'upstream_bad_request'],
      [401, 502, 'upstream_error'],
      [403, 502, 'upstream_error'],
      [404, 404, 'upstream_model_not_found'],
      [429, 429, 'upstream_rate_limited'],
      [500, 502, 'upstream_error'],
      [503, 503, 'upstream_error'],
      [529, 503, 'upstream_error'],
    ])('turns status %i into %i %s without showing the supplier', async (theirs, ours, code) => {
      upstream.handler = status(theirs, wireError, { 'retry-after': '7', 'x-supplier': 'secret' });
      const reply = await chat(CHAT);
      await expectFailure(reply, ours, code);
      expect(reply.text).not.toMatch(/supplier|sk-abc/);
      expect(reply.headers['x-supplier']).toBeUndefined();
      if (theirs === 429) expect(reply.headers['retry-after']).toBe('7');
      if (theirs === 400) expect(errorOf(reply)).toMatchObject({ param: 'top_p', message: expect.stringContaining('bad thing') as string });
      const [row] = await gateway.management.logs('&type=5');
      expect(row!.content).toContain('see https://supplier.example/docs');
    });

    it('answers 502 for garbage, empty bodies, errors behind a 200 and JSON in place of a stream', async () => {
      upstream.handler = (_, response) => void response.end('<html>not json</html>');
      await expectFailure(await chat(CHAT), 502, 'upstream_bad_response');
      upstream.handler = (_, response) => void response.end();
      await expectFailure(await chat(CHAT), 502, 'upstream_bad_response');
      upstream.handler = status(200, wireError);
      await expectFailure(await chat({ ...CHAT, stream: true }), 502, 'upstream_error');
      await expectFailure(await chat(CHAT), 502, 'upstream_error');
    });

    it('answers 504 when the upstream is silent and 502 when it closes or refuses the connection', async () => {
      upstream.handler = () => undefined;
      await expectFailure(await chat(CHAT), 504, 'upstream_timeout');
      upstream.handler = (_, response) => void response.socket!.destroy();
      await expectFailure(await chat(CHAT), 502, 'upstream_closed');
      upstream.handler = (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
        response.write('{"half":');
        setTimeout(() => response.socket!.destroy(), 20);
      };
      await expectFailure(await chat(CHAT), 502, 'upstream_closed');
    });

    it('answers an error in a stream that delivered nothing like any other error', async () => {
      upstream.handler = (_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.end(`data: ${JSON.stringify(wireError)}\n\n`);
      };
      await expectFailure(await chat({ ...CHAT, stream: true }), 502, 'upstream_error');
    });

    it.each([
      ['closes the socket', (end: () => void, destroy: () => void) => (void end, destroy())],
      ['ends without a terminator', (end: () => void) => end()],
      ['falls silent', () => undefined],
    ] as [string, (end: () => void, destroy: () => void) => void][])(
      'ends a stream as an error event when the upstream %s midway, charges what was delivered and logs both',
      async (_, finish) => {
        upstream.handler = async (request, response) => {
          response.writeHead(200, { 'content-type': 'text/event-stream' });
          response.write(chunk('gpt-4o', [{ index: 0, delta: { content: 'some words came through' }, finish_reason: null }]));
          await new Promise((resolve) => setTimeout(resolve, 30));
          finish(
            () => response.end(),
            () => response.socket!.destroy(),
          );
        };
        const before = balance;
        const reply = await chat({ ...CHAT, stream: true });
        expect(reply.status).toBe(200);
        const events = reply.text.trim().split('\n\n');
        expect(events).toHaveLength(2);
        expect(events[0]).toContain('some words came through');
        expect(JSON.parse(events[1]!.slice('data: '.length))).toMatchObject({ error: { type: 'upstream_error' } });
        expect(reply.text).not.toContain('[DONE]');
        const requestId = reply.headers['x-request-id'] as string;
        const rows = await waitFor(async () => {
          const found = await gateway.management.logs(`&request_id=${requestId}`);
          return found.length === 2 ? found : undefined;
        }, 'both rows');
        expect(rows.map((row) => row.type).sort()).toEqual([2, 5]);
        const consume = rows.find((row) => row.type === 2)!;
        expect(consume).toMatchObject({ is_estimated: true, completion_tokens: 4 });
        expect(Number(consume.cost_usd)).toBeGreaterThan(0);
        balance = (await gateway.management.self()).balance_usd;
        expect(Number(before) - Number(balance)).toBeCloseTo(Number(consume.cost_usd), 9);
      },
    );

    it('has no reservation left after all that: the whole balance can be spent', async () => {
      const [row] = await gateway.database.query('SELECT balance FROM users WHERE id = 1');
      const { key } = await gateway.management.addToken();
      // A call whose reservation needs nearly all of it.
      const tokens = Math.floor((Number(row!['balance']) - 1_000_000) / 10_000);
      const reply = await chat({ ...CHAT, max_tokens: tokens }, key);
      expect(reply.status).toBe(200);
    });
  });
});
