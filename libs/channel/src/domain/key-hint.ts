const SHORTEST_SHOWN = 20;

/** What administrators see of a key: enough to tell two keys apart, nothing of a short one. */
export function keyHint(key: string): string {
  if (key === '') return '';
  // Anything beyond plain letters could take more room than the column has, or look like another key.
  if (key.length < SHORTEST_SHOWN || !/^[\x21-\x7e]+$/.test(key)) return '***';
  return `${key.slice(0, 3)}***${key.slice(-4)}`;
}
