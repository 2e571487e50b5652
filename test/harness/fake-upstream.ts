import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface UpstreamRequest {
  path: string;
  headers: IncomingMessage['headers'];
  /** Bytes as they came. */
  raw: Buffer;
  body: Record<string, unknown>;
}

export type UpstreamHandler = (request: UpstreamRequest, response: ServerResponse) => void | Promise<void>;

/** An upstream of our own for what aimock lacks: exact bytes, breaking off midway, silence. */
export class FakeUpstream {
  readonly requests: UpstreamRequest[] = [];
  /** Connections that the other side closed before the answer was complete. */
  abandoned = 0;
  private constructor(
    private readonly server: Server,
    public handler: UpstreamHandler,
  ) {}

  static async start(handler: UpstreamHandler = chatAnswer()): Promise<FakeUpstream> {
    const server = createServer();
    const upstream = new FakeUpstream(server, handler);
    server.on('request', (request, response) => void upstream.onRequest(request, response));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', 4096, done));
    return upstream;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  private async onRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const raw = Buffer.concat(parts);
    response.on('close', () => {
      if (!response.writableFinished) this.abandoned += 1;
    });
    const seen = { path: request.url ?? '', headers: request.headers, raw, body: parsed(raw) };
    this.requests.push(seen);
    await this.handler(seen, response);
  }
}

/** Forms are left to who reads `raw`. */
function parsed(raw: Buffer): Record<string, unknown> {
  return raw[0] === 0x7b ? (JSON.parse(raw.toString()) as Record<string, unknown>) : {};
}

export interface AnswerOptions {
  text?: string[];
  promptTokens?: number;
  completionTokens?: number;
  /** Pause between events. */
  pauseMs?: number;
}

/** Answers chat, streamed or not, as OpenAI does: usage in a stream only when asked for. */
export function chatAnswer(options: AnswerOptions = {}): UpstreamHandler {
  const text = options.text ?? ['Hel', 'lo ', 'there'];
  const usage = usageOf(options.promptTokens ?? 10, options.completionTokens ?? 5);
  return async (request, response) => {
    const model = String(request.body['model']);
    if (request.body['stream'] !== true) {
      const message = { role: 'assistant', content: text.join('') };
      sendJson(response, 200, {
        id: 'chatcmpl-1',
        object: 'chat.completion',
        created: 1,
        model,
        choices: [{ index: 0, message, finish_reason: 'stop' }],
        usage,
      });
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const asked = (request.body['stream_options'] as { include_usage?: boolean } | undefined)?.include_usage === true;
    for (const content of text) {
      // Whoever reads no more must not keep this process busy until the story is told.
      if (response.destroyed) return;
      response.write(chunk(model, [{ index: 0, delta: { content }, finish_reason: null }]));
      if (options.pauseMs !== undefined) await new Promise((resolve) => setTimeout(resolve, options.pauseMs));
    }
    response.write(chunk(model, [{ index: 0, delta: {}, finish_reason: 'stop' }]));
    if (asked) response.write(chunk(model, [], usage));
    response.end('data: [DONE]\n\n');
  };
}

export function usageOf(promptTokens: number, completionTokens: number) {
  return { prompt_tokens: promptTokens, completion_tokens: completionTokens, total_tokens: promptTokens + completionTokens };
}

export function chunk(model: string, choices: unknown[], usage?: unknown): string {
  const event = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model, choices, ...(usage === undefined ? {} : { usage }) };
  return `data: ${JSON.stringify(event)}\n\n`;
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
