import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';
let second = 0;
let prefix = '';
let pool = Buffer.alloc(0);
let offset = 0;
let counter = 0;

/**
 * Request id in the form callers of this family know: `yyyyMMddHHmmss`, then 9 digits within the second, then 8 random
 * characters. Ids sort by time, which keeps the unique indexes on them append-only.
 */
export function createRequestId(nowMs: number = Date.now()): string {
  const currentSecond = Math.floor(nowMs / 1000);
  if (currentSecond !== second) {
    second = currentSecond;
    counter = 0;
    prefix = new Date(currentSecond * 1000).toISOString().replace(/\D/g, '').slice(0, 14);
  }
  // Milliseconds, then a count: in order within a process, and cheaper than asking for nanoseconds.
  const fraction = String((nowMs % 1000) * 1_000_000 + (counter++ % 1_000_000)).padStart(9, '0');
  if (offset + 8 > pool.length) {
    pool = randomBytes(4096);
    offset = 0;
  }
  let tail = '';
  for (let i = 0; i < 8; i++) tail += ALPHABET[(pool[offset++] as number) % 36];
  return prefix + fraction + tail;
}
