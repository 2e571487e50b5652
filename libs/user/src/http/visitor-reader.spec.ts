import { TrustedProxies } from '@app/platform';
import type { Request } from 'express';
import { VisitorReader } from './visitor-reader';

function request(remoteAddress: string, headers: Request['headers'], encrypted = false): Request {
  return { socket: { remoteAddress, encrypted }, headers } as unknown as Request;
}

describe('VisitorReader', () => {
  const visitors = new VisitorReader(new TrustedProxies(['10.0.0.0/8']));

  it.each([
    ['TLS of our own', request('1.2.3.4', {}, true), true],
    ['a trusted proxy that says https', request('10.0.0.1', { 'x-forwarded-proto': 'https' }), true],
    ['a trusted proxy that says http', request('10.0.0.1', { 'x-forwarded-proto': 'http' }), false],
    ['a trusted proxy that says nothing', request('::ffff:10.0.0.1', {}), false],
    ['anybody who says https', request('1.2.3.4', { 'x-forwarded-proto': 'https' }), false],
    ['a peer that is gone', request('', { 'x-forwarded-proto': 'https' }), false],
  ])('judges %s', (_, from, isEncrypted) => {
    expect(visitors.isEncrypted(from)).toBe(isEncrypted);
  });

  it('believes a forwarded address from a trusted proxy only', () => {
    const headers = { 'x-forwarded-for': '5.6.7.8', 'user-agent': 'test' };
    expect(visitors.read(request('10.0.0.1', headers))).toEqual({ ip: '5.6.7.8', userAgent: 'test' });
    expect(visitors.read(request('1.2.3.4', headers)).ip).toBe('1.2.3.4');
  });
});
