import type { ServerResponse } from 'node:http';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { expectedAuthorization } from '../../../libs/relay/src/adapters/aws-bedrock/__fixtures__/expected-signature';
import {
  chunkFrame,
  CLAUDE_EVENTS,
  exceptionFrame,
} from '../../../libs/relay/src/adapters/aws-bedrock/__fixtures__/frames';
import { FakeUpstream, sendJson, type UpstreamRequest } from '../../harness/fake-upstream';
import { GatewayProcess, ROOT_KEY } from '../../harness/gateway-process';
import { waitFor } from '../../harness/wait-for';

const MODEL = 'claude-next-20990101';
const KEY = { region: 'us-east-1', accessKeyId: 'AKIDTEST', secretAccessKey: 'secret/+key' };
const MESSAGES: Anthropic.MessageParam[] = [{ role: 'user', content: 'Hello' }];
const ANSWER = {
  ...{ id: 'msg_1', type: 'message', role: 'assistant', model: MODEL },
  ...{ content: [{ type: 'text', text: 'Grüß Gott 晴' }], stop_reason: 'end_turn', stop_sequence: null },
  usage: { input_tokens: 7, output_tokens: 5 },
};

describe('Bedrock (real: gateway and official clients; played here: the host, with signatures checked and frames in pieces)', () => {
  let gateway: GatewayProcess;
  let host: FakeUpstream;
  let anthropic: Anthropic;

  beforeAll(async () => {
    host = await FakeUpstream.start();
    gateway = await GatewayProcess.start();
    const { management } = gateway;
    const models = [MODEL, 'by-api-key', 'twice'];
    await management.setOption('ModelRatio', Object.fromEntries(models.map((model) => [model, 1])));
    await management.setOption('RetryTimes', 2);
    const { region, accessKeyId, secretAccessKey } = KEY;
    await management.addChannel(host.url, [MODEL], {
      ...{ type: 35, key: `${accessKeyId}|${secretAccessKey}|${region}` },
      config: JSON.stringify({ cross: 'us' }),
    });
    await management.addChannel(host.url, ['by-api-key'], {
      ...{ type: 35, key: 'bedrock-api-key', config: JSON.stringify({ region: 'eu-west-1' }) },
      model_mapping: JSON.stringify({ 'by-api-key': 'eu.anthropic.claude-3-haiku-20240307-v1:0' }),
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
  });

  it('streams Claude to Anthropic’s client, signed, metered by its own figures', async () => {
    const message = await anthropic.messages
      .stream(
        { model: MODEL, max_tokens: 50, messages: MESSAGES },
        { headers: { 'anthropic-beta': 'context-1m-2025-08-07,new-one' } },
      )
      .finalMessage();
    expect(message.content).toMatchObject([{ type: 'text', text: 'Grüß Gott 晴' }]);
    expect(message.stop_reason).toBe('end_turn');
    const seen = host.requests[0]!;
    expect(seen.path).toBe(`/model/us.anthropic.${MODEL}-v1%3A0/invoke-with-response-stream`);
    expect(seen.body).toEqual({
      anthropic_version: 'bedrock-2023-05-31',
      anthropic_beta: ['context-1m-2025-08-07'],
      max_tokens: 50,
      messages: MESSAGES,
    });
    expect(seen.headers['authorization']).toBe(expectedAuthorization(seen.path, seen.headers, seen.raw, KEY));
    expect(seen.headers['anthropic-version']).toBeUndefined();
    const row = await waitFor(async () => (await gateway.management.logs('&type=2'))[0], 'a log row');
    expect(row).toMatchObject({ prompt_tokens: 7, completion_tokens: 5, is_estimated: false, end_state: 'completed' });
  });

  it('answers in one piece', async () => {
    const message = await anthropic.messages.create({ model: MODEL, max_tokens: 50, messages: MESSAGES });
    expect(message).toMatchObject({ content: ANSWER.content, usage: ANSWER.usage });
    expect(host.requests[0]!.path).toMatch(/\/invoke$/);
  });

  it('serves OpenAI’s client by conversion, with an API key', async () => {
    const openai = new OpenAI({ apiKey: ROOT_KEY, baseURL: `${gateway.url}/v1`, maxRetries: 0 });
    const messages = [{ role: 'user' as const, content: 'Hello' }];
    const completion = await openai.chat.completions
      .stream({ model: 'by-api-key', messages, stream_options: { include_usage: true } })
      .finalChatCompletion();
    expect(completion.choices[0]!.message.content).toBe('Grüß Gott 晴');
    expect(completion.usage).toMatchObject({ prompt_tokens: 7, completion_tokens: 5 });
    const seen = host.requests[0]!;
    expect(seen.headers['authorization']).toBe('Bearer bedrock-api-key');
    expect(seen.path).toBe('/model/eu.anthropic.claude-3-haiku-20240307-v1%3A0/invoke-with-response-stream');
  });

  it('tells an exception within a stream as an error of the caller’s dialect', async () => {
    host.handler = (_, response) => {
      begin(response);
      response.end(
        Buffer.concat([
          ...CLAUDE_EVENTS.slice(0, 3).map(chunkFrame),
          exceptionFrame('modelStreamErrorException', 'Amazon Bedrock broke'),
        ]),
      );
    };
    const broken = anthropic.messages.stream({ model: MODEL, max_tokens: 50, messages: MESSAGES }).finalMessage();
    const error = await broken.then(
      () => undefined,
      (thrown: Error) => thrown,
    );
    expect(error).toBeInstanceOf(Anthropic.APIError);
    expect(String(error)).not.toMatch(/amazon|bedrock|aws/i);
  });

  it.each([
    [403, 'The security token included in the request is invalid', 502],
    [400, 'The provided model identifier is invalid.', 502],
    [400, 'max_tokens: must be at most 4096 with Amazon Bedrock', 400],
    [429, 'Too many requests to anthropic.claude', 429],
  ])('a refusal of %d "%s" is told as %d, without the host’s name', async (status, message, told) => {
    host.handler = (_, response) => sendJson(response, status, { message });
    const refused = anthropic.messages.create({ model: MODEL, max_tokens: 50, messages: MESSAGES });
    const error = (await refused.catch((thrown: unknown) => thrown)) as InstanceType<typeof Anthropic.APIError>;
    expect(error.status).toBe(told);
    expect(JSON.stringify(error.error)).not.toMatch(/amazon|bedrock|aws|anthropic\./i);
  });

  async function answer({ path }: UpstreamRequest, response: ServerResponse): Promise<void> {
    if (path.endsWith('/invoke')) return sendJson(response, 200, ANSWER);
    begin(response);
    const bytes = Buffer.concat(CLAUDE_EVENTS.map(chunkFrame));
    for (let at = 0; at < bytes.length; at += 97) {
      response.write(bytes.subarray(at, at + 97));
      await new Promise((resolve) => setImmediate(resolve));
    }
    response.end();
  }
});

function begin(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
}
