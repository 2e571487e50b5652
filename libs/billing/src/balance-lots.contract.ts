import type { Money } from '@app/kernel';

/** Money of a wallet that was credited with a lot and what is left of it. */
export interface BalanceLot {
  id: string;
  userId: number;
  /** The movement that it was credited with. */
  operation: string;
  operationKey: string;
  amount: Money;
  remaining: Money;
  /** Unix seconds; of the end null = never. */
  startsAt: number;
  endsAt: number | null;
  /** When its owner was told of the end; null = he was not. */
  notifiedAt: number | null;
}

export interface EndingLots {
  userId: number;
  /** In the order they are spent, at least one. */
  lots: BalanceLot[];
}

/**
 * Lots of wallets. Spending takes from the lot that ends first, then from those without an end, then from money without a
 * lot. Lots are opened by `Ledger.post`.
 */
export abstract class BalanceLots {
  /** The user's lots that hold something, in the order they are spent. */
  abstract list(userId: number): Promise<BalanceLot[]>;
  /** Writes to the lots what was spent since the last time. Whoever reads lots here need not ask for it. */
  abstract allot(userId: number): Promise<void>;
  /**
   * Removes what lots that have ended still hold, never more than the wallet has and calls do not hold; once, however many nodes do it.
   * Returns how many ended. One user's failure stops no other; it is logged, and this rejects at the end.
   */
  abstract expireDue(signal?: AbortSignal): Promise<number>;
  /** Lots that end until then, hold something, and whose owners were not told; by user. */
  abstract endingBefore(seconds: number): Promise<EndingLots[]>;
  abstract markNotified(lotIds: readonly string[]): Promise<void>;
}
