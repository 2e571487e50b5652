import { AppError } from '@app/kernel';
import { errorWriter } from '../adapters/error-writer';
import { writeEvents } from '../adapters/write-events';
import { countedCall, relayedCall } from '../ingress/relay-routes';
import type { Dialect } from '../model/dialect';
import { ALL_PAIRS, ASKED_MODEL, CONVERTED_PAIRS, DIALECTS, Route, SPEECH } from './__fixtures__/route';
import type { Wire } from './__fixtures__/speech';
import { tryUpstream } from './__fixtures__/try-upstream';

const [OC, OR, AM, GG] = ['openai-chat', 'openai-responses', 'anthropic-messages', 'gemini-generate'] as const;
/** Names of faults as each dialect's clients know them. */
const NAMED: Readonly<Record<Dialect, (body: Wire) => unknown>> = {
  [OC]: (body) => (body['error'] as Wire)['type'],
  [OR]: (body) => (body['error'] as Wire)['type'],
  [AM]: (body) => (body['error'] as Wire)['type'],
  [GG]: (body) => (body['error'] as Wire)['status'],
};
/** An error as the vendor's API answers it. */
const VENDOR: Readonly<Record<Dialect, (message: string) => string>> = {
  [OC]: (message) => JSON.stringify({ error: { message, type: 'invalid_request_error', param: 'x', code: null } }),
  [OR]: (message) => JSON.stringify({ error: { message, type: 'invalid_request_error', param: 'x', code: null } }),
  [AM]: (message) =>
    JSON.stringify({ type: 'error', error: { type: 'invalid_request_error', message }, request_id: 'req_011' }),
  [GG]: (message) => JSON.stringify({ error: { code: 400, message, status: 'INVALID_ARGUMENT' } }),
};
const failed = (from: Dialect, to: Dialect, status: number, body: string) =>
  tryUpstream(new Route(from, to), false, { status, body: [body] });

