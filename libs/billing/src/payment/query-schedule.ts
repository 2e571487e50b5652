export const ORDER_LIFE_SECONDS = 24 * 3_600;
/** Transfers between banks take days. */
export const MANUAL_ORDER_LIFE_SECONDS = 7 * 24 * 3_600;

const FIRST_AFTER_SECONDS = [120, 600, 3_600];

/** When to ask about an order next: 2 min, 10 min and 1 h after it was made, then hourly until it ends. */
export function nextQueryAt(createdAt: number, now: number, expiresAt: number): number {
  const age = now - createdAt;
  const first = FIRST_AFTER_SECONDS.find((after) => after > age);
  const after = first ?? (Math.floor(age / 3_600) + 1) * 3_600;
  return Math.min(createdAt + after, Math.max(expiresAt, now + 1));
}
