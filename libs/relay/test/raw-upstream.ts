import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { buildConnector } from 'undici';
import type { AnswerController, AnswerHandler, AnswerHeaders } from '../src/transport/http1/answer-handler';
import { requestHead } from '../src/transport/http1/request-head';
import { sharedReads } from '../src/transport/http1/shared-reads';
import { TurnWrites } from '../src/transport/http1/turn-writes';
import { UpstreamConnection } from '../src/transport/http1/upstream-connection';

/** A server that says bytes: what it does with each request is the test's business. */
export class RawUpstream {
  readonly sockets: Socket[] = [];
  private constructor(private readonly server: Server) {}

  /** `onRequest` is called when all of a request with a body of the told length has come. */
  static async start(onRequest: (socket: Socket, body: string, count: number) => void): Promise<RawUpstream> {
    let count = 0;
    const server = createServer((socket) => {
      upstream.sockets.push(socket);
      let text = '';
      socket.on('error', () => undefined);
      socket.on('data', (bytes) => {
        text += bytes.toString('latin1');
        for (;;) {
          const end = text.indexOf('\r\n\r\n');
          const length = Number(/content-length: (\d+)/.exec(text)?.[1]);
          if (end < 0 || text.length < end + 4 + length) return;
          const body = text.slice(end + 4, end + 4 + length);
          text = text.slice(end + 4 + length);
          onRequest(socket, body, ++count);
        }
      });
    });
    const upstream = new RawUpstream(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return upstream;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  connection(): UpstreamConnection {
    const target = {
      hostname: '127.0.0.1',
      host: `127.0.0.1:${this.port}`,
      protocol: 'http:',
      port: String(this.port),
    };
    return new UpstreamConnection(target, buildConnector({ timeout: 2_000, ...sharedReads() }), new TurnWrites(() => false));
  }
}

export interface Answer {
  status: number;
  headers: AnswerHeaders;
  body: string;
  error: Error | undefined;
}

/** Collects one answer; `controller` is there once the call has started. */
export class Collector implements AnswerHandler {
  controller: AnswerController | undefined;
  readonly answer: Answer = { status: 0, headers: {}, body: '', error: undefined };
  ends = 0;
  private readonly parts: Buffer[] = [];
  private resolve!: (answer: Answer) => void;
  readonly done = new Promise<Answer>((resolve) => (this.resolve = resolve));

  constructor(private readonly onData: (controller: AnswerController) => void = () => undefined) {}

  onRequestStart(controller: AnswerController): void {
    this.controller = controller;
  }

  onResponseStart(_: AnswerController, status: number, headers: AnswerHeaders): void {
    if (status < 200) return;
    this.answer.status = status;
    this.answer.headers = headers;
  }

  onResponseData(controller: AnswerController, chunk: Buffer): void {
    this.parts.push(chunk);
    this.onData(controller);
  }

  onResponseEnd(): void {
    this.end();
  }

  onResponseError(_: AnswerController, error: Error): void {
    this.answer.error = error;
    this.end();
  }

  private end(): void {
    this.ends++;
    this.answer.body = Buffer.concat(this.parts).toString('utf8');
    this.resolve(this.answer);
  }
}

export function ask(connection: UpstreamConnection, body: string, collector = new Collector()): Promise<Answer> {
  connection.send(requestHead('http://upstream', '/', []), Buffer.from(body), collector);
  return collector.done;
}
