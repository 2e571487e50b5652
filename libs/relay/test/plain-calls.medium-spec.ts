import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import fc from 'fast-check';
import { waitFor } from '../../../test/harness/wait-for';
import type { CallerRequest } from '../src/ingress/caller-request';
import { CallerConnections } from '../src/ingress/http1/caller-connections';
import type { DirectResponse } from '../src/ingress/http1/direct-response';

const until = (isTrue: () => boolean, what: string): Promise<boolean> => waitFor(() => isTrue() || undefined, what);

interface Served {
  request: CallerRequest;
  response: DirectResponse;
  body: string | undefined;
  isGone: boolean;
}

/** Answers with what was asked, so that each answer shows whose it is. */
function echo({ response, body }: Served): void {
  const bytes = Buffer.from(`direct:${body}`);
  response.whole(200, ['content-length', String(bytes.length)], bytes, false);
}

describe("callers' connections (real: sockets and Node's server)", () => {
  let server: Server;
  let connections: CallerConnections;
  let served: Served[];
  let byNode: { request: IncomingMessage; body: string }[];
  let onCall: (call: Served) => void;
  let sockets: Socket[];
  /** Connections that Node was given. */
  let given: number;
  const LIMIT = 2_000_000;

  beforeEach(async () => {
    served = [];
    byNode = [];
    sockets = [];
    given = 0;
    onCall = echo;
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString('latin1')));
      request.on('end', () => {
        byNode.push({ request, body });
        response.end(`node:${body}`);
      });
    });
    server.on('connection', () => given++);
    connections = new CallerConnections(
      {
        accepts: ({ url, length }) => url.startsWith('/v1/') && length <= LIMIT,
        serve: (request, response) => {
          const call: Served = { request, response, body: undefined, isGone: false };
          served.push(call);
          response.onGone = () => (call.isGone = true);
          request.readBody(LIMIT, (body) => {
            call.body = body.toString();
            onCall(call);
          });
        },
      },
      0,
    );
    connections.attach(server);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  });

  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    connections.destroy();
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });

  function open(): { socket: Socket; heard: () => string; isEnded: () => boolean } {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    let text = '';
    let isEnded = false;
    socket.on('data', (piece: Buffer) => (text += piece.toString('latin1')));
    socket.on('close', () => (isEnded = true));
    socket.on('error', () => undefined);
    sockets.push(socket);
    return { socket, heard: () => text, isEnded: () => isEnded };
  }

  const call = (body: string, ...headers: string[]): string =>
    ['POST /v1/x HTTP/1.1', 'host: x', `content-length: ${body.length}`, ...headers, '', body].join('\r\n');

  it('carry one call after another, with the headers that clients expect of a server', async () => {
    const { socket, heard } = open();
    socket.write(call('one', 'authorization: Bearer k'));
    await until(() => heard().endsWith('direct:one'), 'the first answer');
    expect(heard()).toMatch(
      /^HTTP\/1\.1 200 OK\r\ncontent-length: 10\r\ndate: \w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT\r\n/,
    );
    expect(heard()).toContain('\r\nconnection: keep-alive\r\nkeep-alive: timeout=75\r\n\r\ndirect:one');
    expect(served[0]!.request.headers.authorization).toBe('Bearer k');
    socket.write(call('two'));
    await until(() => heard().endsWith('direct:two'), 'the second answer');
    expect(byNode).toEqual([]);
  });

  it('take a body in whatever pieces it comes', async () => {
    const { socket, heard } = open();
    const body = 'b'.repeat(1_000_000);
    const text = call(body);
    socket.write(text.slice(0, text.length - body.length + 3));
    await until(() => served.length === 1, 'the head');
    expect(served[0]!.body).toBeUndefined();
    socket.write(text.slice(text.length - body.length + 3));
    await until(() => heard().endsWith(body), 'the answer');
    expect(served[0]!.body).toBe(body);
  });

  it.each([
    ['a head in two pieces', ['POST /v1/x HTTP/1.1\r\nho', 'st: x\r\ncontent-length: 3\r\n\r\nabc'], 'node:abc'],
    ['another path', ['POST /api/x HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\n\r\nabc'], 'node:abc'],
    ['another method', ['GET /v1/x HTTP/1.1\r\nhost: x\r\n\r\n'], 'node:'],
    [
      'chunks',
      ['POST /v1/x HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n'],
      'node:abc',
    ],
    [
      'a body over the limit',
      ['POST /v1/x HTTP/1.1\r\nhost: x\r\ncontent-length: 2000001\r\n\r\n', 'c'.repeat(2_000_001)],
      'ccc',
    ],
  ])('give %s to Node, even after a call of their own', async (_, pieces, answer) => {
    for (const isSecond of [false, true]) {
      const { socket, heard } = open();
      if (isSecond) {
        socket.write(call('first'));
        await until(() => heard().endsWith('direct:first'), 'the first answer');
      }
      given = 0;
      for (const piece of pieces) {
        socket.write(piece);
        await until(() => given === 1, 'Node to be given the connection');
      }
      await until(() => heard().includes('node:') && heard().includes(answer), "Node's answer");
      // And Node keeps it.
      socket.write(call('later'));
      await until(() => heard().includes('node:later'), 'a later answer');
    }
  });

  it("leave what is malformed to Node's refusal", async () => {
    for (const line of ['x-a : b', 'content-length: 4', 'x-a: b\nc: d', 'transfer-encoding: chunked']) {
      const { socket, heard } = open();
      socket.write(call('abc', line));
      await until(() => heard().startsWith('HTTP/1.1 400'), 'the refusal');
    }
    expect(served).toEqual([]);
  });

  it('answer calls in the order in which they came, however many came at once', async () => {
    const { socket, heard } = open();
    const bodies = Array.from({ length: 3_000 }, (_, i) => `n${i}`);
    socket.write(bodies.map((body) => call(body)).join(''));
    await until(() => heard().endsWith(`direct:${bodies.at(-1)}`), 'the last answer');
    expect(heard().match(/direct:n\d+/g)).toEqual(bodies.map((body) => `direct:${body}`));
  });

  it('read past the body of a call that was answered early', async () => {
    connections.serve = (request, response) => {
      served.push({ request, response, body: undefined, isGone: false });
      response.whole(401, ['content-length', '2'], 'no', false);
    };
    const { socket, heard } = open();
    const text = call('POST /v1/evil HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n');
    socket.write(text.slice(0, text.length - 30));
    await until(() => heard().endsWith('no'), 'the early answer');
    socket.write(text.slice(text.length - 30) + call('next'));
    await until(() => served.length === 2, 'the next call');
    expect(served.map(({ request }) => request.url)).toEqual(['/v1/x', '/v1/x']);
  });

  it('stream in chunks that Node understands, and wait for a caller who is slow', async () => {
    let response!: DirectResponse;
    onCall = (stream) => {
      response = stream.response;
      response.begin(200, ['content-type', 'text/event-stream'], false);
    };
    const { socket } = open();
    socket.pause();
    socket.write(call('go'));
    await until(() => served[0]?.body === 'go', 'the call');
    const piece = Buffer.from('0123456789'.repeat(50));
    let isDrained = false;
    response.onDrain = () => (isDrained = true);
    let pieces = 0;
    while (response.write(piece)) expect(++pieces).toBeLessThan(200_000);
    pieces++;
    // What comes while he is behind must not be lost or overwritten either.
    const marked = Array.from({ length: 100 }, (_, i) => `<${i}>`);
    for (const mark of marked) response.write(mark);
    expect(isDrained).toBe(false);
    let text = '';
    socket.on('data', (bytes: Buffer) => (text += bytes.toString('latin1')));
    socket.resume();
    await until(() => isDrained, 'the caller');
    response.write('');
    response.end('end');
    await until(() => text.endsWith('0\r\n\r\n'), 'the end');
    const [head, ...rest] = text.split('\r\n\r\n');
    expect(head).toContain('transfer-encoding: chunked');
    const body = joinChunks(rest.join('\r\n\r\n'));
    expect(body.length).toBe(pieces * piece.length + marked.join('').length + 3);
    expect(body.replaceAll('0123456789', '')).toBe(`${marked.join('')}end`);
  });

  it('tell of a caller who left, once, and never of the next one', async () => {
    let response!: DirectResponse;
    onCall = (stream) => (response = stream.response);
    const { socket } = open();
    socket.write(call('wait'));
    await until(() => served[0]?.body === 'wait', 'the call');
    socket.end();
    await until(() => served[0]!.isGone, 'that he left');
    response.whole(200, ['content-length', '4'], 'late', false);
    expect(response.write('later')).toBe(true);

    onCall = echo;
    const second = open();
    second.socket.write(call('a'));
    await until(() => second.heard().endsWith('direct:a'), 'an answer');
    const old = served[1]!;
    second.socket.write(call('b'));
    await until(() => second.heard().endsWith('direct:b'), 'another answer');
    old.response.write('not yours');
    old.response.destroy();
    second.socket.write(call('c'));
    await until(() => second.heard().endsWith('direct:c'), 'a third answer');
    expect(second.heard()).not.toContain('not yours');
    expect(old.isGone).toBe(false);
  });

  it('begin no further call for a caller who takes no answers, and end in time', async () => {
    onCall = ({ response }) => response.whole(200, ['content-length', '2000'], 'x'.repeat(2_000), false);
    const { socket } = open();
    socket.pause();
    const calls = call('a').repeat(2_000);
    let isFlowing = true;
    for (let i = 0; i < 100 && isFlowing; i++) isFlowing = socket.write(calls);
    await until(() => served.length > 0, 'the first call');
    let last = -1;
    await waitFor(() => {
      const isStill = served.length === last;
      last = served.length;
      return isStill || undefined;
    }, 'calls to stop');
    expect(last).toBeLessThan(100_000);
    const before = process.memoryUsage().arrayBuffers;
    connections.sweep(80_000);
    connections.sweep(81_000);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
    socket.resume();
    await until(() => socket.closed, 'the end');
  });

  it('give no body of a caller who left while he was being looked up', async () => {
    let look!: () => void;
    connections.serve = (request, response) => {
      const call: Served = { request, response, body: undefined, isGone: false };
      served.push(call);
      response.onGone = () => (call.isGone = true);
      look = () => request.readBody(LIMIT, (body) => (call.body = body.toString()));
    };
    const { socket } = open();
    socket.write(call('abc'));
    await until(() => served.length === 1, 'the call');
    socket.destroy();
    await until(() => served[0]!.isGone, 'that he left');
    look();
    expect(served[0]!.body).toBeUndefined();
  });

  it("keep Node's back-pressure after they were given to it", async () => {
    const answer = 'n'.repeat(6_000_000);
    server.removeAllListeners('request');
    server.on('request', (_request, response) => response.end(answer));
    const { socket, heard } = open();
    socket.pause();
    socket.write('GET /n0 HTTP/1.1\r\nhost: x\r\n\r\nGET /n1 HTTP/1.1\r\nhost: x\r\n\r\n');
    await until(() => given === 1, 'Node to be given the connection');
    socket.write('GET /n2 HTTP/1.1\r\nhost: x\r\n\r\n');
    await new Promise((resolve) => setImmediate(resolve));
    socket.resume();
    await until(() => heard().split('HTTP/1.1 200').length === 4 && heard().length > 3 * answer.length, 'all answers');
  });

  it('end when idle too long, or when a body takes too long, and not before', async () => {
    onCall = () => undefined;
    const idle = open();
    const slow = open();
    const busy = open();
    await until(() => idle.socket.readyState === 'open', 'a connection');
    slow.socket.write(call('half').slice(0, -2));
    busy.socket.write(call('whole'));
    await until(() => served.length === 2, 'the calls');
    connections.sweep(74_000);
    connections.sweep(75_900);
    expect(idle.isEnded()).toBe(false);
    connections.sweep(77_000);
    await until(idle.isEnded, 'the idle one to end');
    connections.sweep(299_000);
    expect([slow.isEnded(), busy.isEnded()]).toEqual([false, false]);
    connections.sweep(301_000);
    await until(slow.isEnded, 'the slow one to end');
    expect(slow.heard()).toContain('HTTP/1.1 408');
    expect(busy.isEnded()).toBe(false);
  });

  it('end after their calls when the server closes', async () => {
    let response!: DirectResponse;
    onCall = (stream) => (response = stream.response);
    const idle = open();
    const busy = open();
    await until(() => idle.socket.readyState === 'open', 'a connection');
    busy.socket.write(call('wait'));
    await until(() => served.length === 1, 'the call');
    connections.close();
    await until(idle.isEnded, 'the idle one to end');
    expect(busy.isEnded()).toBe(false);
    response.whole(200, ['content-length', '4'], 'done', true);
    await until(busy.isEnded, 'the busy one to end');
    expect(busy.heard()).toMatch(/connection: close\r\n\r\ndone$/);
  });

  it('see in every request they serve what Node sees in it', async () => {
    const line = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.constantFrom('x-a: b', 'authorization: Bearer k', 'connection: keep-alive', 'origin: o'),
      },
      fc.constantFrom(
        'content-length: 3',
        'Content-Length:3',
        'transfer-encoding: chunked',
        'x-a: \u00e9',
        'x-a:\tb\t',
      ),
      fc.constantFrom(
        'x-a : b',
        ' x',
        'x-a',
        ': b',
        'x-a: b\nc: d',
        'x-a: b\rc: d',
        'host: y',
        'connection: close',
        'expect: x',
      ),
      fc.string({ maxLength: 8 }),
    );
    const target = fc.constantFrom(
      '/v1/x',
      '/v1/x?key=a',
      '/v1/ü',
      '/v1/a b',
      '//v1',
      '/v1/%',
      'http://x/v1/x',
      '*',
      '/v1/x#y',
    );
    await fc.assert(
      fc.asyncProperty(
        target,
        fc.array(line, { maxLength: 4 }),
        fc.string({ maxLength: 3 }),
        async (url, lines, end) => {
          served = [];
          byNode = [];
          const text = `POST ${url} HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\n${lines.map((text) => `${text}\r\n`).join('')}\r\nabc${end}`;
          const { socket, heard } = open();
          socket.write(text, 'latin1');
          await until(() => heard().includes('\r\n\r\n'), 'an answer');
          socket.destroy();
          if (served.length === 0) return;
          // The same bytes, to Node alone.
          const own = await askNode(text.slice(0, text.indexOf('\r\n\r\n') + 4 + 3));
          expect(own).toMatchObject({ url: served[0]!.request.url, body: served[0]!.body });
          for (const name of ['authorization', 'origin'] as const)
            expect(own.headers[name]).toBe(served[0]!.request.headers[name]);
        },
      ),
      { numRuns: 200 },
    );
  });
});

async function askNode(
  text: string,
): Promise<{ url: string | undefined; headers: IncomingMessage['headers']; body: string }> {
  return new Promise((resolve, reject) => {
    const node = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        response.end();
        node.close();
        node.closeAllConnections();
        resolve({ url: request.url, headers: request.headers, body });
      });
    });
    node.on('clientError', (error) => {
      node.close();
      node.closeAllConnections();
      reject(error);
    });
    node.listen(0, '127.0.0.1', () =>
      connect((node.address() as AddressInfo).port, '127.0.0.1')
        .on('error', () => undefined)
        .write(text, 'latin1'),
    );
  });
}

function joinChunks(text: string): string {
  let body = '';
  for (let at = 0; ;) {
    const lineEnd = text.indexOf('\r\n', at);
    const length = parseInt(text.slice(at, lineEnd), 16);
    if (length === 0) return body;
    body += text.slice(lineEnd + 2, lineEnd + 2 + length);
    expect(text.slice(lineEnd + 2 + length, lineEnd + 4 + length)).toBe('\r\n');
    at = lineEnd + 4 + length;
  }
}
