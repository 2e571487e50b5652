import { createHash } from 'node:crypto';

const FORBIDDEN = /[^a-zA-Z0-9_-]/g;
const LONGEST = 64;
const HASH_LENGTH = 8;

/** Ids of calls are short and plain here. A changed id carries a mark of the old one, lest two become the same. */
export function encodeCallId(id: string): string {
  const clean = id.replace(FORBIDDEN, '_');
  if (clean === id && clean !== '' && clean.length <= LONGEST) return clean;
  const hash = createHash('sha256').update(id).digest('hex').slice(0, HASH_LENGTH);
  return `${clean.slice(0, LONGEST - HASH_LENGTH - 1)}_${hash}`;
}
