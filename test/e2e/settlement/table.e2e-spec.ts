import { once } from 'node:events';
import { request as httpRequest, type ClientRequest } from 'node:http';
import type { ServerResponse } from 'node:http';
import { chatAnswer, chunk, FakeUpstream, sendJson, usageOf, type UpstreamHandler } from '../../harness/fake-upstream';
import { GatewayProcess, ROOT_KEY } from '../../harness/gateway-process';
import type { LogRow } from '../../harness/management';
import { callRelay } from '../../harness/relay-client';
import { waitFor } from '../../harness/wait-for';

/** Of the engine's prices: 2.5 and 10 dollars per million tokens. */
const MODELS = ['cancelled', 'drained'] as const;
type Model = (typeof MODELS)[number];

const HELLO = { messages: [{ role: 'user', content: 'hello' }] };
const role = (model: string) => chunk(model, [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }]);
const said = (model: string, content: string) => chunk(model, [{ index: 0, delta: { content }, finish_reason: null }]);
const toolName = (model: string) =>
  chunk(model, [
    {
      index: 0,
      delta: { tool_calls: [{ index: 0, id: 'call_1', type: 'function', function: { name: 'get_weather', arguments: '' } }] },
      finish_reason: null,
    },
  ]);
const ended = (model: string, reason = 'stop') => chunk(model, [{ index: 0, delta: {}, finish_reason: reason }]);
const DONE = 'data: [DONE]\n\n';

