/** Unix seconds as `2026-11-26T08:00:00Z`. */
export function utcTime(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}
