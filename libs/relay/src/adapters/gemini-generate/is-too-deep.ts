/** Google refuses messages nested deeper than 100 levels; twice that leaves room and is far from the end of the stack. */
const MOST_DEPTH = 200;

export function isTooDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth >= MOST_DEPTH) return true;
  for (const name in value) {
    if (isTooDeep((value as Record<string, unknown>)[name], depth + 1)) return true;
  }
  return false;
}
