/** China has one time zone and no summer time; its services tell times without naming it. */
const AHEAD_SECONDS = 8 * 3600;

/** Unix seconds → `2026-01-31 08:00:00`. */
export function encodeBeijingTime(seconds: number): string {
  return new Date((seconds + AHEAD_SECONDS) * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

/** Undefined = not such a time. */
export function decodeBeijingTime(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)) return undefined;
  const ms = Date.parse(`${text.replace(' ', 'T')}+08:00`);
  return Number.isNaN(ms) ? undefined : ms / 1000;
}
