import { isInsideSubnets, normaliseSubnets, parseSubnets, type Subnet } from './subnets';

function subnets(text: string): Subnet[] {
  const parsed = parseSubnets(text);
  if (!parsed.ok) throw new Error(parsed.entry);
  return parsed.subnets;
}

describe('subnets', () => {
  it.each([
    ['10.0.0.0/8', '10.200.1.1', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['192.168.1.0/24, 10.0.0.0/8', '10.1.1.1', true],
    ['192.168.1.7', '192.168.1.7', true],
    ['192.168.1.7', '192.168.1.8', false],
    ['2001:db8::/32', '2001:db8:1::1', true],
    ['2001:db8::/32', '10.0.0.1', false],
    ['10.0.0.0/8', '::ffff:10.1.2.3', true],
    ['::ffff:10.0.0.0/104', '10.1.2.3', true],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['0.0.0.0/0', 'unknown', false],
  ])('%s holds %s: %s', (text, clientIp, isInside) => {
    expect(isInsideSubnets(subnets(text), clientIp)).toBe(isInside);
  });

  it.each(['10.0.0.0/33', 'office', '10.1/16', '10.0.0.0/8/8', '2001:db8::/129'])('refuses %s by name', (entry) => {
    expect(() => normaliseSubnets(`192.168.0.0/16,${entry}`)).toThrow(
      expect.objectContaining({
        code: 'token.subnet_invalid',
        status: 422,
        text: expect.objectContaining({ zh: `无效的网段：${entry}` }),
      }),
    );
  });

  it('stores the list with one comma between entries', () => {
    expect(normaliseSubnets(' 10.0.0.0/8 ,\n ::1/128,')).toBe('10.0.0.0/8,::1/128');
  });
});
