import type { ThrottlerStorage } from '@nestjs/throttler';

export type LimitRecord = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/** `waitMs` is the time until the oldest hit leaves the window. The guard wants seconds. */
export function toRecord(totalHits: number, isAllowed: boolean, waitMs: number): LimitRecord {
  const waitSeconds = Math.max(1, Math.ceil(waitMs / 1000));
  return {
    totalHits,
    isBlocked: !isAllowed,
    timeToExpire: waitSeconds,
    timeToBlockExpire: isAllowed ? 0 : waitSeconds,
  };
}
