import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { FakeUpstream, chunk, chatAnswer, usageOf } from '../harness/fake-upstream';
import { GatewayProcess, ROOT_KEY } from '../harness/gateway-process';
import { callRelay } from '../harness/relay-client';
import { waitFor } from '../harness/wait-for';

const STREAM = { model: 'gpt-4o', stream: true, messages: [{ role: 'user', content: 'hi' }] };

describe('streams through the gateway', () => {
  let gateway: GatewayProcess;
  let upstream: FakeUpstream;

  beforeAll(async () => {
    upstream = await FakeUpstream.start();
    gateway = await GatewayProcess.start({ env: { RELAY_HEARTBEAT: '1' } });
    await gateway.management.addChannel(upstream.url, ['gpt-4o', 'my-name'], { model_mapping: '{"my-name":"their-name"}' });
    await gateway.management.setOption('ModelRatio', { 'gpt-4o': 1.25, 'my-name': 1 });
  });

  afterAll(async () => {
    await gateway.remove();
    await upstream.stop();
  });

  beforeEach(() => {
    upstream.handler = chatAnswer();
    upstream.requests.length = 0;
  });

  const post = (body: string | object) => callRelay(`${gateway.url}/v1/chat/completions`, { key: ROOT_KEY, body });

  it('changes nothing in the request but what must change: unknown fields, number forms and key order survive', async () => {
    const body = '{ "temperature":1.0,"zz_unknown":{"b":1e2,"a":[1,2.50]},"model":"gpt-4o","seed":0,\n"messages":[{"content":"h\\u0069","role":"user"}],"stop":[] }';
    await post(body);
    expect(upstream.requests[0]!.raw.toString()).toBe(body);
    await post(body.replace('"seed"', '"stream":true,"seed"'));
    expect(upstream.requests[1]!.raw.toString()).toBe(
      body.replace('"seed"', '"stream":true,"seed"').replace('"stop":[] }', '"stop":[] ,"stream_options":{"include_usage":true}}'),
    );
    await post({ ...STREAM, stream_options: { include_usage: false, other: 1 } });
    expect(upstream.requests[2]!.body['stream_options']).toEqual({ include_usage: true, other: 1 });
  });

  it('sends the channel key and nothing of the caller upstream', async () => {
    await callRelay(`${gateway.url}/v1/chat/completions`, { key: ROOT_KEY, body: STREAM, headers: { cookie: 'a=b', 'x-mine': '1' } });
    const { headers, path } = upstream.requests[0]!;
    expect(path).toBe('/v1/chat/completions');
    expect(headers.authorization).toBe('Bearer sk-upstream-secret');
    expect(headers.cookie ?? headers['x-mine']).toBeUndefined();
  });

  it('passes answers through byte for byte', async () => {
    const bytes = '{ "id":"x","object":"chat.completion", "choices":[{"index":0,"message":{"role":"assistant","content":"h\\u00e9 \u4f60"},"finish_reason":"stop","zz":1.0}],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10,"x":{}} }\n';
    upstream.handler = (_, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(bytes);
    };
    const reply = await post({ ...STREAM, stream: false });
    expect(reply.text).toBe(bytes);
    expect(reply.headers['content-length']).toBe(String(Buffer.byteLength(bytes)));
  });

  it('shows the requested name where the channel maps the model, and charges the requested one', async () => {
    const whole = await post({ ...STREAM, stream: false, model: 'my-name' });
    const streamed = await post({ ...STREAM, model: 'my-name' });
    expect(upstream.requests.map((request) => request.body['model'])).toEqual(['their-name', 'their-name']);
    for (const { text } of [whole, streamed]) {
      expect(text).toContain('"model":"my-name"');
      expect(text).not.toContain('their-name');
    }
    const rows = await waitFor(async () => {
      const found = await gateway.management.logs('&type=2&model_name=my-name');
      return found.length === 2 ? found : undefined;
    }, 'rows');
    expect(rows[0]).toMatchObject({ model_name: 'my-name', upstream_model: 'their-name' });
  });

  it('reads events cut at every byte: the caller gets whole events and the charge is the same', async () => {
    const events = Buffer.from(
      chunk('gpt-4o', [{ index: 0, delta: { content: '你好 "usage":{ é' }, finish_reason: null }]) +
        chunk('gpt-4o', [{ index: 0, delta: {}, finish_reason: 'stop' }]) +
        chunk('gpt-4o', [], usageOf(11, 4)) +
        'data: [DONE]\n\n',
    );
    for (let cut = 1; cut < events.length; cut += 37) {
      upstream.handler = async (_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(events.subarray(0, cut));
        await new Promise((resolve) => setTimeout(resolve, 3));
        response.end(events.subarray(cut));
      };
      const reply = await post(STREAM);
      expect(reply.text.match(/data: /g)).toHaveLength(3);
      expect(reply.text).toContain('你好');
      expect(reply.text).toMatch(/data: \[DONE\]\n\n$/);
      const [row] = await gateway.management.logs(`&request_id=${reply.headers['x-request-id'] as string}`).then(async (rows) =>
        rows.length > 0 ? rows : waitFor(async () => {
          const found = await gateway.management.logs(`&request_id=${reply.headers['x-request-id'] as string}`);
          return found.length > 0 ? found : undefined;
        }, 'row'),
      );
      expect(row).toMatchObject({ prompt_tokens: 11, completion_tokens: 4, is_estimated: false });
    }
  });

  it('terminates a stream whose upstream finished without [DONE]', async () => {
    upstream.handler = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(chunk('gpt-4o', [{ index: 0, delta: { content: 'all' }, finish_reason: 'stop' }]));
    };
    expect((await post(STREAM)).text).toMatch(/"finish_reason":"stop"[^\n]*\n\ndata: \[DONE\]\n\n$/);
  });

  it('ends with the upstream\'s last word, whether the upstream closes later or never', async () => {
    for (const closes of [true, false]) {
      upstream.handler = async (_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(chunk('gpt-4o', [{ index: 0, delta: { content: 'all' }, finish_reason: 'stop' }]) + 'data: [DONE]\n\n');
        await new Promise((resolve) => setTimeout(resolve, 60));
        if (closes) response.end();
      };
      const reply = await post(STREAM);
      expect(reply).toMatchObject({ status: 200, isCut: false });
      expect(reply.text).toMatch(/\[DONE\]\n\n$/);
      const [row] = await waitFor(async () => {
        const rows = await gateway.management.logs(`&request_id=${reply.headers['x-request-id'] as string}`);
        return rows.length > 0 ? rows : undefined;
      }, 'the row');
      expect(JSON.parse(row!.attempts_log!)).toHaveLength(1);
    }
  });

  it('keeps a silent stream alive with comments, before and after the first byte', async () => {
    upstream.handler = async (_, response) => {
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(chunk('gpt-4o', [{ index: 0, delta: { content: 'late' }, finish_reason: 'stop' }]));
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      response.end('data: [DONE]\n\n');
    };
    const { text, status } = await post(STREAM);
    expect(status).toBe(200);
    const [before, after] = text.split(/data: \{[^\n]*\n\n/);
    expect(before).toMatch(/^(: keep-alive\n\n)+$/);
    expect(after).toMatch(/^(: keep-alive\n\n)+data: \[DONE\]\n\n$/);
  });

  it('tells a late failure as an event once a heartbeat fixed the status', async () => {
    upstream.handler = async (_, response) => {
      await new Promise((resolve) => setTimeout(resolve, 2_200));
      response.writeHead(500).end('boom');
    };
    const { text, status } = await post(STREAM);
    expect(status).toBe(200);
    expect(text).toMatch(/^(: keep-alive\n\n)+data: \{"error":\{[^\n]*"code":"upstream_error"\}\}\n\n$/);
  });

  it('holds back the upstream while the caller does not read', async () => {
    const event = chunk('gpt-4o', [{ index: 0, delta: { content: 'x'.repeat(60_000) }, finish_reason: null }]);
    let sent = 0;
    let isBlocked = false;
    upstream.handler = async (_, response) => {
      const gone = new AbortController();
      response.once('close', () => gone.abort());
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (let i = 0; i < 2_000 && !response.destroyed; i++) {
        sent += event.length;
        if (!response.write(event)) {
          isBlocked = true;
          await once(response, 'drain', { signal: gone.signal }).catch(() => undefined);
          isBlocked = false;
        }
      }
      response.end();
    };
    const answer = await openStream(`${gateway.url}/v1/chat/completions`);
    answer.pause();
    // Blocked for a while: the sockets' buffers are full and nothing is piling up in between.
    let lastSent = -1;
    await waitFor(async () => {
      const before = sent;
      await new Promise((resolve) => setTimeout(resolve, 400));
      lastSent = sent;
      return isBlocked && sent === before ? true : undefined;
    }, 'back-pressure', 20_000);
    expect(lastSent).toBeLessThan(40_000_000);
    answer.destroy();
    await waitFor(() => (upstream.abandoned > 0 ? true : undefined), 'the upstream to be abandoned');
    // What was delivered is counted first.
    await waitFor(async () => ((await gateway.management.logs('&type=2'))[0]?.end_state === 'caller-gone' ? true : undefined), 'the charge');
  });

  it('stops the upstream when the caller leaves before the first byte, and charges nothing', async () => {
    const before = upstream.abandoned;
    const balance = (await gateway.management.self()).balance_usd;
    upstream.handler = () => undefined;
    const request = httpRequest(`${gateway.url}/v1/chat/completions`, { method: 'POST', headers: { authorization: `Bearer ${ROOT_KEY}` } });
    request.on('error', () => undefined);
    request.end(JSON.stringify({ ...STREAM, stream: false }));
    await waitFor(() => (upstream.requests.length === 1 ? true : undefined), 'the call upstream');
    request.destroy();
    await waitFor(() => (upstream.abandoned > before ? true : undefined), 'the upstream to be abandoned');
    await waitFor(async () => ((await gateway.management.logs('&type=5'))[0]?.error_code === 'caller_gone' ? true : undefined), 'the row');
    expect((await gateway.management.self()).balance_usd).toBe(balance);
  });
});

function openStream(url: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method: 'POST', headers: { authorization: `Bearer ${ROOT_KEY}` } }, resolve);
    request.on('error', reject);
    request.end(JSON.stringify(STREAM));
  });
}
