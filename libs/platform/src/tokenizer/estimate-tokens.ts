/** English runs at about four bytes per token, other scripts at about three. */
const ASCII_PER_TOKEN = 4;
const OTHER_BYTES_PER_TOKEN = 3;

/** Tokens of texts by the bytes they take in UTF-8: rough, without a vocabulary, a few milliseconds for megabytes. */
export function estimateTokens(texts: readonly string[]): number {
  let asciiBytes = 0;
  let otherBytes = 0;
  for (const text of texts) {
    const bytes = Buffer.byteLength(text);
    // As many bytes as characters: all of it is ASCII, found out natively.
    const ascii = bytes === text.length ? bytes : countAscii(text);
    asciiBytes += ascii;
    otherBytes += bytes - ascii;
  }
  return Math.ceil(asciiBytes / ASCII_PER_TOKEN + otherBytes / OTHER_BYTES_PER_TOKEN);
}

function countAscii(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) < 0x80) count++;
  return count;
}
