import { validateHeaderName, validateHeaderValue } from 'node:http';

/** They belong to the connection; a channel's own headers must not set them. */
const OWN = new Set([
  'connection',
  'content-length',
  'transfer-encoding',
  'keep-alive',
  'proxy-connection',
  'upgrade',
  'expect',
  'te',
  'trailer',
]);
// eslint-disable-next-line no-control-regex -- control characters are what must not be there
const UNSAFE_PATH = /[\u0000-\u0020\u007f-\uffff]/;

/**
 * The head of every call to one address, up to and without the value of content-length, as latin1 text. `headers` are names
 * and values in turn. Throws when a header or the path could break out of its line.
 */
export function requestHead(origin: string, path: string, headers: readonly string[]): string {
  if (!path.startsWith('/') || UNSAFE_PATH.test(path))
    throw new TypeError('The path has characters that must be encoded');
  const lines = [`POST ${path} HTTP/1.1`];
  let hasHost = false;
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const name = headers[i]!.toLowerCase();
    const value = headers[i + 1]!;
    if (OWN.has(name)) continue;
    validateHeaderName(name);
    validateHeaderValue(name, value);
    if (name === 'host' && hasHost) throw new TypeError('There can be only one host');
    hasHost ||= name === 'host';
    lines.push(`${name}: ${value}`);
  }
  if (!hasHost) lines.splice(1, 0, `host: ${new URL(origin).host}`);
  return `${lines.join('\r\n')}\r\nconnection: keep-alive\r\ncontent-length: `;
}
