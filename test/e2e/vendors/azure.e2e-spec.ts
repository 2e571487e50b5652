import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { chatAnswer, chunk, FakeUpstream, sendJson, usageOf } from '../../harness/fake-upstream';
import { GatewayProcess, ROOT_KEY } from '../../harness/gateway-process';

const MESSAGES = [{ role: 'user' as const, content: 'Hello' }];

describe('Azure OpenAI (real: gateway and official client; played here: the host)', () => {
  let gateway: GatewayProcess;
  let host: FakeUpstream;
  let openai: OpenAI;

  beforeAll(async () => {
    host = await FakeUpstream.start();
    gateway = await GatewayProcess.start();
    const { management } = gateway;
    const models = ['gpt-3.5-turbo', 'gpt-4o', 'text-embedding-3-small'];
    await management.setOption('ModelRatio', Object.fromEntries(models.map((model) => [model, 1])));
    // The version is where it was before there were options of channels.
    await management.addChannel(host.url, ['gpt-3.5-turbo', 'text-embedding-3-small'], {
      ...{ type: 3, key: 'azure-key', other: '2024-06-01' },
    });
    await management.addChannel(host.url, ['gpt-4o'], {
      ...{ type: 3, key: 'azure-key', config: JSON.stringify({ api_version: 'v1' }) },
      model_mapping: JSON.stringify({ 'gpt-4o': 'my.deployment' }),
    });
    openai = new OpenAI({ apiKey: ROOT_KEY, baseURL: `${gateway.url}/v1`, maxRetries: 0 });
  });

  beforeEach(() => {
    host.requests.length = 0;
    host.handler = chatAnswer();
  });

  afterAll(async () => {
    await gateway.remove();
    await host.stop();
  });

  it('streams chat from a deployment', async () => {
    host.handler = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      // Its streams begin with what its filters say of the prompt.
      const filtered = {
        prompt_filter_results: [{ prompt_index: 0, content_filter_results: {} }],
        choices: [],
        model: '',
      };
      response.write(`data: ${JSON.stringify({ id: '', object: '', created: 0, ...filtered })}\n\n`);
      const delta = { role: 'assistant', content: 'Hello there' };
      response.write(chunk('gpt-35-turbo', [{ index: 0, delta, finish_reason: null, content_filter_results: {} }]));
      response.write(chunk('gpt-35-turbo', [{ index: 0, delta: {}, finish_reason: 'stop' }]));
      response.write(chunk('gpt-35-turbo', [], usageOf(10, 5)));
      response.end('data: [DONE]\n\n');
    };
    const completion = await openai.chat.completions
      .stream({ model: 'gpt-3.5-turbo', messages: MESSAGES, stream_options: { include_usage: true } })
      .finalChatCompletion();
    expect(completion.choices[0]!.message.content).toBe('Hello there');
    expect(completion.usage).toMatchObject({ prompt_tokens: 10, completion_tokens: 5 });
    const { path, headers } = host.requests[0]!;
    expect(path).toBe('/openai/deployments/gpt-35-turbo/chat/completions?api-version=2024-06-01');
    expect(headers).toMatchObject({ 'api-key': 'azure-key' });
    expect(headers.authorization).toBeUndefined();
  });

  it('gives embeddings from a deployment', async () => {
    host.handler = (_, response) =>
      sendJson(response, 200, {
        ...{ object: 'list', model: 'text-embedding-3-small', usage: { prompt_tokens: 2, total_tokens: 2 } },
        data: [{ object: 'embedding', index: 0, embedding: [0.5, 0.25] }],
      });
    const made = await openai.embeddings.create({
      ...{ model: 'text-embedding-3-small', input: 'hi', encoding_format: 'float' as const },
    });
    expect(made.data[0]!.embedding).toEqual([0.5, 0.25]);
    expect(host.requests[0]!.path).toBe('/openai/deployments/text-embedding-3-small/embeddings?api-version=2024-06-01');
  });

  it('calls the undated version by the name of the deployment, and shows the caller his own', async () => {
    const completion = await openai.chat.completions.create({ model: 'gpt-4o', messages: MESSAGES });
    expect(completion.model).toBe('gpt-4o');
    expect(host.requests[0]).toMatchObject({ path: '/openai/v1/chat/completions', body: { model: 'my.deployment' } });
  });

  it('passes Responses', async () => {
    host.handler = (_, response) =>
      sendJson(response, 200, {
        ...{ id: 'resp_1', object: 'response', created_at: 1, status: 'completed', model: 'my.deployment', tools: [] },
        output: [
          {
            ...{ type: 'message', id: 'msg_1', role: 'assistant', status: 'completed' },
            content: [{ type: 'output_text', text: 'Hi', annotations: [] }],
          },
        ],
        usage: { input_tokens: 3, output_tokens: 1, total_tokens: 4 },
      });
    const answer = await openai.responses.create({ model: 'gpt-4o', input: 'Hello', store: false });
    expect(answer.output_text).toBe('Hi');
    expect(host.requests[0]!.path).toBe('/openai/v1/responses');
  });

  it('streams to a client of another dialect by conversion', async () => {
    const anthropic = new Anthropic({ apiKey: ROOT_KEY, baseURL: gateway.url, maxRetries: 0 });
    const message = await anthropic.messages
      .stream({ model: 'gpt-4o', max_tokens: 9, messages: MESSAGES })
      .finalMessage();
    expect(message.content).toMatchObject([{ type: 'text', text: 'Hello there' }]);
    expect(host.requests[0]).toMatchObject({
      path: '/openai/v1/chat/completions',
      headers: { 'api-key': 'azure-key' },
    });
  });

  it.each([
    [401, { code: '401', message: 'Access denied due to invalid subscription key or wrong API endpoint.' }, 502],
    [404, { code: 'DeploymentNotFound', message: 'The API deployment for this Azure resource does not exist.' }, 404],
    [
      400,
      { code: 'content_filter', message: 'Filtered by Azure OpenAI’s policy, see https://go.microsoft.com/x' },
      400,
    ],
  ])('a refusal of %d %j is told as %d, without the host’s name', async (status, error, told) => {
    host.handler = (_, response) => sendJson(response, status, { error });
    const refused = openai.chat.completions.create({ model: 'gpt-4o', messages: MESSAGES });
    const thrown = (await refused.catch((reason: unknown) => reason)) as InstanceType<typeof OpenAI.APIError>;
    expect(thrown.status).toBe(told);
    expect(JSON.stringify(thrown.error)).not.toMatch(/azure|microsoft/i);
  });
});
