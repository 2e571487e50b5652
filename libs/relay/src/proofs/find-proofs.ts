const KEY = Buffer.from('"encrypted_content"');
const QUOTE = 0x22;
const COLON = 0x3a;

/**
 * The encrypted reasoning in bytes of the Responses API, in order. Text that merely looks like it has its quotes escaped.
 * Proofs themselves are base64 and have nothing to escape.
 */
export function findProofs(bytes: Buffer): string[] {
  const proofs: string[] = [];
  for (let at = bytes.indexOf(KEY); at >= 0; at = bytes.indexOf(KEY, at)) {
    at = afterSpace(bytes, at + KEY.length);
    if (bytes[at] !== COLON) continue;
    const start = afterSpace(bytes, at + 1);
    if (bytes[start] !== QUOTE) continue;
    const end = bytes.indexOf(QUOTE, start + 1);
    if (end < 0) break;
    if (end > start + 1) proofs.push(bytes.toString('latin1', start + 1, end));
    at = end + 1;
  }
  return proofs;
}

function afterSpace(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at++;
  return at;
}
