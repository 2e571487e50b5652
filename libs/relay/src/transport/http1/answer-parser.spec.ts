import fc from 'fast-check';
import { MalformedAnswer } from './answer-head';
import { AnswerParser } from './answer-parser';

interface Read {
  statuses: number[];
  headers: Record<string, unknown>;
  body: string;
  isPersistent: boolean | undefined;
  /** Bytes came behind the answer; undefined = it is not complete. */
  isLast: boolean | undefined;
}

function read(pieces: readonly Buffer[], closes = false): Read {
  const result: Read = { statuses: [], headers: {}, body: '', isPersistent: undefined, isLast: undefined };
  const parts: Buffer[] = [];
  const parser = new AnswerParser({
    onHead: ({ status, headers, isPersistent }) => {
      result.statuses.push(status);
      result.headers = { ...headers };
      result.isPersistent = isPersistent;
    },
    onBody: (part) => parts.push(Buffer.from(part)),
    onComplete: (isLast) => (result.isLast = isLast),
  });
  for (const piece of pieces) parser.feed(piece);
  if (closes) parser.close();
  result.body = Buffer.concat(parts).toString('utf8');
  return result;
}

const bytes = (text: string) => Buffer.from(text);
const whole = (text: string, closes = false) => read([bytes(text)], closes);

const CHUNKED =
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\nRetry-After:  1 \r\nretry-after: 2\r\n\r\n' +
  '5;name=value\r\nhello\r\n1A\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\ntrailer: x\r\n\r\n';
const COUNTED = 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\ncontent-length: 8\r\n\r\n{"你":1';

describe('reading answers of upstreams', () => {
  it('reads chunks with extensions and trailers, and joins repeated headers', () => {
    expect(whole(CHUNKED)).toEqual({
      statuses: [200],
      headers: expect.objectContaining({ 'transfer-encoding': 'Chunked', 'retry-after': '1, 2' }) as unknown,
      body: 'helloabcdefghijklmnopqrstuvwxyz',
      isPersistent: true,
      isLast: true,
    });
  });

  it('reads a counted body behind an informational head', () => {
    expect(whole(COUNTED)).toMatchObject({ statuses: [100, 201], body: '{"你":1', isLast: true });
  });

  it('takes everything until the end where no length is told, and then uses the connection no more', () => {
    const text = 'HTTP/1.1 200 OK\r\n\r\nall of it';
    expect(whole(text)).toMatchObject({ body: 'all of it', isLast: undefined });
    expect(whole(text, true)).toMatchObject({ body: 'all of it', isPersistent: false, isLast: true });
  });

  it.each([204, 304])('knows that %d has no body', (status) => {
    expect(whole(`HTTP/1.1 ${status} X\r\ncontent-length: 5\r\n\r\n`)).toMatchObject({ body: '', isLast: true });
  });

  it.each([
    ['HTTP/1.1 200 OK\r\nconnection: Close\r\ncontent-length: 0\r\n\r\n', false],
    ['HTTP/1.1 200 OK\r\nconnection: a, close\r\ncontent-length: 0\r\n\r\n', false],
    ['HTTP/1.1 200 OK\r\nconnection: closed-captions\r\ncontent-length: 0\r\n\r\n', true],
    ['HTTP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n', false],
    ['HTTP/1.0 200 OK\r\nconnection: keep-alive\r\ncontent-length: 0\r\n\r\n', true],
  ])('tells whether the connection goes on: %j', (text, isPersistent) => {
    expect(whole(text)).toMatchObject({ isPersistent, isLast: true });
  });

  it('leaves bytes behind an answer unread and says that there were some', () => {
    expect(whole(`${CHUNKED}HTTP/1.1 200 OK\r\n\r\n`)).toMatchObject({ statuses: [200], isLast: false });
    expect(() => read([bytes(CHUNKED), bytes('x')])).toThrow(MalformedAnswer);
  });

  it.each([
    'HTTP/2 200 OK\r\n\r\n',
    'HTTP/1.1 99 OK\r\n\r\n',
    'HTTP/1.1 101 Switching\r\n\r\n',
    'HTTP/1.1 200 OK\nx: 1\n\n\r\n\r\n',
    'HTTP/1.1 200 OK\r\nx : 1\r\n\r\n',
    'HTTP/1.1 200 OK\r\n x: 1\r\n\r\n',
    'HTTP/1.1 200 OK\r\nx: a\u0000b\r\n\r\n',
    'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\n',
    'HTTP/1.1 200 OK\r\ncontent-length: +5\r\n\r\n',
    'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n\r\n',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\nhello',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n-5\r\nhello',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nfffffffff\r\n',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhelloX\r\n',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\na\nb\r\n\r\n',
  ])('refuses what two readers could understand differently: %j', (text) => {
    expect(() => whole(text)).toThrow(MalformedAnswer);
  });

  it('refuses heads and chunk lines without end', () => {
    expect(() => whole(`HTTP/1.1 200 OK\r\nx: ${'a'.repeat(100_000)}`)).toThrow(MalformedAnswer);
    expect(() => whole(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1;${'a'.repeat(10_000)}`)).toThrow(
      MalformedAnswer,
    );
  });

  it.each([CHUNKED, COUNTED])('reads the same however the bytes are cut', (text) => {
    const all = bytes(text);
    const expected = read([all]);
    for (let cut = 1; cut < all.length; cut++)
      expect(read([all.subarray(0, cut), all.subarray(cut)])).toEqual(expected);
    expect(read(Array.from(all, (byte) => Buffer.from([byte])))).toEqual(expected);
  });

  it('takes mutated answers or refuses them as malformed, and nothing else', () => {
    const mutation = fc.record({
      at: fc.nat({ max: CHUNKED.length }),
      byte: fc.nat({ max: 255 }),
      removes: fc.nat({ max: 2 }),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(CHUNKED, COUNTED),
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        (text, mutations) => {
          const mutated = [...bytes(text)];
          for (const { at, byte, removes } of mutations) mutated.splice(Math.min(at, mutated.length), removes, byte);
          try {
            read([Buffer.from(mutated)], true);
          } catch (error) {
            expect(error).toBeInstanceOf(MalformedAnswer);
          }
        },
      ),
      { numRuns: 5_000, seed: 1 },
    );
  });
});
