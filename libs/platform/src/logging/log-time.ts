const pad = (value: number): string => String(value).padStart(2, '0');

/** `2006/01/02 - 15:04:05` in local time. */
export function logTime(nowMs: number): string {
  const time = new Date(nowMs);
  const date = `${time.getFullYear()}/${pad(time.getMonth() + 1)}/${pad(time.getDate())}`;
  return `${date} - ${pad(time.getHours())}:${pad(time.getMinutes())}:${pad(time.getSeconds())}`;
}

/** `20060102` in local time, for file names. */
export function logDay(nowMs: number): string {
  const time = new Date(nowMs);
  return `${time.getFullYear()}${pad(time.getMonth() + 1)}${pad(time.getDate())}`;
}
