import { chunk, FakeUpstream, sendJson, type UpstreamHandler } from '../../harness/fake-upstream';
import { GatewayProcess, ROOT_KEY } from '../../harness/gateway-process';
import { callRelay } from '../../harness/relay-client';
import { waitFor } from '../../harness/wait-for';
import { FAILING_CALLS, type FailingCall, type SeenError } from './failing-calls';

const DIALECTS = ['openai-chat', 'openai-responses', 'anthropic-messages', 'gemini-generate'];
/** In every text of the upstream, and in nothing that callers see. */
const SUPPLIER = 'Acme';

const PATHS: Record<string, string> = {
  'openai-chat': '/v1/chat/completions',
  'openai-responses': '/v1/responses?beta=true',
  'anthropic-messages': '/v1/messages?beta=true',
  'gemini-generate': '/v1beta/models/by-openai-chat:generateContent',
};

/** What each client throws, by status. */
const TYPES: Record<string, (status: number | undefined) => string> = {
  'openai-chat': typeOf,
  'openai-responses': typeOf,
  'anthropic-messages': typeOf,
  'gemini-generate': () => 'ApiError',
};

/** The beginning of a stream of each dialect, and an error in it. */
const BEGINNINGS: Record<string, string> = {
  'openai-chat': chunk('m', [{ index: 0, delta: { content: '' }, finish_reason: null }]),
  'openai-responses': event('response.created', {
    response: { id: 'r', object: 'response', status: 'in_progress', output: [] },
  }),
  'anthropic-messages': event('message_start', {
    message: {
      id: 'm',
      type: 'message',
      role: 'assistant',
      model: 'm',
      content: [],
      usage: { input_tokens: 0, output_tokens: 0 },
    },
  }),
  'gemini-generate': `data: ${JSON.stringify({ responseId: 'r', modelVersion: 'm' })}\n\n`,
};
/** A part of an answer after that. */
const TEXTS: Record<string, string> = {
  'openai-chat': chunk('m', [{ index: 0, delta: { content: 'Hel' }, finish_reason: null }]),
  'openai-responses':
    event('response.output_item.added', {
      output_index: 0,
      item: { id: 'i', type: 'message', role: 'assistant', status: 'in_progress', content: [] },
    }) +
    event('response.content_part.added', {
      ...{ item_id: 'i', output_index: 0, content_index: 0 },
      part: { type: 'output_text', text: '', annotations: [] },
    }) +
    event('response.output_text.delta', { item_id: 'i', output_index: 0, content_index: 0, delta: 'Hel' }),
  'anthropic-messages':
    event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }) +
    event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: 'Hel' } }),
  'gemini-generate': `data: ${JSON.stringify({ candidates: [{ content: { role: 'model', parts: [{ text: 'Hel' }] } }] })}\n\n`,
};
const ERRORS: Record<string, string> = {
  'openai-chat': `data: ${JSON.stringify({ error: { message: `${SUPPLIER} broke`, type: 'server_error', code: 500 } })}\n\n`,
  'openai-responses': event('error', { code: 'server_error', message: `${SUPPLIER} broke` }),
  'anthropic-messages': event('error', { error: { type: 'api_error', message: `${SUPPLIER} broke` } }),
  'gemini-generate': `data: ${JSON.stringify({ error: { code: 500, message: `${SUPPLIER} broke`, status: 'INTERNAL' } })}\n\n`,
};

