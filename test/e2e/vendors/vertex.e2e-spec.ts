import type { ServerResponse } from 'node:http';
import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import { CLAUDE_EVENTS } from '../../../libs/relay/src/adapters/aws-bedrock/__fixtures__/frames';
import { FakeUpstream, sendJson, type UpstreamRequest } from '../../harness/fake-upstream';
import { GatewayProcess, ROOT_KEY } from '../../harness/gateway-process';
import { TokenServer } from '../../harness/token-server';

const CLAUDE = 'claude-next-20990101';
const GEMINI = 'gemini-2.5-flash';
const MESSAGES: Anthropic.MessageParam[] = [{ role: 'user', content: 'Hello' }];
const FOLDER = '/v1/projects/my-project/locations';

describe('Vertex (real: gateway, Google’s token library and official clients; played here: host and token endpoint)', () => {
  let gateway: GatewayProcess;
  let host: FakeUpstream;
  let tokens: TokenServer;
  let anthropic: Anthropic;

  beforeAll(async () => {
    host = await FakeUpstream.start();
    tokens = await TokenServer.start();
    gateway = await GatewayProcess.start();
    const { management } = gateway;
    await management.setOption('ModelRatio', { [CLAUDE]: 1, [GEMINI]: 1, 'no-token': 1 });
    await management.addChannel(host.url, [CLAUDE, GEMINI], {
      ...{ type: 42, key: '', gcp_account: tokens.account() },
      config: JSON.stringify({ region: JSON.stringify({ default: 'us-east5', [GEMINI]: 'europe-west1' }) }),
    });
    anthropic = new Anthropic({ apiKey: ROOT_KEY, baseURL: gateway.url, maxRetries: 0 });
  });

  beforeEach(() => {
    host.requests.length = 0;
    host.handler = answer;
  });

  afterAll(async () => {
    await gateway.remove();
    await host.stop();
    await tokens.stop();
  });

  it('streams Claude to Anthropic’s client, many calls with one token', async () => {
    const ask = () => anthropic.messages.stream({ model: CLAUDE, max_tokens: 50, messages: MESSAGES }).finalMessage();
    const all = await Promise.all(Array.from({ length: 10 }, ask));
    for (const { content } of all) expect(content).toMatchObject([{ type: 'text', text: 'Grüß Gott 晴' }]);
    expect(tokens.requests).toHaveLength(1);
    expect(tokens.requests[0]!.claims).toBeDefined();
    for (const { path, headers, body } of host.requests) {
      expect(path).toBe(`${FOLDER}/us-east5/publishers/anthropic/models/claude-next@20990101:streamRawPredict`);
      expect(headers).toMatchObject({ authorization: 'Bearer token-1' });
      expect(headers['anthropic-version']).toBeUndefined();
      expect(headers['x-api-key']).toBeUndefined();
      expect(body).toEqual({
        anthropic_version: 'vertex-2023-10-16',
        max_tokens: 50,
        messages: MESSAGES,
        stream: true,
      });
    }
  });

  it('answers in one piece', async () => {
    const message = await anthropic.messages.create({ model: CLAUDE, max_tokens: 50, messages: MESSAGES });
    expect(message.content).toMatchObject([{ type: 'text', text: 'Hi' }]);
    expect(host.requests[0]!.path).toMatch(/:rawPredict$/);
  });

  it('serves Gemini to Google’s client, in the region of that model', async () => {
    const google = new GoogleGenAI({ apiKey: ROOT_KEY, httpOptions: { baseUrl: gateway.url } });
    let text = '';
    for await (const chunk of await google.models.generateContentStream({ model: GEMINI, contents: 'Hello' }))
      text += chunk.text ?? '';
    expect(text).toBe('Grüß Gott');
    const { path, headers } = host.requests[0]!;
    expect(path).toBe(`${FOLDER}/europe-west1/publishers/google/models/${GEMINI}:streamGenerateContent?alt=sse`);
    expect(headers).toMatchObject({ authorization: 'Bearer token-1' });
    expect(headers['x-goog-api-key']).toBeUndefined();
  });

  it('gives up a token that is refused and gets another for the next call', async () => {
    host.handler = (_, response) =>
      sendJson(response, 401, { error: { code: 401, message: 'Google Cloud: no', status: 'UNAUTHENTICATED' } });
    const refused = anthropic.messages.create({ model: CLAUDE, max_tokens: 50, messages: MESSAGES });
    const error = (await refused.catch((thrown: unknown) => thrown)) as InstanceType<typeof Anthropic.APIError>;
    expect(error.status).toBe(502);
    expect(JSON.stringify(error.error)).not.toMatch(/google|vertex/i);
    host.handler = answer;
    await anthropic.messages.create({ model: CLAUDE, max_tokens: 50, messages: MESSAGES });
    expect(host.requests.at(-1)!.headers).toMatchObject({ authorization: 'Bearer token-2' });
  });

  it('goes to another channel when there is no token, and says nothing of Google’s when there is none', async () => {
    const { management } = gateway;
    const broken = { type: 42, key: '', gcp_account: tokens.account({ token_uri: `${host.url}/gone` }), priority: 9 };
    await management.addChannel(host.url, ['no-token'], {
      ...broken,
      model_mapping: JSON.stringify({ 'no-token': CLAUDE }),
    });
    host.handler = (request, response) =>
      request.path === '/gone' ? sendJson(response, 400, { error: 'invalid_grant' }) : answer(request, response);
    const ask = () => anthropic.messages.create({ model: 'no-token', max_tokens: 50, messages: MESSAGES });
    const error = (await ask().catch((thrown: unknown) => thrown)) as InstanceType<typeof Anthropic.APIError>;
    expect(error.status).toBe(502);
    expect(JSON.stringify(error.error)).not.toMatch(/google|vertex|grant/i);
    await management.setOption('RetryTimes', 1);
    await management.addChannel(host.url, ['no-token'], {
      ...{ type: 42, key: '', gcp_account: tokens.account() },
      model_mapping: JSON.stringify({ 'no-token': CLAUDE }),
    });
    expect((await ask()).content).toMatchObject([{ type: 'text', text: 'Hi' }]);
  });

  function answer({ path }: UpstreamRequest, response: ServerResponse): void {
    if (path.endsWith(':rawPredict')) {
      return sendJson(response, 200, {
        ...{ id: 'msg_1', type: 'message', role: 'assistant', model: CLAUDE, content: [{ type: 'text', text: 'Hi' }] },
        ...{ stop_reason: 'end_turn', stop_sequence: null, usage: { input_tokens: 7, output_tokens: 1 } },
      });
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const events = path.endsWith(':streamRawPredict')
      ? CLAUDE_EVENTS.map((event) => `event: ${(event as { type: string }).type}\ndata: ${JSON.stringify(event)}\n\n`)
      : ['Grüß ', 'Gott'].map((text, i) => {
          const candidate = { content: { role: 'model', parts: [{ text }] }, ...(i === 1 && { finishReason: 'STOP' }) };
          const usageMetadata = { promptTokenCount: 3, candidatesTokenCount: 2, totalTokenCount: 5 };
          return `data: ${JSON.stringify({ candidates: [candidate], usageMetadata, modelVersion: GEMINI })}\n\n`;
        });
    response.end(events.join(''));
  }
});