describe('the settlement table (real: the gateway, its database, sockets; simulated: the upstream)', () => {
  let gateway: GatewayProcess;
  let upstream: FakeUpstream;

  beforeAll(async () => {
    upstream = await FakeUpstream.start();
    gateway = await GatewayProcess.start({ env: { RELAY_FIRST_BYTE_TIMEOUT: '2', RELAY_IDLE_TIMEOUT: '2' } });
    for (const model of MODELS) {
      const config = JSON.stringify({ on_disconnect: model === 'drained' ? 'drain' : 'cancel' });
      await gateway.management.addChannel(upstream.url, [model], { config });
    }
    await gateway.management.setOption('ModelRatio', { cancelled: 1.25, drained: 1.25 });
    await gateway.management.setOption('CompletionRatio', { cancelled: 4, drained: 4 });
  });

  afterAll(async () => {
    await gateway.remove();
    await upstream.stop();
  });

  const post = (body: object) => callRelay(`${gateway.url}/v1/chat/completions`, { key: ROOT_KEY, body });
  const balance = async () => Number((await gateway.management.self()).balance_usd);

  /** Rows of calls that came after this; by type. */
  async function settledBy(act: () => Promise<unknown>): Promise<{ charged: LogRow | undefined; failed: LogRow | undefined; spent: number }> {
    const [newest] = await gateway.management.logs();
    const before = await balance();
    await act();
    const rows = await waitFor(async () => {
      const found = (await gateway.management.logs()).filter(({ id, type }) => id > (newest?.id ?? 0) && (type === 2 || type === 5));
      const types = found.map(({ type }) => type);
      const isBoth = found.some(({ type, end_state }) => type === 2 && end_state !== 'completed');
      return types.length > 0 && (!isBoth || types.includes(5)) ? found : undefined;
    }, 'the rows');
    expect(new Set(rows.map(({ request_id }) => request_id)).size).toBe(1);
    expect(rows.length).toBeLessThanOrEqual(2);
    const charged = rows.find(({ type }) => type === 2);
    const spent = Number((before - (await balance())).toFixed(9));
    expect(spent).toBeCloseTo(Number(charged?.cost_usd ?? 0), 9);
    return { charged, failed: rows.find(({ type }) => type === 5), spent };
  }

  /** Sends a call, waits until the upstream has it and what it wrote has arrived, and leaves. */
  async function leave(model: Model, isStream: boolean, until: RegExp | undefined): Promise<void> {
    const heard: Buffer[] = [];
    const before = upstream.requests.length;
    const call: ClientRequest = httpRequest(
      `${gateway.url}/v1/chat/completions`,
      { method: 'POST', agent: false, headers: { authorization: `Bearer ${ROOT_KEY}` } },
      (answer) => answer.on('data', (part: Buffer) => heard.push(part)).on('error', () => undefined),
    );
    call.on('error', () => undefined);
    call.end(JSON.stringify({ model, stream: isStream, ...HELLO }));
    await waitFor(() => (upstream.requests.length > before ? true : undefined), 'the call upstream');
    if (until !== undefined) await waitFor(() => (until.test(Buffer.concat(heard).toString()) ? true : undefined), 'the answer');
    // He says no more, and the gateway closes as well: from then on it knows.
    call.socket!.end();
    await once(call.socket!, 'close');
  }

  /** An upstream that waits in the middle; `go` lets it go on. */
  function waiting(first: (response: ServerResponse, model: string) => void, rest: UpstreamHandler): { go: () => void; isGone: () => boolean } {
    let go!: () => void;
    let isGone = false;
    const gate = new Promise<void>((resolve) => (go = resolve));
    upstream.handler = async (request, response) => {
      response.on('close', () => (isGone ||= !response.writableFinished));
      first(response, String(request.body['model']));
      await gate;
      await rest(request, response);
    };
    return { go, isGone: () => isGone };
  }
  const begin = (...parts: ((model: string) => string)[]) => (response: ServerResponse, model: string): void => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(parts.map((part) => part(model)).join(''));
  };
  const nothing = (): void => undefined;
  const end: UpstreamHandler = (request, response) => {
    const model = String(request.body['model']);
    response.end(said(model, ' the rest') + ended(model) + chunk(model, [], usageOf(100, 50)) + DONE);
  };
  const whole: UpstreamHandler = (request, response) => void chatAnswer({ promptTokens: 100, completionTokens: 50 })(request, response);
  /** 100 × 2.5 $ + 50 × 10 $ per million. */
  const REPORTED = 0.00075;

  describe('completed', () => {
    it('completed, the whole answer: charges what the upstream reported', async () => {
      upstream.handler = whole;
      for (const stream of [false, true]) {
        const { charged, failed, spent } = await settledBy(() => post({ model: 'cancelled', stream, ...HELLO }));
        expect(charged).toMatchObject({ end_state: 'completed', evidence: 'reported', on_disconnect: 'cancel', is_estimated: false });
        expect([failed, spent]).toEqual([undefined, REPORTED]);
      }
    });

    it('completed, the whole answer, B-3 and B-4: counts what was not reported, and never below nothing', async () => {
      for (const [usage, evidence] of [[undefined, 'counted'], [{ prompt_tokens: 0, completion_tokens: 3, total_tokens: 3 }, 'partial']] as const) {
        upstream.handler = (_, response) =>
          sendJson(response, 200, { id: 'x', choices: [{ index: 0, message: { role: 'assistant', content: 'Hello there' }, finish_reason: 'stop' }], usage });
        const { charged, spent } = await settledBy(() => post({ model: 'drained', ...HELLO }));
        expect(charged).toMatchObject({ evidence, on_disconnect: 'drain', is_estimated: true });
        expect(charged!.prompt_tokens).toBeGreaterThan(0);
        expect(spent).toBeGreaterThan(0);
      }
    });

    it.each(['content_filter', 'refusal'])('filtered or refusal without a word (%s): charges reported figures, else nothing', async (reason) => {
      for (const usage of [usageOf(100, 0), undefined]) {
        upstream.handler = (_, response) =>
          sendJson(response, 200, { id: 'x', choices: [{ index: 0, message: { role: 'assistant', content: null }, finish_reason: reason }], usage });
        const { charged, failed, spent } = await settledBy(async () => expect((await post({ model: 'cancelled', ...HELLO })).status).toBe(200));
        if (usage !== undefined) expect(charged).toMatchObject({ end_state: 'completed', evidence: 'reported' });
        else expect(failed).toMatchObject({ end_state: 'completed', evidence: null, on_disconnect: null });
        expect(spent).toBe(usage === undefined ? 0 : 0.00025);
      }
    });

    it('completed: an answer without text whose figures count output is charged as reported', async () => {
      upstream.handler = (_, response) =>
        sendJson(response, 200, { id: 'x', choices: [{ index: 0, message: { role: 'assistant', content: '' }, finish_reason: 'length' }], usage: usageOf(100, 50) });
      expect((await settledBy(() => post({ model: 'cancelled', ...HELLO }))).spent).toBe(REPORTED);
    });

    it('empty: is an error and free as long as nothing went out, whatever its figures say of the prompt', async () => {
      upstream.handler = (request, response) => {
        if (request.body['stream'] === true) {
          response.writeHead(200, { 'content-type': 'text/event-stream' });
          return void response.end(ended('m') + chunk('m', [], usageOf(100, 0)) + DONE);
        }
        sendJson(response, 200, { id: 'x', choices: [{ index: 0, message: { role: 'assistant', content: '' }, finish_reason: 'stop' }], usage: usageOf(100, 0) });
      };
      for (const stream of [false, true]) {
        const { failed, charged, spent } = await settledBy(async () => expect((await post({ model: 'cancelled', stream, ...HELLO })).status).toBe(502));
        expect(failed).toMatchObject({ end_state: 'upstream-error', error_code: 'upstream_empty_answer' });
        expect([charged, spent]).toEqual([undefined, 0]);
      }
    });

    it('empty: passes and is free when its beginning has gone out, or BlankReplyRetryEnabled is off', async () => {
      const { go } = waiting(begin(role), (_, response) => void response.end(ended('m') + chunk('m', [], usageOf(100, 0)) + DONE));
      const begun = await settledBy(async () => {
        const asked = upstream.requests.length;
        const reply = post({ model: 'cancelled', stream: true, ...HELLO });
        await waitFor(() => (upstream.requests.length > asked ? true : undefined), 'the call');
        go();
        expect((await reply).text).toContain('[DONE]');
      });
      expect([begun.failed?.error_code, begun.spent]).toEqual(['upstream_empty_answer', 0]);
      await gateway.management.setOption('BlankReplyRetryEnabled', 'false');
      upstream.handler = (_, response) =>
        sendJson(response, 200, { id: 'x', choices: [{ index: 0, message: { role: 'assistant', content: '' }, finish_reason: 'stop' }] });
      const off = await settledBy(async () => expect((await post({ model: 'cancelled', ...HELLO })).status).toBe(200));
      await gateway.management.setOption('BlankReplyRetryEnabled', 'true');
      expect([off.failed?.error_code, off.spent]).toEqual(['upstream_empty_answer', 0]);
    });

    it('empty: is tried on another channel', async () => {
      await gateway.management.setOption('RetryTimes', '1');
      await gateway.management.addChannel(upstream.url, ['cancelled'], { priority: -1 });
      const before = upstream.requests.length;
      upstream.handler = (request, response) => {
        if (upstream.requests.length > before + 1) return whole(request, response);
        sendJson(response, 200, { id: 'x', choices: [{ index: 0, message: { role: 'assistant', content: '' }, finish_reason: 'stop' }] });
      };
      const { charged } = await settledBy(async () => expect((await post({ model: 'cancelled', ...HELLO })).status).toBe(200));
      await gateway.management.setOption('RetryTimes', '0');
      expect((JSON.parse(charged!.attempts_log!) as { error?: string }[]).map(({ error }) => error)).toEqual(['upstream_empty_answer', undefined]);
    });
  });

  describe('upstreams that fail', () => {
    it('upstream-error, before the first token, B-3: charges nothing', async () => {
      upstream.handler = (_, response) => sendJson(response, 500, { error: { message: 'boom' } });
      const { failed, charged, spent } = await settledBy(() => post({ model: 'cancelled', stream: true, ...HELLO }));
      expect([failed?.end_state, charged, spent]).toEqual(['upstream-error', undefined, 0]);
    });

    it.each([
      ['cut', ''],
      ['an error event', 'data: {"error":{"message":"overloaded","code":"x"}}\n\n'],
    ])('upstream-broken, before the first token (%s): charges nothing, also when figures of the prompt had come', async (_, last) => {
      upstream.handler = (request, response) => {
        begin(role, (model) => chunk(model, [], usageOf(100, 0)))(response, String(request.body['model']));
        response.end(last);
      };
      const { failed, charged, spent } = await settledBy(() => post({ model: 'cancelled', stream: true, ...HELLO }));
      expect([failed?.end_state, charged, spent]).toEqual(['upstream-broken', undefined, 0]);
    });

    it.each([
      ['cut', ''],
      ['an error event', 'data: {"error":{"message":"overloaded","code":"x"}}\n\n'],
    ])('upstream-broken, after the first token (%s): charges what was delivered, and nothing for the error’s text', async (_, last) => {
      upstream.handler = (request, response) => {
        begin(role, (model) => said(model, 'Hello there'))(response, String(request.body['model']));
        response.end(last);
      };
      const { failed, charged } = await settledBy(() => post({ model: 'cancelled', stream: true, ...HELLO }));
      expect(charged).toMatchObject({ end_state: 'upstream-broken', evidence: 'counted', completion_tokens: 2 });
      expect(failed).toMatchObject({ end_state: 'upstream-broken' });
    });

    it('timeout, before the first token: charges nothing and hangs up', async () => {
      const { isGone } = waiting(nothing, nothing);
      const { failed, charged, spent } = await settledBy(() => post({ model: 'cancelled', ...HELLO }));
      expect([failed?.end_state, charged, spent]).toEqual(['timeout', undefined, 0]);
      await waitFor(() => (isGone() ? true : undefined), 'the upstream to be hung up on');
    });

    it('timeout, after the first token: charges what was delivered and hangs up', async () => {
      const { isGone } = waiting(begin(role, (model) => said(model, 'Hello there')), nothing);
      const { failed, charged } = await settledBy(() => post({ model: 'cancelled', stream: true, ...HELLO }));
      expect(charged).toMatchObject({ end_state: 'timeout', evidence: 'counted', completion_tokens: 2 });
      expect(failed).toMatchObject({ end_state: 'timeout', error_code: 'upstream_timeout' });
      await waitFor(() => (isGone() ? true : undefined), 'the upstream to be hung up on');
    });

    it('refused, no upstream asked: charges nothing', async () => {
      const asked = upstream.requests.length;
      const { failed, charged, spent } = await settledBy(() => post({ model: 'unknown', ...HELLO }));
      expect([failed?.end_state, charged, spent, upstream.requests.length]).toEqual(['refused', undefined, 0, asked]);
    });
  });

  describe('callers who leave', () => {
    it.each([false, true])('caller-gone, before the first token, cancel, B-86: hangs up, charges nothing, is not tried again (stream %s)', async (isStream) => {
      await gateway.management.setOption('RetryTimes', '2');
      const { isGone } = waiting(nothing, nothing);
      const asked = upstream.requests.length;
      const { failed, charged, spent } = await settledBy(() => leave('cancelled', isStream, undefined));
      await waitFor(() => (isGone() ? true : undefined), 'the upstream to be hung up on');
      await gateway.management.setOption('RetryTimes', '0');
      expect([failed?.end_state, charged, spent, upstream.requests.length - asked]).toEqual(['caller-gone', undefined, 0, 1]);
    });

    it('caller-gone, after the first token, cancel: hangs up and charges what was delivered', async () => {
      const { isGone } = waiting(begin(role, (model) => said(model, 'Hello there')), nothing);
      const { failed, charged } = await settledBy(() => leave('cancelled', true, /there/));
      expect(charged).toMatchObject({ end_state: 'caller-gone', evidence: 'counted', on_disconnect: 'cancel', completion_tokens: 2 });
      expect(failed).toMatchObject({ end_state: 'caller-gone', error_code: 'caller_gone' });
      await waitFor(() => (isGone() ? true : undefined), 'the upstream to be hung up on');
    });

    it('caller-gone, after the first token, cancel: the name of a tool is an answer', async () => {
      waiting(begin(role, toolName), nothing);
      const { charged } = await settledBy(() => leave('cancelled', true, /get_weather/));
      expect(charged).toMatchObject({ end_state: 'caller-gone', evidence: 'counted' });
      expect(charged!.completion_tokens).toBeGreaterThan(0);
    });

    it.each([
      ['before', false, undefined],
      ['before', true, undefined],
      ['after', true, /there/],
    ] as const)('caller-gone, %s the first token, drain: reads to the end and charges what is reported, once (stream %s)', async (stage, isStream, until) => {
      const first = stage === 'before' ? nothing : begin(role, (model) => said(model, 'Hello there'));
      const { go, isGone } = waiting(first, stage === 'before' ? whole : end);
      const asked = upstream.requests.length;
      const { failed, charged, spent } = await settledBy(async () => {
        await leave('drained', isStream, until);
        go();
      });
      expect(charged).toMatchObject({ end_state: 'caller-gone', evidence: 'reported', on_disconnect: 'drain', prompt_tokens: 100, completion_tokens: 50 });
      expect(failed).toMatchObject({ end_state: 'caller-gone', error_code: 'caller_gone' });
      expect([spent, isGone(), upstream.requests.length - asked]).toEqual([REPORTED, false, 1]);
    });

    it.each([
      ['before', 0],
      ['after', 2],
    ] as const)('caller-gone, %s the first token, drain that fails: costs what stopping would have, and is not tried again (B-86)', async (stage, tokens) => {
      await gateway.management.setOption('RetryTimes', '2');
      const first = stage === 'before' ? nothing : begin(role, (model) => said(model, 'Hello there'));
      const { go } = waiting(first, (request, response) => {
        if (!response.headersSent) begin()(response, '');
        response.write(said(String(request.body['model']), ' and much more than the caller got to see'), () => response.destroy());
      });
      const asked = upstream.requests.length;
      const { failed, charged, spent } = await settledBy(async () => {
        await leave('drained', true, stage === 'before' ? undefined : /there/);
        go();
      });
      await gateway.management.setOption('RetryTimes', '0');
      expect(failed).toMatchObject({ end_state: 'caller-gone', content: expect.stringContaining('its answer was read on') as string });
      expect(charged?.completion_tokens ?? 0).toBe(tokens);
      expect([spent > 0, upstream.requests.length - asked]).toEqual([tokens > 0, 1]);
    });

    it('caller-gone, drain: ends with the limits of the call', async () => {
      waiting(begin(role, (model) => said(model, 'Hello there')), nothing);
      const { charged, failed } = await settledBy(() => leave('drained', true, /there/));
      expect(charged).toMatchObject({ end_state: 'caller-gone', completion_tokens: 2 });
      expect(failed!.content).toContain('upstream_timeout');
    });

    it('caller-gone, drain: beyond DrainedCallsLimit the upstream is stopped, and the row says so', async () => {
      await gateway.management.setOption('DrainedCallsLimit', '0');
      const { isGone } = waiting(begin(role, (model) => said(model, 'Hello there')), nothing);
      const { charged } = await settledBy(() => leave('drained', true, /there/));
      await gateway.management.setOption('DrainedCallsLimit', '256');
      expect(charged).toMatchObject({ end_state: 'caller-gone', evidence: 'counted', on_disconnect: 'cancel' });
      await waitFor(() => (isGone() ? true : undefined), 'the upstream to be hung up on');
    });
  });

  it('a channel takes no other policy', async () => {
    const body = { type: 1, name: 'x', key: 'k', base_url: upstream.url, models: 'm', group: 'default', config: '{"on_disconnect":"maybe"}' };
    const reply = await gateway.management.call('POST', '/api/channel/', body);
    expect(reply).toMatchObject({ status: 422, code: 'channel.field_invalid' });
  });
});
