import { createHash, timingSafeEqual } from 'node:crypto';

export type EpayFields = Readonly<Record<string, string>>;

/**
 * Lower-case hex MD5 of the fields that are not empty, sorted by name as `k=v` joined with `&`, values raw, with the key
 * right behind. `sign` and `sign_type` do not count.
 */
export function epaySignature(fields: EpayFields, key: string): string {
  const text = Object.entries(fields)
    .filter(([name, value]) => value !== '' && name !== 'sign' && name !== 'sign_type')
    .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  return createHash('md5')
    .update(text + key, 'utf8')
    .digest('hex');
}

/** Compares in constant time. An empty key signs nothing. */
export function isSignedByEpay(fields: EpayFields, key: string): boolean {
  const given = Buffer.from((fields['sign'] ?? '').toLowerCase());
  const wanted = Buffer.from(epaySignature(fields, key));
  return key !== '' && given.length === wanted.length && timingSafeEqual(given, wanted);
}
