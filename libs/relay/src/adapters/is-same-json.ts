/** Whether two values that were read from JSON say the same; far cheaper than writing both. */
export function isSameJson(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every((name) => Object.hasOwn(right, name) && isSameJson(valueOf(left, name), valueOf(right, name)));
}

function valueOf(holder: object, name: string): unknown {
  return (holder as Record<string, unknown>)[name];
}
