import { createHash } from 'node:crypto';

/** A refund's key as the Chinese services take it: at most 64 letters, digits and underscores. The same key, the same number. */
export function refundNumber(key: string): string {
  return /^\w{1,64}$/.test(key) ? key : createHash('sha256').update(key).digest('hex');
}
