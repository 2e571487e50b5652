import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import {
  readAnswer as converseAnswer,
  readStream as converseStream,
} from '../../../libs/relay/src/adapters/bedrock-converse/__fixtures__/read-fixture';
import {
  readAnswer as cohereAnswer,
  readStream as cohereStream,
} from '../../../libs/relay/src/adapters/cohere-chat/__fixtures__/read-fixture';
import {
  readAnswer as ollamaAnswer,
  readStream as ollamaStream,
} from '../../../libs/relay/src/adapters/ollama-chat/__fixtures__/read-fixture';
import { FakeUpstream } from '../../harness/fake-upstream';
import { GatewayProcess, ROOT_KEY } from '../../harness/gateway-process';
import { waitFor } from '../../harness/wait-for';

interface Vendor {
  name: string;
  type: number;
  key: string;
  /** Name of the model upstream; the channel's mapping says it. */
  model: string;
  paths: [whole: string, stream: string];
  contentType: string;
  answer: string;
  stream: Buffer;
  calls: string[];
  usage: { prompt_tokens: number; completion_tokens: number };
}

const VENDORS: Vendor[] = [
  {
    ...{ name: 'converse', type: 35, key: 'AKIDTEST|secret|us-east-1', model: 'amazon.nova-pro-v1:0' },
    paths: ['/model/amazon.nova-pro-v1%3A0/converse', '/model/amazon.nova-pro-v1%3A0/converse-stream'],
    contentType: 'application/vnd.amazon.eventstream',
    ...{ answer: converseAnswer(), stream: converseStream('tools') },
    calls: ['get_weather', 'get_time'],
    usage: { prompt_tokens: 30, completion_tokens: 12 },
  },
  {
    ...{ name: 'ollama', type: 33, key: '', model: 'qwen3', paths: ['/api/chat', '/api/chat'] },
    contentType: 'application/x-ndjson',
    ...{ answer: ollamaAnswer(), stream: ollamaStream('tools') },
    calls: ['get_temperature', 'get_temperature'],
    usage: { prompt_tokens: 169, completion_tokens: 15 },
  },
  {
    ...{ name: 'cohere', type: 37, key: 'co-key', model: 'command-a-03-2025', paths: ['/v2/chat', '/v2/chat'] },
    contentType: 'text/event-stream',
    ...{ answer: cohereAnswer(), stream: cohereStream('tools') },
    calls: ['get_weather', 'get_time'],
    usage: { prompt_tokens: 793, completion_tokens: 61 },
  },
];

describe('protocols that only upstreams speak (real: gateway and official clients; played: the vendors, from documented bytes)', () => {
  let gateway: GatewayProcess;
  let upstream: FakeUpstream;

  beforeAll(async () => {
    upstream = await FakeUpstream.start();
    gateway = await GatewayProcess.start();
    const { management } = gateway;
    await management.setOption('ModelRatio', Object.fromEntries(VENDORS.map(({ name }) => [name, 1])));
    for (const { name, type, key, model } of VENDORS) {
      const model_mapping = JSON.stringify({ [name]: model });
      await management.addChannel(upstream.url, [name], { type, key: key || 'none', model_mapping });
    }
  });

  beforeEach(() => (upstream.requests.length = 0));

  afterAll(async () => {
    await gateway.remove();
    await upstream.stop();
  });

  it.each(VENDORS)('$name streams tool calls to OpenAI’s client', async (vendor) => {
    upstream.handler = async (_, response) => {
      response.writeHead(200, { 'content-type': vendor.contentType });
      for (let at = 0; at < vendor.stream.length; at += 97) {
        response.write(vendor.stream.subarray(at, at + 97));
        await new Promise((resolve) => setImmediate(resolve));
      }
      response.end();
    };
    const client = new OpenAI({ apiKey: ROOT_KEY, baseURL: `${gateway.url}/v1`, maxRetries: 0 });
    const completion = await client.chat.completions
      .stream({
        model: vendor.name,
        messages: [{ role: 'user', content: 'Hello' }],
        tools: [...new Set(vendor.calls)].map((name) => ({
          type: 'function' as const,
          function: { name, parameters: { type: 'object', properties: { city: { type: 'string' } } } },
        })),
        stream_options: { include_usage: true },
      })
      .finalChatCompletion();
    const [choice] = completion.choices;
    expect(choice!.finish_reason).toBe('tool_calls');
    expect(choice!.message.tool_calls!.map((call) => call.type === 'function' && call.function.name)).toEqual(
      vendor.calls,
    );
    expect(completion.usage).toMatchObject(vendor.usage);
    expect(upstream.requests[0]!.path).toBe(vendor.paths[1]);
    const row = await waitFor(
      async () => (await gateway.management.logs('&type=2')).find(({ model_name }) => model_name === vendor.name),
      'a log row',
    );
    expect(row).toMatchObject({ ...vendor.usage, is_estimated: false, end_state: 'completed', is_stream: true });
  });

  it.each(VENDORS)('$name streams to a caller whose answer is kept', async (vendor) => {
    upstream.handler = (_, response) => {
      response.writeHead(200, { 'content-type': vendor.contentType });
      response.end(vendor.stream);
    };
    const client = new OpenAI({ apiKey: ROOT_KEY, baseURL: `${gateway.url}/v1`, maxRetries: 0 });
    const answer = await client.responses.stream({ model: vendor.name, input: 'Hello' }).finalResponse();
    expect(answer.status).toBe('completed');
    const calls = (output: OpenAI.Responses.ResponseOutputItem[]) =>
      output.flatMap((item) => (item.type === 'function_call' ? [item.name] : []));
    expect(calls(answer.output)).toEqual(vendor.calls);
    const kept = await client.responses.retrieve(answer.id);
    expect(calls(kept.output)).toEqual(vendor.calls);
  });

  it.each(VENDORS)('$name answers Anthropic’s client in one piece', async (vendor) => {
    upstream.handler = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(vendor.answer);
    };
    const client = new Anthropic({ apiKey: ROOT_KEY, baseURL: gateway.url, maxRetries: 0 });
    const message = await client.messages.create({
      ...{ model: vendor.name, max_tokens: 50, messages: [{ role: 'user', content: 'Hello' }] },
    });
    expect(message.content.some(({ type }) => type === 'text' || type === 'tool_use')).toBe(true);
    expect(message.usage.output_tokens).toBeGreaterThan(0);
    expect(upstream.requests[0]!.path).toBe(vendor.paths[0]);
  });

  it.each(VENDORS)('$name’s refusal is the gateway’s own, without the vendor’s name', async (vendor) => {
    upstream.handler = (_, response) => {
      response.writeHead(401, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ message: `${vendor.model}: invalid api token` }));
    };
    const client = new OpenAI({ apiKey: ROOT_KEY, baseURL: `${gateway.url}/v1`, maxRetries: 0 });
    const call = client.chat.completions.create({ model: vendor.name, messages: [{ role: 'user', content: 'Hello' }] });
    await expect(call).rejects.toMatchObject({
      status: 502,
      message: expect.not.stringContaining(vendor.model) as string,
    });
  });
});
