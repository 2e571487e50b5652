import type { Socket } from 'node:net';
import type { ChannelTarget } from '@app/channel';
import { SystemClock } from '@app/kernel';
import { type AppConfig, EgressGuard } from '@app/platform';
import { TokenServer } from '../../../test/harness/token-server';
import { channel } from '../src/adapters/__fixtures__/channel';
import { expectedAuthorization } from '../src/adapters/aws-bedrock/__fixtures__/expected-signature';
import { CLAUDE_EVENTS, chunkFrame, exceptionFrame } from '../src/adapters/aws-bedrock/__fixtures__/frames';
import type { AnswerReader } from '../src/adapters/answer-reader';
import { decodeCall, type Endpoint } from '../src/adapters/decode-call';
import { RelayCall } from '../src/pipeline/relay-call';
import type { ReplyWriter } from '../src/pipeline/reply-writer';
import { makePlans } from '../src/pipeline/__fixtures__/make-plans';
import { UpstreamConnections } from '../src/transport/upstream-connections';
import { CollectAnswer } from './support/collect-answer';
import { startRawServer, type RawServer } from './support/raw-server';

const SMALL = 13;
const CONFIG = { relay: { connectTimeoutSeconds: 5 } } as AppConfig;

describe('calls to hosts (real: plans, connections, sockets; scripted: the hosts, in small pieces)', () => {
  const egress = new EgressGuard(['127.0.0.1']);
  const plans = makePlans(new SystemClock(), egress);
  let connections: UpstreamConnections;
  let server: RawServer;
  let seen: string[];
  let answer: (socket: Socket) => Promise<void>;

  beforeEach(async () => {
    connections = new UpstreamConnections(CONFIG, egress);
    seen = [];
    server = await startRawServer((socket, request) => {
      seen.push(request);
      void answer(socket);
    });
  });
  afterEach(async () => {
    await connections.onApplicationShutdown();
    await server.stop();
  });

  async function call(endpoint: Endpoint, body: object, changes: Partial<ChannelTarget>) {
    const target = channel({ baseUrl: `http://127.0.0.1:${server.port}`, ...changes });
    const made = new RelayCall('id', 0, '', {} as ReplyWriter);
    made.body = Buffer.from(JSON.stringify(body));
    made.request = decodeCall(
      endpoint,
      made.body,
      endpoint === 'generate' ? { model: 'gemini-x', isStream: true } : {},
    );
    made.upstreamModel = made.request.model;
    const plan = await plans.plan(made, target);
    const lease = connections.lease(plan.upstream.origin, undefined, Date.now());
    const collect = new CollectAnswer();
    const reader = plan.openReader();
    const parts: Buffer[] = [];
    const keep = (bytes: Buffer | undefined): unknown => bytes !== undefined && parts.push(bytes);
    collect.onResponseData = (_, chunk) => keep(reader.feed(chunk));
    lease.send(plan.upstream, plan.body, collect);
    const { status, headers } = await collect.answer;
    keep(reader.flush());
    lease.release(Date.now());
    return { plan, reader, status, type: String(headers['content-type']), text: Buffer.concat(parts).toString() };
  }

  const inPieces =
    (contentType: string, bytes: Buffer) =>
    async (socket: Socket): Promise<void> => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-type: ${contentType}\r\ntransfer-encoding: chunked\r\n\r\n`);
      for (let at = 0; at < bytes.length; at += SMALL) {
        const piece = bytes.subarray(at, at + SMALL);
        socket.write(`${piece.length.toString(16)}\r\n`);
        socket.write(piece);
        socket.write('\r\n');
        await new Promise((resolve) => setImmediate(resolve));
      }
      socket.write('0\r\n\r\n');
    };

  describe('Bedrock', () => {
    const key = { region: 'eu-central-1', accessKeyId: 'AKID', secretAccessKey: 'se/cr+et' };
    const changes = { type: 35, key: 'AKID|se/cr+et|eu-central-1' };
    const body = {
      model: 'claude-3-haiku-20240307',
      stream: true,
      max_tokens: 5,
      messages: [{ role: 'user', content: '晴' }],
    };
    const frames = 'application/vnd.amazon.eventstream';

    it('gets a signature over what arrives, and streams frames in whatever pieces', async () => {
      answer = inPieces(frames, Buffer.concat(CLAUDE_EVENTS.map(chunkFrame)));
      const { plan, reader, text, type } = await call('messages', body, changes);
      expect(type).toBe(plan.streamType);
      expect(text).toContain('"Gott 晴"');
      expectComplete(reader, 7, 5);
      const { path, headers, bytes } = arrived(seen[0]!);
      expect(path).toBe('/model/anthropic.claude-3-haiku-20240307-v1%3A0/invoke-with-response-stream');
      expect(headers['authorization']).toBe(expectedAuthorization(path, headers, bytes, key));
      expect(headers['host']).toBe(`127.0.0.1:${server.port}`);
    });

    it('serves OpenAI’s callers the same way, on a connection that is used again', async () => {
      answer = inPieces(frames, Buffer.concat(CLAUDE_EVENTS.map(chunkFrame)));
      for (let i = 0; i < 3; i++) {
        const { reader, text } = await call('chat', body, changes);
        expect(text).toMatch(/"content":"Gott 晴"[^]*\[DONE\]/);
        expectComplete(reader, 7, 5);
      }
      expect(server.sockets).toHaveLength(1);
    });

    it('is heard when it fails midway', async () => {
      const bytes = Buffer.concat([chunkFrame(CLAUDE_EVENTS[0]!), exceptionFrame('throttlingException', 'slow down')]);
      answer = inPieces(frames, bytes);
      const { reader } = await call('messages', body, changes);
      expect(reader).toMatchObject({ isDone: false, error: { status: 429 } });
    });
  });

  describe('Vertex', () => {
    let tokens: TokenServer;
    beforeEach(async () => (tokens = await TokenServer.start()));
    afterEach(() => tokens.stop());
    const changes = () => ({ type: 42, key: '', config: { gcp_account: tokens.account(), region: 'us-east5' } });

    it('gets a token, and streams Claude', async () => {
      const events = CLAUDE_EVENTS.map((event) => `event: x\ndata: ${JSON.stringify(event)}\n\n`).join('');
      answer = inPieces('text/event-stream', Buffer.from(events));
      const body = {
        model: 'claude-opus-4-6',
        stream: true,
        max_tokens: 5,
        messages: [{ role: 'user', content: 'hi' }],
      };
      const { reader, text } = await call('messages', body, changes());
      expect(text).toBe(events);
      expectComplete(reader, 7, 5);
      const { path, headers } = arrived(seen[0]!);
      expect(path).toMatch(
        /^\/v1\/projects\/my-project\/locations\/us-east5\/publishers\/anthropic\/models\/claude-opus-4-6:/,
      );
      expect(headers['authorization']).toBe('Bearer token-1');
    });

    it('streams Gemini', async () => {
      const candidate = { content: { role: 'model', parts: [{ text: 'hi' }] }, finishReason: 'STOP' };
      const usageMetadata = { promptTokenCount: 3, candidatesTokenCount: 2, totalTokenCount: 5 };
      const event = `data: ${JSON.stringify({ candidates: [candidate], usageMetadata })}\n\n`;
      answer = inPieces('text/event-stream', Buffer.from(event));
      const { reader, text } = await call(
        'generate',
        { contents: [{ role: 'user', parts: [{ text: 'hi' }] }] },
        changes(),
      );
      expect(text).toBe(event);
      expect(reader.usage).toMatchObject({ input: 3, output: 2 });
      expect(arrived(seen[0]!).path).toMatch(/publishers\/google\/models\/gemini-x:streamGenerateContent\?alt=sse$/);
    });
  });

  it('Azure streams chat, filters’ words and all', async () => {
    const chunk = (choices: object[], more: object = {}) =>
      `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'x', choices, ...more })}\n\n`;
    const events =
      chunk([], { prompt_filter_results: [] }) +
      chunk([{ index: 0, delta: { role: 'assistant', content: 'hi' }, finish_reason: 'stop' }]) +
      chunk([], { usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 } }) +
      'data: [DONE]\n\n';
    answer = inPieces('text/event-stream', Buffer.from(events));
    const body = {
      model: 'gpt-3.5-turbo',
      stream: true,
      stream_options: { include_usage: true },
      messages: [{ role: 'user', content: 'hi' }],
    };
    const { reader, text } = await call('chat', body, { type: 3, key: 'k', config: { api_version: '2024-10-21' } });
    expect(text).toBe(events);
    expectComplete(reader, 3, 2);
    const { path, headers, bytes } = arrived(seen[0]!);
    expect(path).toBe('/openai/deployments/gpt-35-turbo/chat/completions?api-version=2024-10-21');
    expect(headers).toMatchObject({ 'api-key': 'k' });
    expect(JSON.parse(bytes.toString())).toEqual(body);
  });
});

function expectComplete(reader: AnswerReader, input: number, output: number): void {
  expect(reader).toMatchObject({ isDone: true, error: undefined, usage: { input, output } });
}

/** The request as it came over the wire, which the server keeps as latin1. */
function arrived(request: string) {
  const end = request.indexOf('\r\n\r\n');
  const [first, ...lines] = request.slice(0, end).split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  );
  return { path: first!.split(' ')[1]!, headers, bytes: Buffer.from(request.slice(end + 4), 'latin1') };
}
