import { GoogleGenAI } from '@google/genai';
import { FakeUpstream, sendJson } from '../../harness/fake-upstream';
import { GatewayProcess, ROOT_KEY } from '../../harness/gateway-process';
import type { LogRow } from '../../harness/management';
import { callRelay } from '../../harness/relay-client';
import { waitFor } from '../../harness/wait-for';

describe("Gemini's embeddings (real: client and gateway; simulated: upstreams)", () => {
  let gateway: GatewayProcess;
  let openai: FakeUpstream;
  let gemini: FakeUpstream;
  let google: GoogleGenAI;

  beforeAll(async () => {
    openai = await FakeUpstream.start(({ body }, response) => {
      const data = (body['input'] as string[]).map((text, index) => ({
        object: 'embedding',
        index,
        embedding: [text.length, 0.5],
      }));
      sendJson(response, 200, {
        object: 'list',
        data: data.reverse(),
        model: 'x',
        usage: { prompt_tokens: 9, total_tokens: 9 },
      });
    });
    gemini = await FakeUpstream.start(({ path, body }, response) => {
      const values = [1, 2, 3];
      if (path.endsWith(':embedContent')) return sendJson(response, 200, { embedding: { values } });
      sendJson(response, 200, { embeddings: (body['requests'] as unknown[]).map(() => ({ values })) });
    });
    gateway = await GatewayProcess.start();
    const { management } = gateway;
    await management.setOption('ModelRatio', {
      'text-embedding-3-small': 1,
      'gemini-embedding-001': 1,
      mapped: 1,
      none: 1,
    });
    await management.addChannel(openai.url, ['text-embedding-3-small']);
    await management.addChannel(gemini.url, ['gemini-embedding-001', 'mapped'], {
      type: 24,
      model_mapping: '{"mapped":"gemini-embedding-2"}',
    });
    await management.addChannel(openai.url, ['none'], { config: '{"protocols":"anthropic-messages"}' });
    google = new GoogleGenAI({ apiKey: ROOT_KEY, httpOptions: { baseUrl: gateway.url } });
  });

  afterAll(async () => {
    await gateway.remove();
    await Promise.all([openai.stop(), gemini.stop()]);
  });

  beforeEach(() => (openai.requests.length = gemini.requests.length = 0));

  const newestRow = async (model: string): Promise<LogRow> =>
    waitFor(async () => (await gateway.management.logs('&type=2')).find((row) => row.model_name === model), 'the row');
  const embed = (model: string, body: object) =>
    callRelay(`${gateway.url}/v1beta/models/${model}:embedContent`, { headers: { 'x-goog-api-key': ROOT_KEY }, body });

  it("a batch of the client's goes to OpenAI's endpoint and comes back in order, metered by the upstream's figures", async () => {
    const model = 'text-embedding-3-small';
    const config = { outputDimensionality: 2, taskType: 'RETRIEVAL_QUERY' };
    const { embeddings } = await google.models.embedContent({ model, contents: ['a', 'abc'], config });
    expect(embeddings!.map(({ values }) => values)).toEqual([
      [1, 0.5],
      [3, 0.5],
    ]);
    expect(openai.requests[0]!.path).toBe('/v1/embeddings');
    expect(openai.requests[0]!.body).toEqual({ model, input: ['a', 'abc'], encoding_format: 'float', dimensions: 2 });
    const row = await newestRow(model);
    expect(row).toMatchObject({ prompt_tokens: 9, completion_tokens: 0, is_estimated: false, is_stream: false });
    expect(row.quota).toBeGreaterThan(0);
  });

  it('a single one does so too, and says what was lost', async () => {
    const reply = await embed('text-embedding-3-small', {
      content: { parts: [{ text: 'ab' }] },
      taskType: 'CLUSTERING',
    });
    expect(JSON.parse(reply.text)).toEqual({
      embedding: { values: [2, 0.5] },
      usageMetadata: { promptTokenCount: 9, totalTokenCount: 9 },
    });
    expect(reply.headers['x-chat-api-conversion-loss']).toContain('taskType');
  });

  it("passes to Google's own endpoint as it is, and counts what went in", async () => {
    const model = 'gemini-embedding-001';
    const { embeddings } = await google.models.embedContent({
      model,
      contents: 'hello',
      config: { taskType: 'CLUSTERING' },
    });
    expect(embeddings).toEqual([{ values: [1, 2, 3] }]);
    expect(gemini.requests[0]!.path).toBe(`/v1beta/models/${model}:batchEmbedContents`);
    expect(gemini.requests[0]!.body).toMatchObject({
      requests: [{ model: `models/${model}`, taskType: 'CLUSTERING' }],
    });
    const row = await newestRow(model);
    expect(row).toMatchObject({ completion_tokens: 0, is_estimated: true });
    expect(row.prompt_tokens).toBeGreaterThan(0);
  });

  it("writes the upstream's name of a mapped model into the body", async () => {
    const reply = await embed('mapped', { model: 'models/mapped', content: { parts: [{ text: 'ab' }] } });
    expect(reply.status).toBe(200);
    expect(gemini.requests[0]!.path).toBe('/v1beta/models/gemini-embedding-2:embedContent');
    expect(gemini.requests[0]!.body['model']).toBe('models/gemini-embedding-2');
  });

  it.each([
    ['text-embedding-3-small', { content: 'ab' }, 400, 'content'],
    ['text-embedding-3-small', {}, 400, 'content'],
    [
      'text-embedding-3-small',
      { content: { parts: [{ inlineData: { mimeType: 'image/png', data: '' } }] } },
      400,
      'content.parts[0]',
    ],
    ['none', { content: { parts: [{ text: 'ab' }] } }, 503, undefined],
  ])('refuses for %s the body %j', async (model, body, status, field) => {
    const reply = await embed(model, body);
    expect(reply.status).toBe(status);
    const { error } = JSON.parse(reply.text);
    expect(error.code).toBe(status);
    const violations = error.details.flatMap((detail: { fieldViolations?: unknown[] }) => detail.fieldViolations ?? []);
    expect(violations).toEqual(field === undefined ? [] : [expect.objectContaining({ field })]);
  });
});
