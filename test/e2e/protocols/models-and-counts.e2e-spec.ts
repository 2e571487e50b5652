import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import OpenAI from 'openai';
import { FakeUpstream } from '../../harness/fake-upstream';
import { GatewayProcess, ROOT_KEY } from '../../harness/gateway-process';
import { callRelay } from '../../harness/relay-client';

const MODELS = ['claude-sonnet-4-5', 'gemini-2.5-pro', 'gemini-embedding-001', 'gpt-4o', 'vendor/model:free'];
const SCHEMA = {
  type: 'object' as const,
  properties: { location: { type: 'string', description: 'The city and state, e.g. San Francisco, CA' } },
  required: ['location'],
};

describe('models and counts for official clients (real: clients and gateway; the upstream is never called)', () => {
  let gateway: GatewayProcess;
  let upstream: FakeUpstream;
  let openai: OpenAI;
  let anthropic: Anthropic;
  let google: GoogleGenAI;

  beforeAll(async () => {
    upstream = await FakeUpstream.start();
    gateway = await GatewayProcess.start();
    await gateway.management.setOption('ModelRatio', Object.fromEntries(MODELS.map((model) => [model, 1])));
    await gateway.management.addChannel(upstream.url, MODELS);
    openai = new OpenAI({ apiKey: ROOT_KEY, baseURL: `${gateway.url}/v1`, maxRetries: 0 });
    anthropic = new Anthropic({ apiKey: ROOT_KEY, baseURL: gateway.url, maxRetries: 0 });
    google = new GoogleGenAI({ apiKey: ROOT_KEY, httpOptions: { baseUrl: gateway.url } });
  });

  afterAll(async () => {
    expect(upstream.requests).toHaveLength(0);
    expect(await gateway.management.logs('&type=2')).toHaveLength(0);
    await gateway.remove();
    await upstream.stop();
  });

  it('openai: lists and reads models as before', async () => {
    const { data } = await openai.models.list();
    expect(data.map(({ id }) => id)).toEqual(MODELS);
    await expect(openai.models.retrieve('vendor/model:free')).resolves.toMatchObject({ object: 'model' });
  });

  it('anthropic: pages through models in both directions, reads one, and knows which there are not', async () => {
    const seen: string[] = [];
    for await (const model of anthropic.models.list({ limit: 2 })) seen.push(model.id);
    expect(seen).toEqual(MODELS);
    const back: string[] = [];
    for await (const model of anthropic.beta.models.list({ limit: 2, before_id: 'gpt-4o' })) back.push(model.id);
    expect(back).toEqual(['gemini-2.5-pro', 'gemini-embedding-001', 'claude-sonnet-4-5']);
    const model = await anthropic.models.retrieve('vendor/model:free');
    expect(model).toMatchObject({ type: 'model', id: 'vendor/model:free', display_name: 'vendor/model:free' });
    await expect(anthropic.models.retrieve('claude-99')).rejects.toBeInstanceOf(Anthropic.NotFoundError);
    await expect(anthropic.models.list({ limit: 5000 })).rejects.toBeInstanceOf(Anthropic.BadRequestError);
  });

  it('genai: pages through models and reads one', async () => {
    const seen: (string | undefined)[] = [];
    const pager = await google.models.list({ config: { pageSize: 2 } });
    for await (const model of pager) seen.push(model.name);
    expect(seen).toEqual(MODELS.map((name) => `models/${name}`));
    const model = await google.models.get({ model: 'vendor/model:free' });
    expect(model).toMatchObject({ name: 'models/vendor/model:free', displayName: 'vendor/model:free' });
    expect(model.supportedActions).toContain('generateContent');
    await expect(google.models.get({ model: 'gemini-99' })).rejects.toMatchObject({ name: 'ApiError', status: 404 });
  });

  it('shows a key its own models only, in each dialect', async () => {
    const { key } = await gateway.management.addToken({ models: 'gpt-4o' });
    const client = new Anthropic({ apiKey: key, baseURL: gateway.url, maxRetries: 0 });
    const { data } = await client.models.list();
    expect(data.map(({ id }) => id)).toEqual(['gpt-4o']);
    const counted = client.messages.countTokens({
      model: 'claude-sonnet-4-5',
      messages: [{ role: 'user', content: 'hi' }],
    });
    await expect(counted).rejects.toBeInstanceOf(Anthropic.PermissionDeniedError);
  });

  it("case 73: anthropic: counts come near the vendor's published examples, and say that they are estimates", async () => {
    const model = 'claude-sonnet-4-5';
    const { data, response } = await anthropic.messages
      .countTokens({ model, system: 'You are a scientist', messages: [{ role: 'user', content: 'Hello, Claude' }] })
      .withResponse();
    expect(response.headers.get('x-chat-api-estimated')).toBe('true');
    expect(Object.keys(data)).toEqual(['input_tokens']);
    expect(Math.abs(data.input_tokens - 14)).toBeLessThanOrEqual(3);
    const tool = {
      name: 'get_weather',
      description: 'Get the current weather in a given location',
      input_schema: SCHEMA,
    };
    const withTool = await anthropic.beta.messages.countTokens({
      model,
      tools: [tool],
      messages: [{ role: 'user', content: "What's the weather like in San Francisco?" }],
      betas: ['token-counting-2024-11-01'],
    });
    expect(Math.abs(withTool.input_tokens - 403)).toBeLessThan(40);
  });

  it("case 73: genai: a count comes near the vendor's published example", async () => {
    const contents = 'The quick brown fox jumps over the lazy dog.';
    const { totalTokens } = await google.models.countTokens({ model: 'gemini-2.5-pro', contents });
    expect(totalTokens).toBe(11);
  });

  it('case 73: openai: counts the input of a response', async () => {
    const input = 'The quick brown fox jumps over the lazy dog.';
    const { data, response } = await openai.responses.inputTokens.count({ model: 'gpt-4o', input }).withResponse();
    expect(data).toEqual({ object: 'response.input_tokens', input_tokens: 16 });
    expect(response.headers.get('x-chat-api-estimated')).toBe('true');
  });

  it('cases 68, 71, 73: refuses counts of bad bodies and unknown models in the words of each dialect', async () => {
    const bad = anthropic.messages.countTokens({
      model: 'claude-sonnet-4-5',
      messages: [{ role: 'user', content: 7 as never }],
    });
    await expect(bad).rejects.toBeInstanceOf(Anthropic.BadRequestError);
    await expect(bad).rejects.toThrow(/messages\[0\]\.content/);
    const unknown = google.models.countTokens({ model: 'gemini-99', contents: 'hi' });
    await expect(unknown).rejects.toMatchObject({ name: 'ApiError', status: 404 });
    const missing = openai.responses.inputTokens.count({ input: 'hi' });
    await expect(missing).rejects.toMatchObject({ status: 400, param: 'model' });
    const wrong = new OpenAI({ apiKey: 'sk-wrong', baseURL: `${gateway.url}/v1`, maxRetries: 0 });
    await expect(wrong.responses.inputTokens.count({ model: 'gpt-4o', input: 'hi' })).rejects.toBeInstanceOf(
      OpenAI.AuthenticationError,
    );
    const cut = await callRelay(`${gateway.url}/v1/messages/count_tokens?beta=true`, { key: ROOT_KEY, body: '{"mod' });
    expect([cut.status, (JSON.parse(cut.text) as { type: string }).type]).toEqual([400, 'error']);
    expect(cut.headers['x-chat-api-estimated']).toBeUndefined();
  });
});
