import { CallersServer, plainCall, until } from './support/callers-server';

describe("callers' connections (real: sockets and Node's server)", () => {
  let server: CallersServer;
  beforeEach(async () => {
    server = await new CallersServer().start();
  });
  afterEach(() => server.stop());

  it('carry one call after another, with the headers that clients expect of a server', async () => {
    const { socket, heard } = server.open();
    socket.write(plainCall('one', 'authorization: Bearer k'));
    await until(() => heard().endsWith('direct:one'), 'the first answer');
    expect(heard()).toMatch(
      /^HTTP\/1\.1 200 OK\r\ncontent-length: 10\r\ndate: \w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT\r\n/,
    );
    expect(heard()).toContain('\r\nconnection: keep-alive\r\nkeep-alive: timeout=75\r\n\r\ndirect:one');
    expect(server.served[0]!.request.headers.authorization).toBe('Bearer k');
    socket.write(plainCall('two'));
    await until(() => heard().endsWith('direct:two'), 'the second answer');
    expect(server.byNode).toEqual([]);
  });

  it('take a body in whatever pieces it comes', async () => {
    const { socket, heard } = server.open();
    const body = 'b'.repeat(1_000_000);
    const text = plainCall(body);
    socket.write(text.slice(0, text.length - body.length + 3));
    await until(() => server.served.length === 1, 'the head');
    expect(server.served[0]!.body).toBeUndefined();
    socket.write(text.slice(text.length - body.length + 3));
    await until(() => heard().endsWith(body), 'the answer');
    expect(server.served[0]!.body).toBe(body);
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
      const { socket, heard } = server.open();
      if (isSecond) {
        socket.write(plainCall('first'));
        await until(() => heard().endsWith('direct:first'), 'the first answer');
      }
      server.given = 0;
      for (const piece of pieces) {
        socket.write(piece);
        await until(() => server.given === 1, 'Node to be given the connection');
      }
      await until(() => heard().includes('node:') && heard().includes(answer), "Node's answer");
      // And Node keeps it.
      socket.write(plainCall('later'));
      await until(() => heard().includes('node:later'), 'a later answer');
    }
  });

  it("leave what is malformed to Node's refusal", async () => {
    for (const line of ['x-a : b', 'content-length: 4', 'x-a: b\nc: d', 'transfer-encoding: chunked']) {
      const { socket, heard } = server.open();
      socket.write(plainCall('abc', line));
      await until(() => heard().startsWith('HTTP/1.1 400'), 'the refusal');
    }
    expect(server.served).toEqual([]);
  });

  it('answer calls in the order in which they came, however many came at once', async () => {
    const { socket, heard } = server.open();
    const bodies = Array.from({ length: 3_000 }, (_, i) => `n${i}`);
    socket.write(bodies.map((body) => plainCall(body)).join(''));
    await until(() => heard().endsWith(`direct:${bodies.at(-1)}`), 'the last answer');
    expect(heard().match(/direct:n\d+/g)).toEqual(bodies.map((body) => `direct:${body}`));
  });

  it('read past the body of a call that was answered early', async () => {
    server.connections.serve = (request, response) => {
      server.served.push({ request, response, body: undefined, isGone: false });
      response.whole(401, ['content-length', '2'], 'no', false);
    };
    const { socket, heard } = server.open();
    const text = plainCall('POST /v1/evil HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n');
    socket.write(text.slice(0, text.length - 30));
    await until(() => heard().endsWith('no'), 'the early answer');
    socket.write(text.slice(text.length - 30) + plainCall('next'));
    await until(() => server.served.length === 2, 'the next call');
    expect(server.served.map(({ request }) => request.url)).toEqual(['/v1/x', '/v1/x']);
  });

  it("keep Node's back-pressure after they were given to it", async () => {
    const answer = 'n'.repeat(6_000_000);
    server.http.removeAllListeners('request');
    server.http.on('request', (_request, response) => response.end(answer));
    const { socket, heard } = server.open();
    socket.pause();
    socket.write('GET /n0 HTTP/1.1\r\nhost: x\r\n\r\nGET /n1 HTTP/1.1\r\nhost: x\r\n\r\n');
    await until(() => server.given === 1, 'Node to be given the connection');
    socket.write('GET /n2 HTTP/1.1\r\nhost: x\r\n\r\n');
    await new Promise((resolve) => setImmediate(resolve));
    socket.resume();
    await until(() => heard().split('HTTP/1.1 200').length === 4 && heard().length > 3 * answer.length, 'all answers');
  });
});
