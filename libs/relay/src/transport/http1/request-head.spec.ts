import fc from 'fast-check';
import { requestHead } from './request-head';

const ORIGIN = 'https://api.example.com:8443';

describe('the head of a request', () => {
  it('names method, path, host and headers, and ends before the length', () => {
    expect(requestHead(ORIGIN, '/v1/x?a=%20', ['authorization', 'Bearer k', 'Accept', '*/*'])).toBe(
      'POST /v1/x?a=%20 HTTP/1.1\r\nhost: api.example.com:8443\r\nauthorization: Bearer k\r\naccept: */*\r\nconnection: keep-alive\r\ncontent-length: ',
    );
  });

  it('leaves out the port that goes without saying and keeps the brackets of an IPv6 address', () => {
    expect(requestHead('https://a.example', '/', [])).toContain('\r\nhost: a.example\r\n');
    expect(requestHead('http://[::1]:80', '/', [])).toContain('\r\nhost: [::1]\r\n');
  });

  it('lets a channel name another host, once', () => {
    const head = requestHead(ORIGIN, '/', ['x', 'y', 'Host', 'inner.example']);
    expect(head.match(/\r\nhost: .*/g)).toEqual(['\r\nhost: inner.example']);
  });

  it('refuses a second host', () => {
    expect(() => requestHead(ORIGIN, '/', ['host', 'a', 'Host', 'b'])).toThrow('host');
  });

  it.each([
    'Connection',
    'Content-Length',
    'Transfer-Encoding',
    'keep-alive',
    'Upgrade',
    'Expect',
    'TE',
    'Trailer',
    'proxy-connection',
  ])('takes no %s from a channel', (name) => {
    expect(requestHead(ORIGIN, '/', [name, 'x'])).toBe(requestHead(ORIGIN, '/', []));
  });

  it.each([
    ['a', 'b\r\nc: d'],
    ['a', 'b\nc: d'],
    ['a', 'b\rc: d'],
    ['a', 'b\0'],
    ['a', '\u4f60'],
    ['a\r\nb', 'c'],
    ['a b', 'c'],
    ['content-length ', '5'],
    ['', 'c'],
    ['host', 'a\r\nb: c'],
  ])('refuses the header %j with the value %j', (name, value) => {
    expect(() => requestHead(ORIGIN, '/', [name, value])).toThrow(/Invalid character|must be a valid HTTP token/);
  });

  it.each(['', 'v1', '/a b', '/a\r\nb', '/a\tb', '/\u00e9', '/\u4f60', 'http://other/'])(
    'refuses the path %j',
    (path) => {
      expect(() => requestHead(ORIGIN, path, [])).toThrow('must be encoded');
    },
  );

  it('has one line per header or throws, whatever the names and values', () => {
    const text = fc.string({ unit: 'binary', maxLength: 12 });
    fc.assert(
      fc.property(text, text, text, (path, name, value) => {
        let head: string;
        try {
          head = requestHead(ORIGIN, `/${path}`, [name, value]);
        } catch (error) {
          expect((error as Error).name).toBe('TypeError');
          return;
        }
        const lines = head.split('\r\n');
        expect(lines.length === 4 || lines.length === 5).toBe(true);
        expect(head.replaceAll('\r\n', '')).not.toMatch(/[\r\n\0]|[^\0-\xff]/);
      }),
    );
  });
});
