import { MalformedAnswer, parseHead, type AnswerHead } from './answer-head';

const parse = (...lines: string[]): AnswerHead => parseHead(lines.join('\r\n'));
const parseWith = (...headers: string[]): AnswerHead => parse('HTTP/1.1 200 OK', ...headers);

describe('the head of an answer', () => {
  it('gives status and headers, names in lower case, values without the blanks around them', () => {
    const { status, headers } = parseWith(
      'Content-Type: \t text/plain; a="b:c" \t',
      'Retry-After: \t ',
      'Connection:\u00e9',
    );
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/plain; a="b:c"');
    expect(headers['retry-after']).toBe('');
    expect(headers['connection']).toBe('é');
  });

  it('joins repeated headers and knows none but those that are read', () => {
    const { headers } = parseWith(
      'retry-after: a',
      'Retry-After: b',
      '__proto__: c',
      'x-retry-aft: d',
      'content-length: 0',
    );
    expect(headers['retry-after']).toBe('a, b');
    expect(Object.getPrototypeOf(headers)).toBe(Object.prototype);
    expect(Object.keys(headers)).not.toContain('x-retry-aft');
  });

  it.each(['HTTP/1.1 200', 'HTTP/1.1 200 ', 'HTTP/1.1 200 Very good', 'HTTP/1.0 200 OK', 'HTTP/1.1 999 ?'])(
    'takes the status line %j',
    (line) => {
      expect(parse(line).status).toBe(Number(line.slice(9, 12)));
    },
  );

  it.each([
    '',
    'HTTP/2 200 OK',
    'HTTP/1.2 200 OK',
    'http/1.1 200 OK',
    'HTTP/1.1  200 OK',
    'HTTP/1.1 20 OK',
    'HTTP/1.1 2000',
    'HTTP/1.1 099 x',
    ' HTTP/1.1 200 OK',
    'HTTP/1.1 200OK',
    'HTTP/1.1 200 a\nb',
    'HTTP/1.1 200 \0',
    'ICY 200 OK',
  ])('refuses the status line %j', (line) => {
    expect(() => parse(line)).toThrow(MalformedAnswer);
  });

  it.each([
    'no colon',
    ': no name',
    'blank : before',
    ' folded',
    '\tfolded',
    'a b: c',
    'a\u00e9: b',
    'a: b\nc: d',
    'a: b\rc',
    'a: \0',
    'a: \u0001',
    'a: \u007f',
    'a\0: b',
  ])('refuses the header line %j', (line) => {
    expect(() => parseWith(line)).toThrow(MalformedAnswer);
  });

  it.each([
    ['content-length: 0', 0],
    ['content-length: 12', 12],
    ['transfer-encoding: Chunked', 'chunked'],
    ['x: y', 'until-close'],
  ])('finds the end of a body with %s', (header, framing) => {
    expect(parseWith(header).framing).toBe(framing);
  });

  it.each([
    [['content-length: -1']],
    [['content-length: +1']],
    [['content-length: 1.0']],
    [['content-length: 0x10']],
    [['content-length: 1 2']],
    [['content-length:']],
    [['content-length: 1234567890123456']],
    [['content-length: 5', 'content-length: 5']],
    [['content-length: 5', 'content-length: 6']],
    [['content-length: 5', 'transfer-encoding: chunked']],
    [['transfer-encoding: gzip']],
    [['transfer-encoding: gzip, chunked']],
    [['transfer-encoding: chunked', 'transfer-encoding: chunked']],
    [['transfer-encoding: xchunked']],
    [['transfer-encoding:']],
  ])('refuses %j, whose end two readers could see in different places', (headers) => {
    expect(() => parseWith(...headers)).toThrow(MalformedAnswer);
  });

  it.each([100, 103, 199, 204, 304])('expects no body with status %i, whatever the headers say', (status) => {
    expect(parse(`HTTP/1.1 ${status} x`, 'content-length: 7').framing).toBe(0);
    expect(parse(`HTTP/1.1 ${status} x`, 'transfer-encoding: chunked').framing).toBe(0);
    expect(parse(`HTTP/1.1 ${status} x`).framing).toBe(0);
  });

  it.each([
    ['1.1', ['content-length: 1'], true],
    ['1.1', ['content-length: 1', 'connection: Close'], false],
    ['1.1', ['content-length: 1', 'connection: keep-alive, close'], false],
    ['1.1', ['content-length: 1', 'connection: keep-alive', 'connection: close'], false],
    ['1.1', ['content-length: 1', 'connection: closed'], true],
    ['1.1', ['transfer-encoding: chunked'], true],
    ['1.1', [], false],
    ['1.1', ['connection: keep-alive'], false],
    ['1.0', ['content-length: 1'], false],
    ['1.0', ['content-length: 1', 'connection: Keep-Alive'], true],
    ['1.0', ['content-length: 1', 'connection: no-keep-alive'], false],
    ['1.0', ['content-length: 1', 'connection: close, keep-alive'], false],
    ['1.0', ['transfer-encoding: chunked', 'connection: keep-alive'], false],
  ])('with HTTP/%s and %j the connection is kept: %s', (version, headers, isPersistent) => {
    expect(parse(`HTTP/${version} 200 OK`, ...headers).isPersistent).toBe(isPersistent);
  });

  it.each([
    ['timeout=5, max=100', 5],
    ['max=100, timeout=60', 60],
    ['Timeout=0', 0],
    ['max=100', undefined],
    ['timeout=1234567', undefined],
    ['timeout=soon', undefined],
  ])('reads %j as a connection kept for %s s', (value, seconds) => {
    expect(parseWith(`keep-alive: ${value}`).keepAliveSeconds).toBe(seconds);
  });

  it('takes no time that grows with the square of a value full of blanks', () => {
    const startedAt = performance.now();
    for (let i = 0; i < 50; i++) parseWith(`a: x${' '.repeat(16_000)}x`, `b:${' '.repeat(16_000)}`);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});