describe('errors as official clients see them (real: clients and gateway; simulated: upstreams)', () => {
  let gateway: GatewayProcess;
  let upstream: FakeUpstream;
  let balance: string;

  beforeAll(async () => {
    upstream = await FakeUpstream.start();
    gateway = await GatewayProcess.start();
    const { management } = gateway;
    await management.setOption('ModelRatio', Object.fromEntries(DIALECTS.map((dialect) => [modelOf(dialect), 1])));
    for (const dialect of DIALECTS) {
      await management.addChannel(upstream.url, [modelOf(dialect)], {
        name: `${SUPPLIER} ${dialect}`,
        config: JSON.stringify({ protocols: dialect }),
      });
    }
    balance = (await management.self()).balance_usd;
    // Google's client warns of a body that a test spoils on purpose.
    jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  });

  afterAll(async () => {
    await gateway.remove();
    await upstream.stop();
  });

  beforeEach(() => (upstream.requests.length = 0));

  const expectNothingCharged = async () => {
    expect((await gateway.management.self()).balance_usd).toBe(balance);
    expect(await gateway.management.logs('&type=2')).toEqual([]);
  };

  const fail = async (dialect: string, call: FailingCall, key = ROOT_KEY): Promise<SeenError> => {
    const error = await FAILING_CALLS[dialect]!(gateway.url, key, call);
    expect(error.requestId).toMatch(/^\d{23}[0-9a-z]{8}$/);
    expect(error.text).not.toContain(SUPPLIER);
    return error;
  };
  const rowOf = ({ requestId }: SeenError) =>
    waitFor(async () => (await gateway.management.logs(`&request_id=${requestId}`))[0], 'the row');
  const routes = DIALECTS.flatMap((caller) => DIALECTS.map((to) => [caller, to] as const));

  describe.each(DIALECTS)('%s', (dialect) => {
    afterEach(expectNothingCharged);

    const send = (headers: Record<string, string>, query = '') => {
      const path = PATHS[dialect]!;
      const separator = path.includes('?') ? '&' : '?';
      return callRelay(`${gateway.url}${path}${query === '' ? '' : separator + query}`, { headers, body: {} });
    };

    it.each([
      ['as Bearer', { authorization: `Bearer ${ROOT_KEY}` }, ''],
      ['in x-api-key', { 'x-api-key': ROOT_KEY }, ''],
      ['in x-goog-api-key', { 'x-goog-api-key': ROOT_KEY }, ''],
      ['in the query', {}, `key=${ROOT_KEY}`],
    ])('case 71: takes the key %s, whatever else the query and the headers say', async (_, headers, query) => {
      expect((await send(headers as Record<string, string>, query)).status).toBe(400);
      expect((await send({ ...headers, 'anthropic-beta': 'some-beta-2026-01-01' }, query)).status).toBe(400);
    });

    it('tells a caller without key in his own words', async () => {
      const reply = await send({});
      expect(reply.status).toBe(401);
      const { error, type, request_id: requestId } = JSON.parse(reply.text);
      const id = reply.headers['x-request-id'] as string;
      if (dialect === 'anthropic-messages') {
        expect([type, error.type, requestId]).toEqual(['error', 'authentication_error', id]);
        expect(reply.headers['request-id']).toBe(id);
      } else if (dialect === 'gemini-generate') {
        expect(error).toMatchObject({ code: 401, status: 'UNAUTHENTICATED' });
      } else {
        expect(Object.keys(error)).toEqual(['message', 'type', 'param', 'code']);
      }
      expect(error.message).toContain(`(request id: ${id})`);
    });

    it('refuses a wrong key, an unknown model, a model of others and a bad body', async () => {
      const wrong = await fail(dialect, { model: modelOf(dialect) }, 'sk-wrong');
      expect([wrong.status, wrong.type]).toEqual([401, TYPES[dialect]!(401)]);
      const unknown = await fail(dialect, { model: 'no-such-model' });
      expect([unknown.status, unknown.type]).toEqual([404, TYPES[dialect]!(404)]);
      const { key } = await gateway.management.addToken({ models: 'something-else' });
      const forbidden = await fail(dialect, { model: modelOf(dialect) }, key);
      expect([forbidden.status, forbidden.type]).toEqual([403, TYPES[dialect]!(403)]);
      const bad = await fail(dialect, { model: modelOf(dialect), isBad: true });
      expect([bad.status, bad.type]).toEqual([400, TYPES[dialect]!(400)]);
      expect(['messages', 'input', 'contents']).toContain(bad.field);
      expect(upstream.requests).toHaveLength(0);
    });
  });

  describe.each(routes)('%s → %s', (caller, to) => {
    const model = modelOf(to);

    afterEach(expectNothingCharged);

    it.each([false, true])(
      'an upstream that is too busy: 429, and when to come again (stream: %s)',
      async (isStream) => {
        upstream.handler = (_, response) => {
          response.setHeader('retry-after', '7');
          sendJson(response, 429, { error: { message: `${SUPPLIER} is busy`, type: 'rate_limit_error' } });
        };
        const error = await fail(caller, { model, isStream });
        expect([error.status, error.type, error.retryAfter]).toEqual([429, TYPES[caller]!(429), '7']);
        expect(await rowOf(error)).toMatchObject({ error_code: 'upstream_rate_limited', quota: 0 });
      },
    );

    it('an upstream that fails: 502', async () => {
      upstream.handler = (_, response) => sendJson(response, 500, { error: { message: `${SUPPLIER} is down` } });
      const error = await fail(caller, { model });
      expect([error.status, error.type]).toEqual([502, TYPES[caller]!(502)]);
      expect(await rowOf(error)).toMatchObject({ error_code: 'upstream_error', quota: 0 });
    });

    it.each([
      ['an error', ERRORS[to]!],
      ['the end of the connection', ''],
    ])('a stream that breaks by %s before it says anything: an error, and nothing charged', async (_, last) => {
      upstream.handler = streamOf(BEGINNINGS[to]!, last);
      const error = await fail(caller, { model, isStream: true });
      expect(await rowOf(error)).toMatchObject({ quota: 0, is_stream: true });
    });
  });

  describe.each(routes)('%s → %s, when a part of the answer is there', (caller, to) => {
    it.each([
      ['an error', ERRORS[to]!],
      ['the end of the connection', ''],
    ])('a stream that breaks by %s: an error in the stream', async (_, last) => {
      upstream.handler = streamOf(BEGINNINGS[to]! + TEXTS[to]!, last);
      const error = await fail(caller, { model: modelOf(to), isStream: true });
      // Only Google's client has a status for it.
      expect([error.status, error.type]).toEqual(
        caller === 'gemini-generate' ? [502, 'ApiError'] : [undefined, 'APIError'],
      );
      expect(await rowOf(error)).toMatchObject({ is_stream: true, end_state: 'upstream-broken' });
    });
  });
});

/** Begins, and then ends in an error or, without one, in the middle of things. */
function streamOf(beginning: string, last: string): UpstreamHandler {
  return async (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(beginning);
    await new Promise((done) => setTimeout(done, 30));
    if (last === '') response.destroy();
    else response.end(last);
  };
}

function event(type: string, fields: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}

function modelOf(dialect: string): string {
  return `by-${dialect}`;
}

/** Both vendors' clients come from one generator. */
function typeOf(status: number | undefined): string {
  switch (status) {
    case 400:
      return 'BadRequestError';
    case 401:
      return 'AuthenticationError';
    case 403:
      return 'PermissionDeniedError';
    case 404:
      return 'NotFoundError';
    case 429:
      return 'RateLimitError';
    default:
      return (status ?? 0) >= 500 ? 'InternalServerError' : 'APIError';
  }
}
