import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { AppError, Clock } from '@app/kernel';
import type { AppConfig } from '@app/platform';
import { decodeTextRequest } from '../src/adapters/decode-text-request';
import { nativeDialect } from '../src/adapters/native-dialect';
import { channel } from '../src/adapters/__fixtures__/channel';
import { InlineMedia } from '../src/media/inline-media';
import type { Dialect } from '../src/model/dialect';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const PDF = Buffer.from('%PDF-1.4\n%%EOF');
const MB = 1024 * 1024;

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

class StoppedClock extends Clock {
  time = 1_000_000;
  now(): number {
    return this.time;
  }
}

describe('fetching what callers name (real: sockets, HTTP, the egress guard; made up: the clock, the dialects’ requests)', () => {
  let server: Server;
  let port: number;
  let handler: Handler;
  let paths: string[];
  const sockets = new Set<Socket>();
  const media: InlineMedia[] = [];
  const clock = new StoppedClock();

  beforeAll(async () => {
    server = createServer((request, response) => {
      paths.push(request.url ?? '');
      handler(request, response);
    });
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    port = (server.address() as AddressInfo).port;
  });

  beforeEach(() => {
    paths = [];
    handler = png;
  });

  afterAll(async () => {
    await Promise.all(media.map((one) => one.onApplicationShutdown()));
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  });

  const png: Handler = (_, response) => response.writeHead(200, { 'content-type': 'image/png' }).end(PNG);
  const at = (path: string) => `http://127.0.0.1:${port}${path}`;

  function create(changes: object = {}, maxBodyBytes = 32 * MB): InlineMedia {
    const one = new InlineMedia(
      {
        mediaFetch: { maxBytes: MB, timeoutSeconds: 1, cacheBytes: 8 * MB, allowPrivate: ['127.0.0.1/32'], ...changes },
        relay: { connectTimeoutSeconds: 1, maxBodyBytes },
      } as unknown as AppConfig,
      clock,
    );
    media.push(one);
    return one;
  }

  const image = (url: string) => ({ type: 'image_url', image_url: { url } });
  const bodyOf = (content: object[]) =>
    Buffer.from(
      JSON.stringify({
        model: 'm',
        messages: [{ role: 'user', content: [{ type: 'text', text: at('/a') }, ...content] }],
      }),
    );

  async function inline(
    one: InlineMedia,
    content: object[],
    dialect: Dialect = 'gemini-generate',
    isWaiting = () => true,
  ) {
    const body = bodyOf(content);
    const request = decodeTextRequest(nativeDialect('openai-chat').codec, body, {});
    const needed = one.neededFor(channel(), dialect, request);
    const made = await one.inline(request, needed, { body, isWaiting });
    return made.messages[0]!.parts.slice(1);
  }

  async function refusal(one: InlineMedia, url: string, dialect?: Dialect): Promise<AppError> {
    const error: unknown = await inline(one, [image(url)], dialect).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ status: 400, retry: 'no', param: 'messages[0].content[1].image_url.url' });
    return error as AppError;
  }

  it('puts a picture’s bytes in the place of its address, by the type that they have', async () => {
    handler = (_, response) => response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(PNG);
    expect(await inline(create(), [image(at('/a'))])).toEqual([
      { type: 'image', source: { kind: 'base64', mediaType: 'image/png', data: PNG.toString('base64') } },
    ]);
  });

  it('fetches one that stands in the request twice, or was asked for a moment ago, once', async () => {
    const one = create();
    await inline(one, [image(at('/a')), image(at('/a'))]);
    await inline(one, [image(at('/a'))]);
    expect(paths).toEqual(['/a']);
    clock.time += 61_000;
    await inline(one, [image(at('/a'))]);
    expect(paths).toEqual(['/a', '/a']);
  });

  it('keeps nothing when there is no memory for it', async () => {
    const one = create({ cacheBytes: 0 });
    await inline(one, [image(at('/a'))]);
    await inline(one, [image(at('/a'))]);
    expect(paths).toHaveLength(2);
  });

  it('asks for nothing that the upstream takes by its address, or when it is switched off', async () => {
    await inline(create(), [image(at('/a'))], 'openai-chat');
    await inline(create(), [image(at('/a'))], 'openai-responses');
    await inline(create(), [image('https://supplier.example/a.png')], 'anthropic-messages');
    await inline(create({ maxBytes: 0 }), [image(at('/a'))]);
    expect(paths).toEqual([]);
  });

  it('fetches documents for upstreams of chat', async () => {
    handler = (_, response) => response.writeHead(200, { 'content-type': 'application/pdf' }).end(PDF);
    const file = { type: 'file', file: { file_data: at('/a.pdf') } };
    expect(await inline(create(), [file], 'openai-chat')).toMatchObject([
      { type: 'document', source: { kind: 'base64', mediaType: 'application/pdf', data: PDF.toString('base64') } },
    ]);
  });

  it('follows five redirects and not six', async () => {
    handler = (request, response) => {
      const left = Number(request.url!.slice(1));
      if (left === 0) png(request, response);
      else response.writeHead(302, { location: `/${left - 1}` }).end();
    };
    expect(await inline(create(), [image(at('/5'))])).toHaveLength(1);
    expect((await refusal(create(), at('/6'))).code).toBe('media_unreachable');
  });

  it('goes to no private address, neither straight nor by a redirect, and says the same of those as of dead ones', async () => {
    const seen = jest.fn();
    const inner = createServer((request, response) => {
      seen();
      png(request, response);
    });
    await new Promise<void>((done) => inner.listen(0, '127.0.0.2', done));
    const secret = `http://127.0.0.2:${(inner.address() as AddressInfo).port}/`;
    handler = (request, response) =>
      response.writeHead(307, { location: request.url === '/file' ? 'file:///etc/passwd' : secret }).end();
    const errors = [
      await refusal(create(), secret),
      await refusal(create(), at('/redirect')),
      await refusal(create(), at('/file')),
      await refusal(create(), 'http://169.254.169.254/latest/meta-data/'),
      await refusal(create({ allowPrivate: [] }), at('/a')),
      // Nobody listens there.
      await refusal(create(), 'http://127.0.0.1:1/a'),
      await refusal(create(), 'http://name.invalid/a'),
    ];
    expect(new Set(errors.map(({ code, text }) => JSON.stringify([code, text]))).size).toBe(1);
    expect(seen).not.toHaveBeenCalled();
    expect(errors[0]!.text.en).not.toMatch(/\d+\.\d+\.\d+/);
    await new Promise((done) => inner.close(done));
  });

  it('gives up on a server that never answers, and on one that dribbles', async () => {
    handler = () => undefined;
    const [silent, dribbling] = await Promise.all([
      refusal(create(), at('/silent')),
      (async () => {
        await Promise.resolve();
        const slow = createServer((_, response) => {
          response.writeHead(200, { 'content-type': 'image/png' });
          const timer = setInterval(() => response.write(PNG), 50);
          response.on('close', () => clearInterval(timer));
        });
        await new Promise<void>((done) => slow.listen(0, '127.0.0.1', done));
        const error = await refusal(create(), `http://127.0.0.1:${(slow.address() as AddressInfo).port}/`);
        slow.closeAllConnections();
        await new Promise((done) => slow.close(done));
        return error;
      })(),
    ]);
    expect([silent.code, dribbling.code]).toEqual(['media_unreachable', 'media_unreachable']);
  });

  it('reads no more than the limit of a file that is too large, told or endless', async () => {
    handler = (_, response) =>
      response.writeHead(200, { 'content-type': 'image/png', 'content-length': String(MB + 1) }).flushHeaders();
    expect(await refusal(create(), at('/told'))).toMatchObject({ code: 'media_too_large' });
    let sent = 0;
    const closed = new Promise<void>((done) => {
      handler = (_, response) => {
        response.writeHead(200, { 'content-type': 'image/png' });
        const chunk = Buffer.alloc(64 * 1024, PNG);
        const more = (): void => {
          while (!response.destroyed && response.write(chunk)) sent += chunk.length;
        };
        response.on('drain', more);
        response.on('close', done);
        more();
      };
    });
    const error = await refusal(create(), at('/endless'));
    await closed;
    expect(error).toMatchObject({ code: 'media_too_large' });
    expect(error.text.en).toContain('1 MB');
    expect(sent).toBeLessThan(32 * MB);
  });

  it('lets the files of a call together be no larger than a body may be', async () => {
    const one = create({}, 2 * PNG.length);
    expect(await inline(one, [image(at('/a')), image(at('/b'))])).toHaveLength(2);
    await expect(
      inline(create({}, 2 * PNG.length), [image(at('/a')), image(at('/b')), image(at('/c'))]),
    ).rejects.toMatchObject({
      code: 'media_too_large',
    });
  });

  it.each<[string, Record<string, string>, Buffer]>([
    ['a page in the place of a picture', { 'content-type': 'text/html' }, Buffer.from('<html>')],
    ['a page that calls itself a picture', { 'content-type': 'image/png' }, Buffer.from('<html>')],
    ['a PDF', { 'content-type': 'application/octet-stream' }, PDF],
    [
      'a drawing, which is text',
      { 'content-type': 'image/svg+xml' },
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    ],
    ['what has to be unpacked', { 'content-type': 'image/png', 'content-encoding': 'gzip' }, PNG],
    ['nothing', { 'content-type': 'image/png' }, Buffer.alloc(0)],
  ])('refuses %s', async (_, headers, bytes) => {
    handler = (_request, response) => response.writeHead(200, headers).end(bytes);
    expect(await refusal(create(), at('/a'))).toMatchObject({ code: 'media_type_unsupported' });
  });

  it.each([404, 401, 500, 204, 304])('tells status %d', async (status) => {
    handler = (_, response) => response.writeHead(status).end();
    const error = await refusal(create(), at('/a'));
    expect(error).toMatchObject({ code: 'media_not_found' });
    expect(error.text.en).toContain(String(status));
  });

  it('says nothing of the caller or the gateway’s keys to the server', async () => {
    let heads: string[] = [];
    handler = (request, response) => {
      heads = Object.keys(request.headers);
      png(request, response);
    };
    await inline(create(), [image(at('/a').replace('//', '//user:password@'))]);
    expect(heads.sort()).toEqual(['accept', 'accept-encoding', 'connection', 'host', 'user-agent']);
  });

  it('fetches four at once and no more, and no more at all for a caller who has left', async () => {
    let running = 0;
    let most = 0;
    handler = (request, response) => {
      most = Math.max(most, ++running);
      setTimeout(() => {
        running--;
        png(request, response);
      }, 20);
    };
    const many = Array.from({ length: 10 }, (_, index) => image(at(`/${index}`)));
    expect(await inline(create(), many)).toHaveLength(10);
    expect(most).toBe(4);
    paths = [];
    let asked = 0;
    await inline(create(), many, 'gemini-generate', () => ++asked <= 4);
    expect(paths).toHaveLength(4);
  });

  it('refuses a request that names files without end, and asks for none of them', async () => {
    const many = Array.from({ length: 51 }, (_, index) => image(at(`/${index}`)));
    await expect(inline(create(), many)).rejects.toMatchObject({ code: 'media_too_many', status: 400 });
    expect(paths).toEqual([]);
  });
});
