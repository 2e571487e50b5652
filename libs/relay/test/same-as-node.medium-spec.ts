import { createServer, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import fc from 'fast-check';
import { CallersServer, until } from './support/callers-server';

describe("callers' connections (real: sockets and Node's server)", () => {
  let server: CallersServer;
  beforeEach(async () => {
    server = await new CallersServer().start();
  });
  afterEach(() => server.stop());

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
          server.served.length = 0;
          const text = `POST ${url} HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\n${lines.map((text) => `${text}\r\n`).join('')}\r\nabc${end}`;
          const { socket, heard } = server.open();
          socket.write(text, 'latin1');
          await until(() => heard().includes('\r\n\r\n'), 'an answer');
          socket.destroy();
          if (server.served.length === 0) return;
          // The same bytes, to Node alone.
          const own = await askNode(text.slice(0, text.indexOf('\r\n\r\n') + 4 + 3));
          expect(own).toMatchObject({ url: server.served[0]!.request.url, body: server.served[0]!.body });
          for (const name of ['authorization', 'origin'] as const)
            expect(own.headers[name]).toBe(server.served[0]!.request.headers[name]);
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
