import type { Money } from '@app/kernel';

/** What an account holds for a call: `most` where it has that, else all it has, but no less than `least`. */
export interface HoldRange {
  least: Money;
  most: Money;
}

/** What is held where so much is free; undefined = it is too little. */
export function heldOf({ least, most }: HoldRange, free: Money): Money | undefined {
  if (free >= most) return most;
  if (free >= least) return free;
  // Nothing has to be there: also of an account that is overdrawn.
  return least === 0n ? 0n : undefined;
}
