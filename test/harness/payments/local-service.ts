import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ServiceRequest {
  method: string;
  /** With the query. */
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface ServiceAnswer {
  status: number;
  headers?: Record<string, string>;
  body: string;
}

/** An HTTP service of our own on this machine, in place of a payment service; keeps what it was asked. */
export class LocalService {
  readonly requests: ServiceRequest[] = [];
  private readonly server: Server;

  constructor(public handler: (request: ServiceRequest) => ServiceAnswer) {
    this.server = createServer((incoming, outgoing) => {
      const parts: Buffer[] = [];
      incoming.on('data', (part: Buffer) => parts.push(part));
      incoming.on('end', () => {
        const body = Buffer.concat(parts).toString('utf8');
        const request = { method: incoming.method!, path: incoming.url!, headers: incoming.headers, body };
        this.requests.push(request);
        const { status, headers, body: text } = this.handler(request);
        outgoing.writeHead(status, headers);
        outgoing.end(text);
      });
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}
