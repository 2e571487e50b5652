/** What an update says about a token's allowance, in quota as the API shows it. */
export interface AllowanceWish {
  /** Sent as new value; undefined = leave it. */
  quota: number | undefined;
  /** Named by the client as what the token has to hold still, or the update is refused. */
  expectedQuota: number | undefined;
  /** What the client's form had shown, as far as it sent that back. */
  seenQuota: number | undefined;
}

export type AllowanceDecision = 'keep' | 'set' | 'set-if-unchanged' | 'conflict';

/**
 * Forms of this family send the whole token back, allowance included, while calls go on spending it. A number that is only
 * what the form had shown is no wish to set it: it would give back what was spent meanwhile. `shownNow` = what the API would
 * show of the stored allowance.
 */
export function decideAllowance(wish: AllowanceWish, shownNow: number): AllowanceDecision {
  const { quota, expectedQuota, seenQuota } = wish;
  if (quota === undefined || quota === shownNow) return 'keep';
  if (quota === (expectedQuota ?? seenQuota)) return 'keep';
  if (expectedQuota === undefined) return 'set';
  return expectedQuota === shownNow ? 'set-if-unchanged' : 'conflict';
}
