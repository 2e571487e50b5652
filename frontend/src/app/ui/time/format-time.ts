const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** Unix seconds as `YYYY-MM-DD HH:mm:ss` in the time zone of the browser. */
export function formatTime(unixSeconds: number): string {
  const time = new Date(unixSeconds * 1000);
  const date = [time.getFullYear(), twoDigits(time.getMonth() + 1), twoDigits(time.getDate())].join('-');
  return `${date} ${[time.getHours(), time.getMinutes(), time.getSeconds()].map(twoDigits).join(':')}`;
}
