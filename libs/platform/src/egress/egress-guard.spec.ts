import type { LookupAddress } from 'node:dns';
import { AppError } from '@app/kernel';
import { EgressGuard, type ResolveHost } from './egress-guard';

function resolving(...addresses: string[]): ResolveHost {
  return (_hostname, _options, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
}

function lookup(guard: EgressGuard, hostname: string, all = true): Promise<string | LookupAddress[]> {
  return new Promise((resolve, reject) =>
    guard.lookup(hostname, { all }, (error, address) => (error === null ? resolve(address) : reject(error))),
  );
}

function codeOf(act: () => void): string {
  try {
    act();
    return 'allowed';
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    expect((error as AppError).status).toBe(422);
    return (error as AppError).code;
  }
}

describe('EgressGuard.check', () => {
  const strict = new EgressGuard([]);

  it.each([
    'https://api.openai.com',
    'http://8.8.8.8:8080/v1',
    'http://[2606:4700::1111]/',
    'http://[::ffff:8.8.8.8]/',
    'http://[64:ff9b::808:808]/',
    'https://localhost.example.com',
  ])('lets %s pass', (url) => {
    expect(codeOf(() => strict.check(url))).toBe('allowed');
  });

  it.each([
    'http://127.0.0.1',
    'http://127.1',
    'http://2130706433',
    'http://0x7f000001',
    'http://0177.0.0.1',
    'http://0x7f.0.0.1',
    'http://１２７.0.0.1',
    'http://127.0.0.1.',
    'http://0.0.0.0',
    'http://10.1.2.3',
    'http://172.31.0.1',
    'http://192.168.1.1',
    'http://100.64.0.1',
    'http://224.0.0.1',
    'http://255.255.255.255',
    'http://198.18.0.1',
    'http://192.0.2.1',
    'http://[::]',
    'http://[::1]',
    'http://[::127.0.0.1]',
    'http://[::ffff:127.0.0.1]',
    'http://[::ffff:7f00:1]',
    'http://[::ffff:0:10.0.0.1]',
    'http://[64:ff9b::10.0.0.1]',
    'http://[64:ff9b:1::8.8.8.8]',
    'http://[2002:7f00:1::]',
    'http://[2001:0:1::1]',
    'http://[2001:db8::1]',
    'http://[fc00::1]',
    'http://[fec0::1]',
    'http://[ff02::1]',
    'http://[4000::1]',
    'http://localhost:11434',
    'http://LOCALHOST.',
    'http://app.localhost',
  ])('refuses %s', (url) => {
    expect(codeOf(() => strict.check(url))).toBe('egress.target_refused');
  });

  it.each(['ftp://example.com', 'file:///etc/passwd', 'gopher://8.8.8.8', 'example.com', '', 'http://'])(
    'refuses %p, which is no http URL',
    (url) => {
      expect(codeOf(() => strict.check(url))).toBe('egress.target_refused');
    },
  );

  it.each([
    'http://169.254.169.254',
    'http://[::ffff:169.254.169.254]',
    'http://[fe80::1]',
    'http://[fd00:ec2::254]',
    'http://100.100.100.200',
  ])('refuses %s even when everything is allowed', (url) => {
    const open = new EgressGuard(['*', '169.254.0.0/16', 'fe80::/10', '100.100.100.200', 'fd00:ec2::254']);
    expect(codeOf(() => open.check(url))).toBe('egress.target_refused');
  });

  it('opens what the allow-list names and nothing else', () => {
    const guard = new EgressGuard(['10.0.0.0/8', '192.168.1.5', 'fd12::/16', ' LocalHost ']);
    expect(codeOf(() => guard.check('http://10.200.0.1'))).toBe('allowed');
    expect(codeOf(() => guard.check('http://[::ffff:10.200.0.1]'))).toBe('allowed');
    expect(codeOf(() => guard.check('http://192.168.1.5'))).toBe('allowed');
    expect(codeOf(() => guard.check('http://[fd12::1]'))).toBe('allowed');
    expect(codeOf(() => guard.check('http://localhost:11434'))).toBe('allowed');
    expect(codeOf(() => guard.check('http://192.168.1.6'))).toBe('egress.target_refused');
    expect(codeOf(() => guard.check('http://127.0.0.1'))).toBe('egress.target_refused');
  });

  it('opens private addresses with an asterisk', () => {
    const guard = new EgressGuard(['*']);
    expect(codeOf(() => guard.check('http://127.0.0.1:11434'))).toBe('allowed');
    expect(codeOf(() => guard.check('http://[::1]'))).toBe('allowed');
  });

  it('names the setting to change, but not the target, in the text', () => {
    try {
      strict.check('http://10.1.2.3');
    } catch (error) {
      expect((error as AppError).text.zh).toContain('UPSTREAM_ALLOW_PRIVATE');
      expect((error as AppError).text.en).not.toContain('10.1.2.3');
    }
    expect.assertions(2);
  });

  it('refuses to start with a broken block in the allow-list', () => {
    expect(() => new EgressGuard(['10.0.0.0/99'])).toThrow('10.0.0.0/99');
  });
});

describe('EgressGuard.lookup', () => {
  it('hands over the addresses it has checked', async () => {
    const guard = new EgressGuard([], resolving('93.184.215.14', '2606:4700::1111'));
    await expect(lookup(guard, 'example.com')).resolves.toEqual([
      { address: '93.184.215.14', family: 4 },
      { address: '2606:4700::1111', family: 6 },
    ]);
    await expect(lookup(guard, 'example.com', false)).resolves.toBe('93.184.215.14');
  });

  it('refuses a name when one of its addresses is private', async () => {
    const guard = new EgressGuard([], resolving('93.184.215.14', '10.0.0.1'));
    await expect(lookup(guard, 'rebind.example.com')).rejects.toMatchObject({ code: 'egress.target_refused' });
  });

  it('refuses a name that has no address', async () => {
    await expect(lookup(new EgressGuard(['*'], resolving()), 'empty.example.com')).rejects.toMatchObject({
      code: 'egress.target_refused',
    });
  });

  it('lets a listed host name resolve to a private address, whatever its case and final dot', async () => {
    const guard = new EgressGuard(['ollama.lan'], resolving('192.168.1.9'));
    await expect(lookup(guard, 'OLLAMA.lan.')).resolves.toHaveLength(1);
    await expect(lookup(guard, 'x.ollama.lan')).rejects.toMatchObject({ code: 'egress.target_refused' });
  });

  it('refuses metadata addresses behind a listed host name', async () => {
    const guard = new EgressGuard(['metadata.lan', '*'], resolving('169.254.169.254'));
    await expect(lookup(guard, 'metadata.lan')).rejects.toMatchObject({ code: 'egress.target_refused' });
  });

  it('passes the resolver’s own error on', async () => {
    const failure = Object.assign(new Error('not found'), { code: 'ENOTFOUND' });
    const guard = new EgressGuard([], (_hostname, _options, callback) => callback(failure, []));
    await expect(lookup(guard, 'nowhere.example.com')).rejects.toBe(failure);
  });
});
