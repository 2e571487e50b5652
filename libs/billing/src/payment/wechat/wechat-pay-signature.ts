import { createDecipheriv, sign, verify, type KeyObject } from 'node:crypto';
import { z } from 'zod';

/**
 * The signatures of WeChat Pay's APIv3. Own code: the vendor has no library for Node, those of others bring an HTTP client of
 * their own and verify parsed bodies written out again instead of the bytes that were signed; what is needed is this file.
 */
const SCHEME = 'WECHATPAY2-SHA256-RSA2048';
const TAG_BYTES = 16;

export interface Signer {
  mchId: string;
  serialNo: string;
  privateKey: KeyObject;
}

/** Headers under which WeChat tells its signature. */
export interface WechatPaySignature {
  serial: string;
  signature: string;
  nonce: string;
  timestamp: string;
}

/** Value of `Authorization`. `path` with the query, `body` '' when there is none. */
export function authorize(
  { mchId, serialNo, privateKey }: Signer,
  { method, path, body }: { method: string; path: string; body: string },
  nonce: string,
  timestamp: number,
): string {
  const signature = sign('sha256', Buffer.from(`${method}\n${path}\n${timestamp}\n${nonce}\n${body}\n`), privateKey);
  const parts = {
    mchid: mchId,
    nonce_str: nonce,
    signature: signature.toString('base64'),
    timestamp: String(timestamp),
    serial_no: serialNo,
  };
  return `${SCHEME} ${Object.entries(parts)
    .map(([name, value]) => `${name}="${value}"`)
    .join(',')}`;
}

/** Undefined when there is none. Names of `headers` in lower case. */
export function signatureOf(headers: Readonly<Record<string, string>>): WechatPaySignature | undefined {
  const serial = headers['wechatpay-serial'];
  const signature = headers['wechatpay-signature'];
  const nonce = headers['wechatpay-nonce'];
  const timestamp = headers['wechatpay-timestamp'];
  if (!serial || !signature || !nonce || !timestamp) return undefined;
  return { serial, signature, nonce, timestamp };
}

/** Whether the holder of `key` signed these very bytes. */
export function isSignedBy(key: KeyObject, { timestamp, nonce, signature }: WechatPaySignature, body: Buffer): boolean {
  const signed = Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), body, Buffer.from('\n')]);
  return verify('sha256', signed, key, Buffer.from(signature, 'base64'));
}

export const sealedSchema = z.object({
  algorithm: z.literal('AEAD_AES_256_GCM'),
  ciphertext: z.string(),
  nonce: z.string().min(1),
  associated_data: z.string().nullish(),
});

/** The text inside; undefined when it was not sealed with `apiV3Key`. */
export function unseal(sealed: z.infer<typeof sealedSchema>, apiV3Key: string): string | undefined {
  const bytes = Buffer.from(sealed.ciphertext, 'base64');
  if (bytes.length <= TAG_BYTES) return undefined;
  try {
    const decipher = createDecipheriv('aes-256-gcm', Buffer.from(apiV3Key), Buffer.from(sealed.nonce));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    decipher.setAAD(Buffer.from(sealed.associated_data ?? ''));
    return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
