/** `*` in a pattern stands for any text, everything else for itself. */
export function matchModel(pattern: string, model: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
  const tail = rest.pop();
  if (tail === undefined) return pattern === model;
  if (!model.startsWith(head)) return false;
  let from = head.length;
  for (const part of rest) {
    const at = model.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return model.length - tail.length >= from && model.endsWith(tail);
}
