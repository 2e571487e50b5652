import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AesSecretBox } from './aes-secret-box';
import { loadSecretKey } from './secret-key';

const unreadable = expect.objectContaining({ code: 'secret.unreadable' }) as Error;

describe('AesSecretBox', () => {
  const box = new AesSecretBox(randomBytes(32));

  it.each(['', 'sk-abc', '密钥🔑', 'x'.repeat(100_000)])('gives back what was sealed (%#)', (plain) => {
    expect(box.open(box.seal(plain))).toBe(plain);
  });

  it('never seals the same text the same way', () => {
    expect(box.seal('a')).not.toBe(box.seal('a'));
  });

  it('tells a sealed text from the forms that addresses and JSON have', () => {
    expect([box.seal('a'), 'v1.', 'http://v1.example', '{"v1.a":"b"}', ''].map((text) => box.isSealed(text))).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it('refuses an altered value, another key and a foreign form', () => {
    const sealed = box.seal('secret');
    const bytes = Buffer.from(sealed.slice(3), 'base64url');
    for (let at = 0; at < bytes.length; at++) {
      const altered = Buffer.from(bytes);
      altered[at] = (altered[at] as number) ^ 1;
      expect(() => box.open(`v1.${altered.toString('base64url')}`)).toThrow(unreadable);
    }
    expect(() => new AesSecretBox(randomBytes(32)).open(sealed)).toThrow(unreadable);
    expect(() => box.open('plain text')).toThrow(unreadable);
    expect(() => box.open('v1.AAAA')).toThrow(unreadable);
  });
});

describe('loadSecretKey', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'key-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  it('makes a private key file once and uses it from then on', () => {
    const nested = join(dataDir, 'data');
    const first = loadSecretKey({ cryptoSecret: undefined, dataDir: nested });
    const path = join(nested, 'secret.key');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path)).toHaveLength(32);
    expect(loadSecretKey({ cryptoSecret: undefined, dataDir: nested })).toEqual(first);
  });

  it('writes no file when CRYPTO_SECRET is set, and depends on it', () => {
    const key = loadSecretKey({ cryptoSecret: 'a long enough secret', dataDir: join(dataDir, 'none') });
    expect(key).toHaveLength(32);
    expect(() => statSync(join(dataDir, 'none'))).toThrow(/ENOENT/);
    expect(loadSecretKey({ cryptoSecret: 'another long secret', dataDir })).not.toEqual(key);
  });

  it('does not replace a damaged key file', () => {
    writeFileSync(join(dataDir, 'secret.key'), 'short');
    expect(() => loadSecretKey({ cryptoSecret: undefined, dataDir })).toThrow(/damaged/);
    expect(readFileSync(join(dataDir, 'secret.key'), 'utf8')).toBe('short');
  });
});
