import type { DirectResponse } from '../src/ingress/http1/direct-response';
import { waitFor } from '../../../test/harness/wait-for';
import { CallersServer, echo, LIMIT, plainCall, until, type Served } from './support/callers-server';

describe("answers on callers' connections, and their ends (real: sockets and Node's server)", () => {
  let server: CallersServer;
  beforeEach(async () => {
    server = await new CallersServer().start();
  });
  afterEach(() => server.stop());

  it('stream in chunks that Node understands, and wait for a caller who is slow', async () => {
    let response!: DirectResponse;
    server.onCall = (stream) => {
      response = stream.response;
      response.begin(200, ['content-type', 'text/event-stream'], false);
    };
    const { socket } = server.open();
    socket.pause();
    socket.write(plainCall('go'));
    await until(() => server.served[0]?.body === 'go', 'the call');
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
    server.onCall = (stream) => (response = stream.response);
    const { socket } = server.open();
    socket.write(plainCall('wait'));
    await until(() => server.served[0]?.body === 'wait', 'the call');
    socket.end();
    await until(() => server.served[0]!.isGone, 'that he left');
    response.whole(200, ['content-length', '4'], 'late', false);
    expect(response.write('later')).toBe(true);

    server.onCall = echo;
    const second = server.open();
    second.socket.write(plainCall('a'));
    await until(() => second.heard().endsWith('direct:a'), 'an answer');
    const old = server.served[1]!;
    second.socket.write(plainCall('b'));
    await until(() => second.heard().endsWith('direct:b'), 'another answer');
    old.response.write('not yours');
    old.response.destroy();
    second.socket.write(plainCall('c'));
    await until(() => second.heard().endsWith('direct:c'), 'a third answer');
    expect(second.heard()).not.toContain('not yours');
    expect(old.isGone).toBe(false);
  });

  it('begin no further call for a caller who takes no answers, and end in time', async () => {
    server.onCall = ({ response }) => response.whole(200, ['content-length', '2000'], 'x'.repeat(2_000), false);
    const { socket } = server.open();
    socket.pause();
    const calls = plainCall('a').repeat(2_000);
    let isFlowing = true;
    for (let i = 0; i < 100 && isFlowing; i++) isFlowing = socket.write(calls);
    await until(() => server.served.length > 0, 'the first call');
    let last = -1;
    await waitFor(() => {
      const isStill = server.served.length === last;
      last = server.served.length;
      return isStill || undefined;
    }, 'calls to stop');
    expect(last).toBeLessThan(100_000);
    const before = process.memoryUsage().arrayBuffers;
    server.connections.sweep(80_000);
    server.connections.sweep(81_000);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
    socket.resume();
    await until(() => socket.closed, 'the end');
  });

  it('give no body of a caller who left while he was being looked up', async () => {
    let look!: () => void;
    server.connections.serve = (request, response) => {
      const call: Served = { request, response, body: undefined, isGone: false };
      server.served.push(call);
      response.onGone = () => (call.isGone = true);
      look = () => request.readBody(LIMIT, (body) => (call.body = body.toString()));
    };
    const { socket } = server.open();
    socket.write(plainCall('abc'));
    await until(() => server.served.length === 1, 'the call');
    socket.destroy();
    await until(() => server.served[0]!.isGone, 'that he left');
    look();
    expect(server.served[0]!.body).toBeUndefined();
  });

  it('end when idle too long, or when a body takes too long, and not before', async () => {
    server.onCall = () => undefined;
    const idle = server.open();
    const slow = server.open();
    const busy = server.open();
    await until(() => idle.socket.readyState === 'open', 'a connection');
    slow.socket.write(plainCall('half').slice(0, -2));
    busy.socket.write(plainCall('whole'));
    await until(() => server.served.length === 2, 'the calls');
    server.connections.sweep(74_000);
    server.connections.sweep(75_900);
    expect(idle.isEnded()).toBe(false);
    server.connections.sweep(77_000);
    await until(idle.isEnded, 'the idle one to end');
    server.connections.sweep(299_000);
    expect([slow.isEnded(), busy.isEnded()]).toEqual([false, false]);
    server.connections.sweep(301_000);
    await until(slow.isEnded, 'the slow one to end');
    expect(slow.heard()).toContain('HTTP/1.1 408');
    expect(busy.isEnded()).toBe(false);
  });

  it('end after their calls when the server closes', async () => {
    let response!: DirectResponse;
    server.onCall = (stream) => (response = stream.response);
    const idle = server.open();
    const busy = server.open();
    await until(() => idle.socket.readyState === 'open', 'a connection');
    busy.socket.write(plainCall('wait'));
    await until(() => server.served.length === 1, 'the call');
    server.connections.close();
    await until(idle.isEnded, 'the idle one to end');
    expect(busy.isEnded()).toBe(false);
    response.whole(200, ['content-length', '4'], 'done', true);
    await until(busy.isEnded, 'the busy one to end');
    expect(busy.heard()).toMatch(/connection: close\r\n\r\ndone$/);
  });
});

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
