/** Ids of models have colons and, as ARNs, slashes: all of it is one segment. */
export function modelPath(id: string, method: string): string {
  return `/model/${encodeURIComponent(id)}/${method}`;
}
