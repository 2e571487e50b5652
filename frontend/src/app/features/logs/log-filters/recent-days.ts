/** From the first midnight of the last `days` days, today included, to the end of today; browser time zone. */
export function recentDays(days: number, now: Date): [Date, Date] {
  const start = new Date(now.getFullYear(), now.getMonth(), now.getDate() - days + 1);
  const end = new Date(now.getFullYear(), now.getMonth(), now.getDate(), 23, 59, 59);
  return [start, end];
}