describe('errors', () => {
  it.each<[number, Record<typeof AM | typeof GG, string>, number]>([
    [400, { [AM]: 'invalid_request_error', [GG]: 'INVALID_ARGUMENT' }, 400],
    [429, { [AM]: 'rate_limit_error', [GG]: 'RESOURCE_EXHAUSTED' }, 429],
    [503, { [AM]: 'overloaded_error', [GG]: 'UNAVAILABLE' }, 503],
    [529, { [AM]: 'overloaded_error', [GG]: 'UNAVAILABLE' }, 503],
  ])(
    'case 67: an upstream’s %d has the caller’s form, name and status, and the request’s id',
    (status, names, told) => {
      for (const [from, to] of ALL_PAIRS) {
        const { error, lastWords } = failed(from, to, status, VENDOR[to]('Overloaded'));
        const body = JSON.parse(lastWords) as Wire;
        expect([from, to, error!.status]).toEqual([from, to, told]);
        // OpenAI's clients go by the status; the name says whose fault it is.
        const name = from === AM || from === GG ? names[from] : 'upstream_error';
        expect([from, to, NAMED[from](body)]).toEqual([from, to, name]);
        expect(lastWords).toContain('req_1');
      }
    },
  );

  it.each<[Dialect, Wire, string]>([
    [OC, { messages: [{ role: 'user', content: 7 }] }, 'messages[0].content'],
    [OC, { tools: [{ type: 'function', function: {} }] }, 'tools[0].function.name'],
    [OC, { temperature: 'hot' }, 'temperature'],
    [OR, { input: [{ role: 'user', content: 7 }] }, 'input[0].content'],
    [OR, { tools: [{ type: 'function' }] }, 'tools[0].name'],
    [AM, { messages: [{ role: 'user', content: [{ type: 'text' }] }] }, 'messages[0].content[0].text'],
    [AM, { tools: [{ input_schema: {} }] }, 'tools[0].name'],
    [AM, { max_tokens: 'many' }, 'max_tokens'],
    [GG, { contents: [{ parts: [{ text: 7 }] }] }, 'contents[0].parts[0].text'],
    [GG, { generationConfig: { temperature: 'hot' } }, 'generationConfig.temperature'],
  ])('case 68: a fault of the request is 400 with its path (%s)', (from, fields, path) => {
    for (const to of DIALECTS.filter((other) => other !== from)) {
      const error = new Route(from, to).refusal(fields);
      expect([error.status, error.param]).toEqual([400, path]);
      const body = errorWriter(from).body(error, 'req_1', 'en');
      expect(JSON.stringify(JSON.parse(body))).toContain(path);
    }
  });

  it.each(ALL_PAIRS)(
    'case 69: staff see the upstream’s words, callers only those about their request (%s to %s)',
    (from, to) => {
      const secret = 'account of shop@supplier.example is empty';
      for (const status of [401, 402, 403, 500]) {
        const { error, lastWords } = failed(from, to, status, VENDOR[to](secret));
        expect(error!.staffDetail).toContain(secret);
        expect(lastWords).not.toContain('supplier');
      }
      const told = failed(from, to, 400, VENDOR[to]('x is too big, see https://supplier.example/'));
      expect(told.lastWords).toContain('x is too big');
      expect(told.lastWords).not.toContain('supplier.example');
    },
  );

  it.each(ALL_PAIRS)('case 69: a body without any message is kept whole for staff (%s to %s)', (from, to) => {
    for (const body of ['{"error":{"message":""},"trace":"t-7"}', '<h1>t-7</h1>', 't-7']) {
      const { error, lastWords } = failed(from, to, 500, body);
      expect(error!.staffDetail).toContain('t-7');
      expect(lastWords).not.toContain('t-7');
    }
  });

  it.each(DIALECTS)('case 70: the supplier’s limit has another code than the caller’s own (%s)', (from) => {
    const { error } = failed(from, OC, 429, VENDOR[OC]('slow down'));
    expect(error).toMatchObject({ status: 429, code: 'upstream_rate_limited', retry: 'other-channel' });
    const own = new AppError('rate_limited', { zh: '限', en: 'limit' }, { status: 429, retryAfterSeconds: 7 });
    const [theirs, ours] = [error!, own].map((one) => errorWriter(from).body(one, 'req_1', 'en'));
    expect(theirs).not.toBe(ours);
    // When to come again is a header, and Google's clients look into the body.
    if (from === GG) expect(ours).toContain('"retryDelay":"7s"');
  });

  it.each([
    ['/v1/messages', 'messages'],
    ['/v1/chat/completions', 'chat'],
    ['/v1/responses', 'responses'],
  ])('case 71: %s is a route of its own', (path, endpoint) => {
    expect(relayedCall(path)).toMatchObject({ endpoint });
    expect(countedCall('/v1/messages/count_tokens')).toMatchObject({ endpoint: 'messages' });
  });

  it.each(['vendor/model', 'qwen3:8b', 'claude@20250101', 'gpt-5.1-high', 'a/b:free@1'])(
    'case 72: a model may be called %s, and the answer calls it so',
    (model) => {
      for (const from of DIALECTS) {
        if (from === GG) continue;
        const route = new Route(from, OC);
        expect(route.callOf(route.bodyOf({ model }, false), false).request!.model).toBe(model);
      }
      expect(relayedCall(`/v1beta/models/${encodeURIComponent(model)}:generateContent`)).toMatchObject({
        hints: { model },
      });
    },
  );

  it.each(ALL_PAIRS)('case 72: the caller sees the name he asked for (%s to %s)', (from, to) => {
    const { whole, streamed } = new Route(from, to, { upstreamModel: 'up' }).hear({ text: 'x' });
    expect([whole.model, streamed.model]).toEqual([ASKED_MODEL, ASKED_MODEL]);
    const events = new Route(from, to, { upstreamModel: 'up' }).stream(SPEECH[to].sayInPieces({ text: 'x' }));
    expect(writeEvents(events).toString()).not.toMatch(/"(model|modelVersion)":"up"/);
  });

  it.each(CONVERTED_PAIRS.filter(([from]) => from === OR))(
    'case 74: what only OpenAI can do with answers it keeps is told (%s to %s)',
    (from, to) => {
      const strict = new Route(from, to, { target: { config: { conversion: 'strict' } } });
      for (const fields of [
        { previous_response_id: 'resp_1' },
        { background: true },
        { conversation: 'conv_1' },
      ] as Wire[]) {
        const error = strict.refusal(fields);
        const [field] = Object.keys(fields);
        const code = field === 'background' ? 'background_unsupported' : 'conversion_loss';
        expect([error.status, error.param, error.code]).toEqual([400, field, code]);
      }
      // Not to keep an answer is what happens anyway.
      expect(strict.ask({ store: false }).losses).toEqual([]);
    },
  );
});
