import { request as httpRequest } from 'node:http';
import { FakeUpstream, chatAnswer, sendJson, type UpstreamHandler } from '../../harness/fake-upstream';
import { GatewayProcess, ROOT_KEY } from '../../harness/gateway-process';
import { callRelay } from '../../harness/relay-client';
import { waitFor } from '../../harness/wait-for';

interface Element {
  candidates?: { content?: { parts?: { text?: string }[] }; finishReason?: string }[];
  usageMetadata?: { promptTokenCount: number; candidatesTokenCount: number };
  error?: { code: number; status: string; message: string };
}

const body = { contents: [{ role: 'user', parts: [{ text: 'hi' }] }] };
const part = (text: string, more: object = {}) => ({
  candidates: [{ content: { role: 'model', parts: [{ text }] }, index: 0, ...more }],
});
const usageMetadata = { promptTokenCount: 10, candidatesTokenCount: 5, totalTokenCount: 15 };

/** Streams as Google does when asked for events, with line breaks in the data as some relays have them. */
const generateAnswer: UpstreamHandler = async (_, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const text of ['Hel', 'lo ']) {
    response.write(`: comment\r\n\r\ndata: ${JSON.stringify(part(text))}\r\n\r\n`);
    await new Promise((done) => setTimeout(done, 30));
  }
  response.end(`data: ${JSON.stringify({ ...part('there', { finishReason: 'STOP' }), usageMetadata })}\r\n\r\n`);
};

describe("Gemini's stream as an array (real: gateway; simulated: upstreams)", () => {
  let gateway: GatewayProcess;
  let native: FakeUpstream;
  let chat: FakeUpstream;

  beforeAll(async () => {
    native = await FakeUpstream.start(generateAnswer);
    chat = await FakeUpstream.start();
    gateway = await GatewayProcess.start({ env: { RELAY_HEARTBEAT: '1' } });
    const { management } = gateway;
    await management.setOption('ModelRatio', { 'native-model': 1, 'chat-model': 1 });
    await management.addChannel(native.url, ['native-model'], { config: '{"protocols":"gemini-generate"}' });
    await management.addChannel(chat.url, ['chat-model'], { config: '{"protocols":"openai-chat"}' });
  });

  afterAll(async () => {
    await gateway.remove();
    await Promise.all([native.stop(), chat.stop()]);
  });

  beforeEach(() => {
    native.handler = generateAnswer;
    chat.handler = chatAnswer();
  });

  const address = (model: string, query = '') => `${gateway.url}/v1beta/models/${model}:streamGenerateContent${query}`;
  const call = (model: string, key = ROOT_KEY) =>
    callRelay(address(model), { body, headers: { 'x-goog-api-key': key } });
  const read = (text: string) => JSON.parse(text) as Element[];
  const textOf = (elements: Element[]) =>
    elements
      .map(({ candidates }) => candidates?.[0]?.content?.parts?.map(({ text }) => text ?? '').join('') ?? '')
      .join('');

  it.each(['native-model', 'chat-model'])(
    '%s: is valid JSON whose last element has reason and usage',
    async (model) => {
      const reply = await call(model);
      expect([reply.status, reply.headers['content-type']]).toEqual([200, 'application/json; charset=UTF-8']);
      expect(reply.text).toMatch(/^\[\{.*\},\r\n\{.*\}\]$/s);
      const elements = read(reply.text);
      expect(textOf(elements)).toBe('Hello there');
      expect(elements[elements.length - 1]).toMatchObject({
        candidates: [{ finishReason: 'STOP' }],
        usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 5 },
      });
      const id = reply.headers['x-request-id'] as string;
      const [row] = await waitFor(async () => {
        const rows = await gateway.management.logs(`&request_id=${id}`);
        return rows.length > 0 ? rows : undefined;
      }, 'the row');
      expect(row).toMatchObject({ is_stream: true, prompt_tokens: 10, completion_tokens: 5, end_state: 'completed' });
    },
  );

  it('asks the upstream for events, and hands elements on as they come', async () => {
    native.requests.length = 0;
    const parts = await new Promise<string[]>((done, fail) => {
      const seen: string[] = [];
      const request = httpRequest(
        address('native-model', `?key=${ROOT_KEY}`),
        { method: 'POST', agent: false, headers: { 'content-type': 'application/json' } },
        (response) => {
          response.on('data', (piece: Buffer) => seen.push(piece.toString()));
          response.on('end', () => done(seen));
        },
      );
      request.on('error', fail);
      request.end(JSON.stringify(body));
    });
    expect(native.requests[0]!.path).toBe('/v1beta/models/native-model:streamGenerateContent?alt=sse');
    expect(parts.length).toBeGreaterThanOrEqual(3);
    expect(read(`${parts[0]}]`)).toEqual([part('Hel')]);
  });

  it('stays events where alt=sse asks for them', async () => {
    const reply = await callRelay(address('chat-model', '?alt=sse'), { key: ROOT_KEY, body });
    expect(reply.headers['content-type']).toMatch(/^text\/event-stream/);
    expect(reply.text).toMatch(/^data: \{/);
  });

  it('keeps a slow answer alive with white space', async () => {
    chat.handler = async (request, response) => {
      await new Promise((done) => setTimeout(done, 2_600));
      await chatAnswer()(request, response);
    };
    const reply = await call('chat-model');
    expect(reply.text).toMatch(/^\n+\[\{/);
    expect(textOf(read(reply.text))).toBe('Hello there');
  });

  it.each([
    ['native-model', () => native],
    ['chat-model', () => chat],
  ])('%s: ends an array that breaks with an error as its last element', async (model, upstream) => {
    upstream().handler = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const event =
        model === 'native-model'
          ? part('Hel')
          : { choices: [{ index: 0, delta: { content: 'Hel' }, finish_reason: null }] };
      response.write(`data: ${JSON.stringify(event)}\n\n`);
      setTimeout(() => response.destroy(), 50);
    };
    const reply = await call(model);
    const elements = read(reply.text);
    expect(textOf(elements)).toBe('Hel');
    expect(elements[elements.length - 1]!.error).toMatchObject({ code: 502, status: 'INTERNAL' });
    expect(reply.isCut).toBe(false);
  });

  it("puts an error that comes before the stream into an array, as Google's server does", async () => {
    const wrongKey = await call('chat-model', 'sk-wrong');
    expect([wrongKey.status, read(wrongKey.text)[0]!.error!.status]).toEqual([401, 'UNAUTHENTICATED']);
    chat.handler = (_, response) => sendJson(response, 400, { error: { message: 'bad temperature' } });
    const refused = await call('chat-model');
    expect(refused.status).toBe(400);
    expect(read(refused.text)).toEqual([{ error: expect.objectContaining({ code: 400, status: 'INVALID_ARGUMENT' }) }]);
  });
});
