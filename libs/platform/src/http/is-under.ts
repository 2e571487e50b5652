/** Whether a request's address lies at or below a path; `/apiary` is not under `/api`. */
export function isUnder(prefix: string, url: string): boolean {
  if (url.slice(0, prefix.length).toLowerCase() !== prefix) return false;
  const next = url[prefix.length];
  return next === undefined || next === '/' || next === '?';
}
