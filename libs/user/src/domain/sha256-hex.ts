import * as crypto from 'node:crypto';

const oneShot: unknown = (crypto as Partial<typeof crypto>).hash;

/** SHA-256 in lower-case hex. The one-shot function is several times faster, but Node 20 has it only from 20.12 on. */
export const sha256Hex: (text: string) => string =
  typeof oneShot === 'function'
    ? (text) => crypto.hash('sha256', text, 'hex')
    : (text) => crypto.createHash('sha256').update(text).digest('hex');
