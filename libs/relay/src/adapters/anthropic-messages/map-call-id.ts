import { createHash } from 'node:crypto';

const FORBIDDEN = /[^a-zA-Z0-9_-]/g;

/** Ids of calls have the alphabet of names here. A changed id carries a mark of the old one, lest two become the same. */
export function encodeCallId(id: string): string {
  const clean = id.replace(FORBIDDEN, '_');
  return clean === id && clean !== '' ? clean : `${clean}_${shortHash(id)}`;
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
