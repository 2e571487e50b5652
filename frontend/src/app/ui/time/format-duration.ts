/** Milliseconds below one second, then seconds with as many digits as help. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 1000) return `${Math.round(durationMs)} ms`;
  const seconds = durationMs / 1000;
  return `${seconds < 100 ? Number(seconds.toFixed(1)) : Math.round(seconds)} s`;
}
