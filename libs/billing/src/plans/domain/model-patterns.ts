/** Whether one of the names, or patterns with `*`, is that of the model. No patterns at all = every model. */
export function matchesModel(patterns: readonly string[], model: string): boolean {
  return patterns.length === 0 || patterns.some((pattern) => matches(pattern, model));
}

/** The pieces between the stars in order, the first at the beginning and the last at the end; no backtracking. */
function matches(pattern: string, model: string): boolean {
  const pieces = pattern.split('*');
  const first = pieces.shift()!;
  const last = pieces.pop();
  if (last === undefined) return model === first;
  if (!model.startsWith(first) || !model.endsWith(last) || model.length < first.length + last.length) return false;
  let from = first.length;
  for (const piece of pieces) {
    const at = model.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return from <= model.length - last.length;
}
