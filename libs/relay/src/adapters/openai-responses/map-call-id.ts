import { createHash } from 'node:crypto';

const LONGEST = 64;
const HASH_LENGTH = 8;
const SAFE = /^[a-zA-Z0-9_-]+$/;

/** Ids of other dialects may be longer, or of other characters, than OpenAI takes. The same id always becomes the same. */
export function encodeCallId(id: string): string {
  if (id.length <= LONGEST && SAFE.test(id)) return id;
  const clean = id.replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, LONGEST - HASH_LENGTH - 1);
  return `${clean}_${hashOf(id).slice(0, HASH_LENGTH)}`;
}

/** 64 characters that stand for a text, the same for the same text. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
