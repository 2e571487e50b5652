import { createServer, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { waitFor } from '../../../../test/harness/wait-for';
import type { CallerRequest } from '../../src/ingress/caller-request';
import { CallerConnections } from '../../src/ingress/http1/caller-connections';
import type { DirectResponse } from '../../src/ingress/http1/direct-response';

/** A call that was read here and not by Node. */
export interface Served {
  request: CallerRequest;
  response: DirectResponse;
  body: string | undefined;
  isGone: boolean;
}

/** A caller's side of a connection. */
export interface CallerSocket {
  socket: Socket;
  heard: () => string;
  isEnded: () => boolean;
}

/** Longest body that is taken here. */
export const LIMIT = 2_000_000;

/** Callers' connections in front of Node's server, both with handlers that tell whose an answer is. */
export class CallersServer {
  readonly served: Served[] = [];
  readonly byNode: { request: IncomingMessage; body: string }[] = [];
  /** Connections that Node was given. */
  given = 0;
  onCall: (call: Served) => void = echo;
  readonly http = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString('latin1')));
    request.on('end', () => {
      this.byNode.push({ request, body });
      response.end(`node:${body}`);
    });
  });
  readonly connections = new CallerConnections(
    {
      accepts: ({ url, length }) => url.startsWith('/v1/') && length <= LIMIT,
      serve: (request, response) => {
        const call = this.note(request, response);
        request.readBody(LIMIT, (body) => {
          call.body = body.toString();
          this.onCall(call);
        });
      },
    },
    0,
  );
  private readonly sockets: Socket[] = [];

  async start(): Promise<this> {
    this.http.on('connection', () => this.given++);
    this.connections.attach(this.http);
    await new Promise<void>((done) => this.http.listen(0, '127.0.0.1', done));
    return this;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.connections.destroy();
    this.http.closeAllConnections();
    await new Promise((done) => this.http.close(done));
  }

  open(): CallerSocket {
    const socket = connect((this.http.address() as AddressInfo).port, '127.0.0.1');
    let text = '';
    let isEnded = false;
    socket.on('data', (piece: Buffer) => (text += piece.toString('latin1')));
    socket.on('close', () => (isEnded = true));
    socket.on('error', () => undefined);
    this.sockets.push(socket);
    return { socket, heard: () => text, isEnded: () => isEnded };
  }

  note(request: CallerRequest, response: DirectResponse): Served {
    const call: Served = { request, response, body: undefined, isGone: false };
    this.served.push(call);
    response.onGone = () => (call.isGone = true);
    return call;
  }
}

/** Answers with what was asked, so that each answer shows whose it is. */
export function echo({ response, body }: Served): void {
  const bytes = Buffer.from(`direct:${body}`);
  response.whole(200, ['content-length', String(bytes.length)], bytes, false);
}

/** A plain call as bytes. */
export function plainCall(body: string, ...headers: string[]): string {
  return ['POST /v1/x HTTP/1.1', 'host: x', `content-length: ${body.length}`, ...headers, '', body].join('\r\n');
}

export function until(isTrue: () => boolean, what: string): Promise<boolean> {
  return waitFor(() => isTrue() || undefined, what);
}
