import type { Money } from '../money/money';

/** A change of what a token may still spend, made by somebody and not by a call. */
export interface AllowanceChange {
  tokenId: number;
  /** The token's owner. */
  userId: number;
  /** What the allowance gains; negative = loses. Exactly the difference that was written to the token. */
  amount: Money;
  /** Unique among all changes of allowances, at most 64 characters. */
  key: string;
}

/**
 * Where allowances are accounted for: a token's allowance is the sum of its changes and its charges. Whoever sets one records
 * the difference here, in the transaction that writes it.
 */
export abstract class AllowanceJournal {
  /** Joins the running transaction (UnitOfWork). A change of nothing leaves no trace. */
  abstract record(change: AllowanceChange): Promise<void>;
}
