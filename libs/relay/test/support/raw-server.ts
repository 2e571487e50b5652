import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

/** A server that says whatever bytes a test wants. */
export interface RawServer {
  port: number;
  /** Connections so far, in the order in which they came. */
  sockets: Socket[];
  stop(): Promise<void>;
}

/** `onRequest` is called for every complete request (with content-length) on a connection. */
export function startRawServer(
  onRequest: (socket: Socket, request: string) => void,
  tls?: { key: string; cert: string },
): Promise<RawServer> {
  const sockets: Socket[] = [];
  const server = tls === undefined ? createServer(serve) : createTlsServer(tls, serve);
  server.on('connection', (socket: Socket) => {
    // With TLS these are the sockets below it: they end when the test does.
    if (tls !== undefined) raw.push(socket);
  });
  const raw: Socket[] = [];

  function serve(socket: Socket): void {
    sockets.push(socket);
    socket.setNoDelay(true);
    let text = '';
    socket.on('error', () => socket.destroy());
    socket.on('data', (piece: Buffer) => {
      text += piece.toString('latin1');
      for (;;) {
        const end = requestEnd(text);
        if (end === undefined) return;
        const request = text.slice(0, end);
        text = text.slice(end);
        onRequest(socket, request);
      }
    });
  }

  return listen(server, sockets, raw);
}

function requestEnd(text: string): number | undefined {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return undefined;
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, head))?.[1] ?? '0';
  const end = head + 4 + Number(length);
  return text.length < end ? undefined : end;
}

async function listen(server: Server, sockets: Socket[], raw: Socket[]): Promise<RawServer> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    port: (server.address() as AddressInfo).port,
    sockets,
    stop: async () => {
      for (const socket of [...sockets, ...raw]) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}
