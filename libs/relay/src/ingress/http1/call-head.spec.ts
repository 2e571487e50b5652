import { readCallHead } from './call-head';

const PLAIN = ['POST /v1/messages?a=1 HTTP/1.1', 'Host: x', 'Authorization:  Bearer k ', 'content-length: 12'];
const head = (...lines: string[]): string => lines.join('\r\n');
const withLines = (...lines: string[]): string => head(...PLAIN, ...lines);

describe('the head of a plain call', () => {
  it('gives address, length and the headers that are read, without the blanks around them', () => {
    const call = readCallHead(withLines('X-Stainless-Lang: js', 'CONNECTION: Keep-Alive', 'X-Api-Key:k2'));
    expect(call).toMatchObject({
      url: '/v1/messages?a=1',
      length: 12,
      headers: { authorization: 'Bearer k', 'x-api-key': 'k2', origin: undefined },
    });
    expect(call!.headers).not.toHaveProperty('x-stainless-lang');
  });

  it.each([
    ['another method', head('GET /v1/models HTTP/1.1', ...PLAIN.slice(1))],
    ['another version', head('POST / HTTP/1.0', ...PLAIN.slice(1))],
    ['an absolute address', head('POST http://x/v1 HTTP/1.1', ...PLAIN.slice(1))],
    ['a blank in the address', head('POST /v1 /x HTTP/1.1', ...PLAIN.slice(1))],
    ['an address beyond ASCII', head('POST /v1/\u00e9 HTTP/1.1', ...PLAIN.slice(1))],
    ['no header at all', 'POST / HTTP/1.1'],
    ['no host', head(PLAIN[0]!, ...PLAIN.slice(2))],
    ['no length', head(...PLAIN.slice(0, 3))],
    ['a length that is no number', head(...PLAIN.slice(0, 3), 'content-length: +12')],
    ['a length with two values', head(...PLAIN.slice(0, 3), 'content-length: 12, 12')],
    ['a length that is too long', head(...PLAIN.slice(0, 3), 'content-length: 99999999999')],
    ['the length twice', withLines('Content-Length: 12')],
    ['two keys', withLines('authorization: Bearer other')],
    ['a coded body', withLines('content-encoding: gzip')],
    ['chunks', withLines('transfer-encoding: chunked')],
    ['an expectation', withLines('Expect: 100-continue')],
    ['a connection that ends behind a proxy', withLines('proxy-connection: close')],
    ['a length with a tab', head(...PLAIN.slice(0, 3), 'content-length: 12\t')],
    ['more headers than Node shows', withLines(...Array<string>(600).fill('a: b'))],
    ['an upgrade', withLines('upgrade: websocket')],
    ['a connection that ends', withLines('connection: close')],
    ['connection options', withLines('connection: keep-alive, upgrade')],
    ['a continued line', withLines(' continued')],
    ['a blank before the colon', withLines('x-a : b')],
    ['a name with a blank', withLines('x a: b')],
    ['no colon', withLines('x-a')],
    ['an empty line', withLines('', 'x-a: b')],
    ['a bare line feed', withLines('x-a: b\ncontent-length: 1')],
    ['a bare carriage return', withLines('x-a: b\rc')],
    ['a NUL', withLines('x-a: \u0000')],
  ])('leaves %s to Node', (_, text) => {
    expect(readCallHead(text)).toBeUndefined();
  });
});
