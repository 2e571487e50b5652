import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AppError } from '@app/kernel';
import { SecretBox } from './secret-box';

const PREFIX = 'v1.';
const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;
const SEALED = /^v1\.[A-Za-z0-9_-]+$/;

export class AesSecretBox extends SecretBox {
  /** `key` has 32 bytes. */
  constructor(private readonly key: Buffer) {
    super();
  }

  seal(plain: string): string {
    const nonce = randomBytes(NONCE_LENGTH);
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce);
    const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return PREFIX + Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]).toString('base64url');
  }

  isSealed(text: string): boolean {
    return SEALED.test(text);
  }

  open(sealed: string): string {
    try {
      if (!sealed.startsWith(PREFIX)) throw new Error('unknown form');
      const bytes = Buffer.from(sealed.slice(PREFIX.length), 'base64url');
      if (bytes.length < NONCE_LENGTH + TAG_LENGTH) throw new Error('too short');
      const decipher = createDecipheriv('aes-256-gcm', this.key, bytes.subarray(0, NONCE_LENGTH), {
        authTagLength: TAG_LENGTH,
      });
      decipher.setAuthTag(bytes.subarray(NONCE_LENGTH, NONCE_LENGTH + TAG_LENGTH));
      const plain = Buffer.concat([decipher.update(bytes.subarray(NONCE_LENGTH + TAG_LENGTH)), decipher.final()]);
      return plain.toString('utf8');
    } catch (cause) {
      throw unreadable(cause);
    }
  }
}

function unreadable(cause: unknown): AppError {
  return new AppError(
    'secret.unreadable',
    {
      zh: '无法解密已保存的密钥，请检查 CRYPTO_SECRET 是否被更改',
      en: 'A stored secret cannot be decrypted; was CRYPTO_SECRET changed?',
    },
    { status: 500, cause },
  );
}
