import type { Money } from '@app/kernel';

/** What an account holds for a call: `most`, if it has `least` free. */
export interface HoldRange {
  least: Money;
  most: Money;
}

/**
 * What is held where so much is free; undefined = it is too little. All of the worst case, also beyond what is free: until other
 * calls have left enough for it, no further one is admitted, so at most one of them all is not covered.
 */
export function heldOf({ least, most }: HoldRange, free: Money): Money | undefined {
  // Nothing has to be there: also of an account that is overdrawn.
  return free >= least || least === 0n ? most : undefined;
}
