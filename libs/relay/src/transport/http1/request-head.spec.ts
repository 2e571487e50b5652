import { requestHead } from './request-head';

describe('the head of a request', () => {
  it('names the host and keeps the connection', () => {
    expect(requestHead('https://api.example.com:8443', '/v1/x?y=1', ['Content-Type', 'application/json'])).toBe(
      'POST /v1/x?y=1 HTTP/1.1\r\nhost: api.example.com:8443\r\ncontent-type: application/json\r\nconnection: keep-alive\r\ncontent-length: ',
    );
  });

  it('lets a channel set the host, but nothing that frames the message', () => {
    const head = requestHead('http://a', '/', [
      'host',
      'b',
      'Content-Length',
      '3',
      'transfer-encoding',
      'chunked',
      'Connection',
      'close',
    ]);
    expect(head).toBe('POST / HTTP/1.1\r\nhost: b\r\nconnection: keep-alive\r\ncontent-length: ');
  });

  it.each([
    ['/', ['x', 'a\r\ny: 1']],
    ['/', ['x\r\ny', 'a']],
    ['/', ['x', 'a\u0000']],
    ['/a b', []],
    ['/a\r\nx: 1', []],
    ['a', []],
  ])('refuses what would break out of its line: %j %j', (path, headers) => {
    expect(() => requestHead('http://a', path, headers)).toThrow();
  });
});
