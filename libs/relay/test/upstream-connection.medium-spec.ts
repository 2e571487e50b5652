import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildConnector } from 'undici';
import { requestHead } from '../src/transport/http1/request-head';
import { sharedReads } from '../src/transport/http1/shared-reads';
import { TurnWrites } from '../src/transport/http1/turn-writes';
import { UpstreamConnection } from '../src/transport/http1/upstream-connection';
import { waitFor } from '../../../test/harness/wait-for';
import { send } from './support/collect-answer';
import { startRawServer, type RawServer } from './support/raw-server';
import { selfSigned } from './support/self-signed';

const answerOf = (body: string): Buffer =>
  Buffer.from(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`, 'latin1');
const until = (isTrue: () => boolean, what: string): Promise<boolean> => waitFor(() => isTrue() || undefined, what);
const MEGABYTE = 1024 * 1024;

describe.each(['http', 'https'] as const)('a connection over %s (real: sockets; scripted: the server)', (scheme) => {
  let server: RawServer | undefined;
  let connections: UpstreamConnection[] = [];
  const certificate = selfSigned();
  const connector = buildConnector({ timeout: 2_000, ca: certificate.cert, ...sharedReads() });
  const writes = new TurnWrites(() => false);
  const head = requestHead('http://localhost', '/', []);

  async function start(onRequest: Parameters<typeof startRawServer>[0]): Promise<RawServer> {
    server = await startRawServer(onRequest, scheme === 'https' ? certificate : undefined);
    return server;
  }

  function open(port = server!.port, connect = connector): UpstreamConnection {
    const target = {
      hostname: '127.0.0.1',
      host: 'localhost',
      servername: 'localhost',
      protocol: `${scheme}:`,
      port: String(port),
    };
    const connection = new UpstreamConnection(target, connect, writes);
    connections.push(connection);
    return connection;
  }

  afterEach(async () => {
    for (const connection of connections) connection.close();
    connections = [];
    await server?.stop();
    server = undefined;
  });

  it('carries several calls on one socket', async () => {
    const { sockets } = await start((socket, request) =>
      socket.write(answerOf(request.slice(request.indexOf('\r\n\r\n') + 4))),
    );
    const connection = open();
    for (const body of [
      '{"n":1}',
      '{"n":2}',
      `{"text":"${'x'.repeat(300_000)}"}`,
      '{"name":"'.concat('\u00e9', '"}'),
    ]) {
      const { body: echoed } = await send(connection, head, body).answer;
      expect(Buffer.from(echoed, 'latin1').toString()).toBe(body);
      await until(() => connection.isReusable, 'the connection to be free');
    }
    expect(sockets).toHaveLength(1);
  });

  it('keeps the parts of parallel answers apart, though all sockets read into one buffer', async () => {
    const inParts = async (socket: Socket, letter: string): Promise<void> => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
      for (let i = 0; i < 20; i++) {
        socket.write(`400\r\n${letter.repeat(0x400)}\r\n`);
        await sleep(1);
      }
      socket.write('0\r\n\r\n');
    };
    await start((socket, request) => void inParts(socket, request.at(-1)!));
    const letters = [...'abcdefghij'];
    const answers = await Promise.all(letters.map((letter) => send(open(), head, letter).answer));
    expect(answers.map(({ body }) => body)).toEqual(letters.map((letter) => letter.repeat(20 * 0x400)));
  });

  it.each([
    ['a body until the end', 'HTTP/1.1 200 OK\r\n\r\nuntil the end', 'until the end'],
    ['HTTP/1.0', 'HTTP/1.0 200 OK\r\ncontent-length: 3\r\n\r\nold', 'old'],
    ['connection: close', 'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 3\r\n\r\nbye', 'bye'],
  ])('reads an answer with %s and is not used again', async (_, raw, body) => {
    await start((socket) => socket.end(raw, 'latin1'));
    const connection = open();
    expect((await send(connection, head).answer).body).toBe(body);
    expect(connection.isReusable).toBe(false);
  });

  it('notices that a server closes while the connection is idle', async () => {
    const { sockets } = await start((socket) => socket.write(answerOf('x')));
    for (const act of ['end', 'destroy'] as const) {
      const connection = open();
      await send(connection, head).answer;
      expect(connection.isReusable).toBe(true);
      sockets.at(-1)![act]();
      await until(() => !connection.isReusable, 'the close to be noticed');
    }
  });

  it.each([
    '',
    'HTTP/1.1 200 OK\r\nconte',
    'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n',
  ])('fails when the server closes after %j', async (raw) => {
    await start((socket) => socket.end(raw, 'latin1'));
    const connection = open();
    await expect(send(connection, head).answer).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    expect(connection.isReusable).toBe(false);
  });

  it('holds the server back while it is paused, and then reads everything', async () => {
    const body = 'x'.repeat(32 * MEGABYTE);
    const { sockets } = await start((socket) => socket.write(answerOf(body)));
    const call = send(open(), head);
    call.onData = () => call.controller!.pause();
    await until(() => call.bytes > 0, 'the first bytes');
    await sleep(200);
    const before = call.bytes;
    await sleep(200);
    expect(call.bytes).toBe(before);
    expect(sockets[0]!.writableLength).toBeGreaterThan(0);
    call.onData = undefined;
    call.controller!.resume();
    expect((await call.answer).body).toHaveLength(body.length);
  });

  it('serves the next call after an answer that ended while it was paused, whatever the last handler does then', async () => {
    await start((socket) => socket.write(answerOf('x')));
    const connection = open();
    const first = send(connection, head);
    first.onData = () => first.controller!.pause();
    await first.answer;
    const second = send(connection, head);
    first.controller!.pause();
    expect((await second.answer).body).toBe('x');
    const third = send(connection, head);
    first.controller!.abort(new Error('late'));
    expect((await third.answer).body).toBe('x');
  });

  it('hangs up on the server when a call is aborted, at whatever stage', async () => {
    const { sockets } = await start((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nbegin'));
    const whileConnecting = send(open(), head);
    whileConnecting.controller!.abort(new Error('while connecting'));
    await expect(whileConnecting.answer).rejects.toThrow('while connecting');
    const atHead = send(open(), head);
    atHead.onHead = () => atHead.controller!.abort(new Error('at the head'));
    await expect(atHead.answer).rejects.toThrow('at the head');
    const inBody = send(open(), head);
    inBody.onData = () => inBody.controller!.abort(new Error('in the body'));
    await expect(inBody.answer).rejects.toThrow('in the body');
    await until(() => sockets.every((socket) => socket.destroyed || socket.readableEnded), 'the server to be left');
  });

  it('takes an early answer while the request is still going out, and is not used again', async () => {
    const { sockets } = await start(() => undefined);
    const connection = open();
    const call = send(connection, head, 'x'.repeat(64 * MEGABYTE));
    await until(() => sockets.length > 0, 'the connection');
    sockets[0]!.pause();
    sockets[0]!.write('HTTP/1.1 413 Too large\r\ncontent-length: 3\r\n\r\nbig');
    expect(await call.answer).toMatchObject({ status: 413, body: 'big' });
    expect(connection.isReusable).toBe(false);
  });

  it('fails when nobody listens', async () => {
    const { port } = await start(() => undefined);
    await server!.stop();
    await expect(send(open(port), head).answer).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('survives a server that goes away in the middle of a long request', async () => {
    const { sockets } = await start(() => undefined);
    const call = send(open(), head, 'x'.repeat(64 * MEGABYTE));
    await until(() => sockets.length > 0, 'the connection');
    sockets[0]!.destroy();
    await expect(call.answer).rejects.toThrow();
  });
});

describe('a connection over TLS', () => {
  let server: RawServer | undefined;
  const head = requestHead('https://localhost', '/', []);
  const open = (port: number, options: buildConnector.BuildOptions): UpstreamConnection =>
    new UpstreamConnection(
      { hostname: '127.0.0.1', host: 'localhost', protocol: 'https:', port: String(port) },
      buildConnector({ ...options, ...sharedReads() }),
      new TurnWrites(() => false),
    );

  afterEach(() => server?.stop());

  it('sends nothing to a server whose certificate nobody vouches for', async () => {
    const requests: string[] = [];
    server = await startRawServer((_, request) => requests.push(request), selfSigned());
    await expect(send(open(server.port, {}), head).answer).rejects.toMatchObject({
      code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
    expect(requests).toEqual([]);
  });

  it('gives up in time on a server that never finishes its handshake', async () => {
    server = await startRawServer(() => undefined);
    const startedAt = performance.now();
    await expect(send(open(server.port, { timeout: 300 }), head).answer).rejects.toMatchObject({
      code: 'UND_ERR_CONNECT_TIMEOUT',
    });
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});
