import type { Money } from '@app/kernel';

/** What the rules of spending need to know of a lot. */
export interface SpendableLot {
  id: string;
  /** What it can hold at most. */
  amount: Money;
  remaining: Money;
  /** Unix seconds; null = never. */
  endsAt: number | null;
}

/** Soonest end first, those without an end last; of two that end together the older one first. */
export function inSpendingOrder<T extends SpendableLot>(lots: readonly T[]): T[] {
  return [...lots].sort((a, b) => {
    if (a.endsAt === b.endsAt) return BigInt(a.id) < BigInt(b.id) ? -1 : 1;
    if (a.endsAt === null) return 1;
    return b.endsAt === null ? -1 : a.endsAt - b.endsAt;
  });
}

/**
 * Takes what was spent from the lots, in spending order. `excess`: what no lot had; it was money without a lot.
 *
 * It makes no difference whether this is done at each charge or once for the sum of several, as long as the set of lots stays
 * the same: lots are drained front to back, so what is gone depends on the sum alone.
 */
export function spendFromLots<T extends SpendableLot>(lots: readonly T[], spent: Money): { lots: T[]; excess: Money } {
  let excess = spent;
  const after = inSpendingOrder(lots).map((lot) => {
    const taken = smaller(lot.remaining, excess);
    excess -= taken;
    return { ...lot, remaining: lot.remaining - taken };
  });
  return { lots: after, excess };
}

/** Gives money back to lots that were spent from and are still alive, the last one spent from first. `rest` fits in none. */
export function refillLots<T extends SpendableLot>(
  lots: readonly T[],
  amount: Money,
  nowSeconds: number,
): { lots: T[]; rest: Money } {
  let rest = amount;
  const after = inSpendingOrder(lots)
    .reverse()
    .map((lot) => {
      if (lot.endsAt !== null && lot.endsAt <= nowSeconds) return lot;
      const given = smaller(lot.amount - lot.remaining, rest);
      rest -= given;
      return { ...lot, remaining: lot.remaining + given };
    });
  return { lots: after.reverse(), rest };
}

/** How much of a credit lots may take: debts are paid from it first, so that lots never hold more than the wallet. */
export function roomForLots(amount: Money, balanceAfter: Money, heldByLots: Money): Money {
  const free = balanceAfter - heldByLots;
  return free <= 0n ? 0n : smaller(amount, free);
}

export function totalRemaining(lots: readonly SpendableLot[]): Money {
  return lots.reduce((sum, lot) => sum + lot.remaining, 0n);
}

function smaller(a: Money, b: Money): Money {
  return a < b ? a : b;
}
