import type { Money } from '@app/kernel';
import type { HoldRange } from '../../domain/hold-range';

/** What is held for the call, or why nothing is. */
export type CoverOutcome = Money | 'short' | 'unavailable';

export interface Waiter extends HoldRange {
  resolve: (outcome: CoverOutcome) => void;
}

/** What this node has borrowed of one account. */
export interface Slice {
  /** As the database has it; charges on their way there (`unwritten`) still have to be taken from it. */
  lent: Money;
  /**
   * As the database has it: what running calls hold at the worst beyond the slice. More only where the database has it first, because
   * it keeps other nodes from the same.
   */
  uncovered: Money;
  /** What the next take should bring beyond what is needed: doubles while the account is busy. */
  appetite: Money;
  takenAtMs: number;
  returnedAtMs: number;
  usedAtMs: number;
  /** Calls that the slice did not cover, in order. */
  waiting: Waiter[];
  isServing: boolean;
  /** A commit failed or its answer got lost: the database may hold more for this node than `lent`. */
  isUnsure: boolean;
}

export interface BorrowingAccount {
  slice: Slice | undefined;
  unwritten: Money;
  reserved: Money;
}

/** Nobody has anything more to lend. */
export interface LastOfIt {
  /** What is lent beyond what there is, without what this node holds beyond its slice. */
  lack: Money;
  /** Another node has a call that is not covered. */
  isTaken: boolean;
}

const BUSY_MS = 10_000;
/** So long what a node has handed back is for those who asked: it borrows what its calls need and no share. */
export const YIELD_MS = 1_000;
/** The first slice holds so many calls. */
const FIRST_CALLS = 4n;

export function emptySlice(): Slice {
  return {
    ...{
      lent: 0n,
      uncovered: 0n,
      appetite: 0n,
      takenAtMs: -Infinity,
      returnedAtMs: -Infinity,
      usedAtMs: performance.now(),
    },
    ...{ waiting: [], isServing: false, isUnsure: false },
  };
}

/** What the account's slice can still cover at once. */
export function freeOf({ slice, unwritten, reserved }: BorrowingAccount): Money {
  return slice === undefined ? 0n : slice.lent - unwritten - reserved;
}

/** What running calls, and charges on their way, take beyond the slice; as far as the database has it. */
export function uncoveredOf({ uncovered }: Slice, free: Money): Money {
  return smaller(uncovered, lackOf(free));
}

/** What is missing where so much is free. */
export function lackOf(free: Money): Money {
  return free < 0n ? -free : 0n;
}

/**
 * Whether the call may go where so much is free of the slice: with all of its worst case, or with the last of what there is, as
 * long as no other node has a call that is not covered.
 */
export function mayGo({ least, most }: HoldRange, free: Money, last: LastOfIt | undefined): boolean {
  if (free >= most) return true;
  if (last === undefined) return false;
  // Nothing has to be there: also of an account that is overdrawn.
  return free - last.lack >= least || (least === 0n && !last.isTaken);
}

/**
 * How much to borrow: what the waiting calls need, as many of them in order as there is money for, and a share of the rest,
 * at most an equal part per node; just after it handed back no share, or who asked for that would find it borrowed again.
 *
 * @param unlent what nobody has borrowed
 * @param free what the slice has left; negative after a charge above its reservation, and while a call's worst case is not covered
 */
export function amountToTake(slice: Slice, unlent: Money, free: Money, nodes: number, nowMs: number): Money {
  if (unlent <= 0n) return 0n;
  let sum = 0n;
  for (const { least, most } of slice.waiting) {
    const left = unlent + free - sum;
    if (left >= least) sum += smaller(most, left);
  }
  if (sum === 0n || sum <= free) return 0n;
  const need = sum - free;
  if (nowMs - slice.returnedAtMs < YIELD_MS) return need;
  const wanted = nowMs - slice.takenAtMs < BUSY_MS ? slice.appetite * 2n : FIRST_CALLS * sum;
  // No more than there is: of an account that is busy at its end it would double without end.
  slice.appetite = smaller(wanted, unlent);
  slice.takenAtMs = nowMs;
  return need + smaller(slice.appetite, (unlent - need) / BigInt(Math.max(1, nodes)));
}

export function smaller(a: Money, b: Money): Money {
  return a < b ? a : b;
}
