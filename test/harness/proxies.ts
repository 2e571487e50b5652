import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A forwarding proxy of our own; `targets` lists what was asked for. */
export interface TestProxy {
  url: string;
  targets: string[];
  stop(): Promise<void>;
}

/** HTTP proxy with CONNECT. */
export async function startHttpProxy(): Promise<TestProxy> {
  const targets: string[] = [];
  const server = createHttpServer();
  server.on('connect', (request, client: Socket) => {
    targets.push(request.url!);
    const [host, port] = request.url!.split(':');
    const upstream = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      join(client, upstream);
    });
  });
  return listen(server, 'http', targets);
}

/** SOCKS5 proxy with user name and password. */
export async function startSocksProxy(user: string, password: string): Promise<TestProxy> {
  const targets: string[] = [];
  const server = createServer((client) => {
    client.once('data', () => {
      client.write(Buffer.from([5, 2]));
      client.once('data', (login) => {
        const name = login.subarray(2, 2 + login[1]!).toString();
        const secret = login.subarray(3 + login[1]!).toString();
        if (name !== user || secret !== password) return client.end(Buffer.from([1, 1]));
        client.write(Buffer.from([1, 0]));
        client.once('data', (request) => {
          const { host, port } = readTarget(request);
          targets.push(`${host}:${port}`);
          const upstream = connect(port, host, () => {
            client.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
            join(client, upstream);
          });
        });
      });
    });
  });
  return listen(server, 'socks5', targets);
}

function readTarget(request: Buffer): { host: string; port: number } {
  if (request[3] === 1) return { host: [...request.subarray(4, 8)].join('.'), port: request.readUInt16BE(8) };
  const length = request[4]!;
  return { host: request.subarray(5, 5 + length).toString(), port: request.readUInt16BE(5 + length) };
}

function join(a: Socket, b: Socket): void {
  a.pipe(b).pipe(a);
  for (const socket of [a, b]) socket.on('error', () => socket.destroy());
}

async function listen(server: Server, scheme: string, targets: string[]): Promise<TestProxy> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    targets,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}
