/** Seconds to wait after the first failed attempt, the second, and so on. */
const DELAYS_SECONDS = [60, 300, 900, 3_600, 3 * 3_600, 6 * 3_600, 12 * 3_600];

/** When to try again after so many failed attempts; undefined = no more. */
export function retryDelaySeconds(failedAttempts: number): number | undefined {
  return DELAYS_SECONDS[failedAttempts - 1];
}

/** The server has understood and refuses this letter or its receiver: it will do so again. */
export function isRefusedForGood(error: unknown): boolean {
  const { code, responseCode = 0 } = error as { code?: string; responseCode?: number };
  return (code === 'EENVELOPE' || code === 'EMESSAGE') && responseCode >= 500;
}
