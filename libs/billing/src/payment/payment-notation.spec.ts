import { generateKeyPairSync } from 'node:crypto';
import { decodeBeijingTime, encodeBeijingTime } from './beijing-time';
import { refundNumber } from './refund-number';
import { privateKeyOption, publicKeyOption } from './rsa-keys';
import { decodeYuan, encodeYuan } from './yuan-amount';

describe('how payment services write things', () => {
  it.each([
    ['0.01', 1n],
    ['0.10', 10n],
    ['12.30', 1230n],
    ['100000000.00', 10_000_000_000n],
  ])('yuan %s are %d fen, both ways', (text, minor) => {
    expect(decodeYuan(text)).toEqual({ minor, currency: 'CNY' });
    expect(encodeYuan(minor)).toBe(text);
  });

  it('reads shorter yuan, and nothing that is none', () => {
    expect([decodeYuan('12')?.minor, decodeYuan('12.3')?.minor]).toEqual([1200n, 1230n]);
    for (const text of ['', '.5', '-1', '+1', '1.', '1.005', '1e3', '1,000', ' 1', '0x1', '１'])
      expect(decodeYuan(text)).toBeUndefined();
  });

  it("tells Beijing's time wherever the machine is", () => {
    expect(encodeBeijingTime(1_764_000_000)).toBe('2025-11-25 00:00:00');
    expect(decodeBeijingTime('2025-11-25 00:00:00')).toBe(1_764_000_000);
    for (const text of ['', '2025-11-25', '2025-13-01 00:00:00', '2025-11-25T00:00:00'])
      expect(decodeBeijingTime(text)).toBeUndefined();
  });

  it('makes one refund number of one key, which every service takes', () => {
    expect(refundNumber('order_1')).toBe('order_1');
    for (const key of ['a:b', 'x'.repeat(65), '退款']) {
      expect(refundNumber(key)).toMatch(/^[0-9a-f]{64}$/);
      expect(refundNumber(key)).toBe(refundNumber(key));
    }
    expect(refundNumber('a:b')).not.toBe(refundNumber('a:c'));
  });

  it('reads RSA keys as the consoles give them, and says which are none without repeating them', () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const bare = (pem: string | Buffer) => pem.toString().replace(/-----[^-]+-----|\s/g, '');
    const mine = privateKeyOption('K');
    for (const type of ['pkcs1', 'pkcs8'] as const) {
      const pem = privateKey.export({ type, format: 'pem' });
      for (const text of [pem.toString(), ` ${bare(pem)}\n`]) expect(mine.parse(text)?.equals(privateKey)).toBe(true);
    }
    const pem = publicKey.export({ type: 'spki', format: 'pem' });
    for (const text of [pem.toString(), bare(pem)])
      expect(publicKeyOption('K').parse(text)?.equals(publicKey)).toBe(true);
    expect([mine.parse(' '), publicKeyOption('K').parse(''), mine.secret]).toEqual([undefined, undefined, true]);

    const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
      type: 'pkcs8',
      format: 'pem',
    });
    const secret = 'c2VjcmV0IHNlY3JldA';
    for (const text of [
      secret,
      `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----`,
      pem.toString(),
      elliptic.toString(),
    ]) {
      const failure = attempt(() => mine.parse(text));
      expect(failure).toMatchObject({ code: 'option.value_invalid', status: 422 });
      expect(JSON.stringify(failure) + (failure as Error).stack).not.toContain(secret);
    }
    const privatePem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    for (const text of [privatePem, bare(privatePem)]) expect(() => publicKeyOption('K').parse(text)).toThrow();
  });
});

function attempt(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}
