import { createHash } from 'node:crypto';

const LONGEST_NAME = 128;
const FORBIDDEN = /[^a-zA-Z0-9_-]/g;

/** Tool names are `[a-zA-Z0-9_-]{1,128}` here. The same name always gives the same result, so history and tools agree. */
export function encodeToolName(name: string): string {
  const clean = name.replace(FORBIDDEN, '_');
  if (clean !== '' && clean.length <= LONGEST_NAME) return clean;
  return `${clean.slice(0, LONGEST_NAME - 9)}_${shortHash(name)}`;
}

/** Ids of calls have the same alphabet. A changed id carries a mark of the old one, lest two become the same. */
export function encodeCallId(id: string): string {
  const clean = id.replace(FORBIDDEN, '_');
  return clean === id && clean !== '' ? clean : `${clean}_${shortHash(id)}`;
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
