import { clientIp } from './client-ip';
import { TrustedProxies } from './trusted-proxies';

function ip(peer: string | undefined, forwarded: string | undefined, proxies: string[]): string {
  const request = { socket: { remoteAddress: peer }, headers: { 'x-forwarded-for': forwarded } };
  return clientIp(request, new TrustedProxies(proxies));
}

describe('clientIp', () => {
  it.each<[string, string | undefined, string | undefined, string[], string]>([
    ['believes nobody by default', '192.0.2.1', '203.0.113.9', [], '192.0.2.1'],
    ['ignores the header of an untrusted peer', '192.0.2.1', '203.0.113.9', ['10.0.0.0/8'], '192.0.2.1'],
    ['takes the hop a trusted peer reports', '10.0.0.2', '203.0.113.9', ['10.0.0.0/8'], '203.0.113.9'],
    ['takes the right-most untrusted hop', '10.0.0.2', '1.1.1.1, 203.0.113.9, 10.0.0.3', ['10.0.0.0/8'], '203.0.113.9'],
    ['stops at a hop that is no address', '10.0.0.2', '203.0.113.9, unknown', ['10.0.0.0/8'], '10.0.0.2'],
    ['gives the left-most when all are trusted', '10.0.0.2', '10.0.0.9, 10.0.0.3', ['10.0.0.0/8'], '10.0.0.9'],
    ['needs no header', '10.0.0.2', undefined, ['10.0.0.0/8'], '10.0.0.2'],
    ['normalises IPv4 in IPv6', '::ffff:10.0.0.2', '::ffff:203.0.113.9', ['10.0.0.2'], '203.0.113.9'],
    ['reads a block in IPv6 form', '10.0.0.2', '203.0.113.9', ['::ffff:10.0.0.0/104'], '203.0.113.9'],
    ['cuts ports', '::1', '[2001:db8::7]:4711', ['::1'], '2001:db8::7'],
    ['cuts ports of IPv4', '::1', '203.0.113.9:4711', ['::1'], '203.0.113.9'],
    ['knows no address of a closed connection', undefined, '203.0.113.9', ['::1'], ''],
  ])('%s', (_, peer, forwarded, proxies, expected) => {
    expect(ip(peer, forwarded, proxies)).toBe(expected);
  });
});
