import type { Money } from '@app/kernel';

/** Where a user's money is. */
export type LedgerAccount = 'wallet' | 'reward';

/** The other side of a movement: where money comes from and goes to, as seen by users. */
export type CounterAccount =
  'revenue' | 'opening' | 'gifts' | 'payments' | 'adjustments' | 'expiry' | 'withdrawals' | 'plans' | LedgerAccount;

export type LedgerOperation =
  | 'usage'
  | 'opening'
  | 'adjustment'
  | 'gift'
  | 'redemption'
  | 'top-up'
  | 'order-refund'
  | 'rebate'
  | 'transfer'
  | 'withdrawal'
  | 'withdrawal-return'
  | 'expiry'
  | 'call-refund'
  | 'plan-purchase';

export interface LedgerMovement {
  userId: number;
  operation: LedgerOperation;
  /** Unique within the operation, at most 64 characters. */
  key: string;
  /** Signed: what `account` gains (negative = loses); `counter` loses the same. */
  amount: Money;
  /** Default by operation, as a rule 'wallet'; see `domain/movement-accounts.ts`. */
  account?: LedgerAccount;
  /** Default by operation. */
  counter?: CounterAccount;
  /** Credited money of the wallet that belongs to a lot. Absent = it never ends and is spent last. */
  lot?: { /** Unix seconds; null = never. */ endsAt: number | null };
  /** Of a debit of the wallet: the lot that it takes from first, by the movement that made it. */
  fromLot?: { operation: LedgerOperation; key: string };
  /**
   * Least that may be left on the debited account (`account`, or `counter` when that is wallet or reward), of a wallet beside what calls
   * hold; absent = no limit.
   */
  floor?: Money;
}

/**
 * `repeated`: the key was used before; `insufficient`: less than the floor would be left. Of both, nothing happened.
 */
export type PostOutcome = 'posted' | 'repeated' | 'insufficient';

/** Moves money outside of calls. Each movement is one ledger entry between two accounts and happens once per key. */
export abstract class Ledger {
  /** Joins the running transaction (UnitOfWork). Publishes 'wallet.changed' after the commit, also after one whose answer got lost. */
  abstract post(movement: LedgerMovement): Promise<PostOutcome>;
  /** What does not agree with the entries, of everybody or of one user; empty = all is well. */
  abstract verify(userId?: number): Promise<LedgerDifference[]>;
  /** Sum of every account over all entries, in nano-dollars. Together they are zero. */
  abstract totals(): Promise<AccountTotal[]>;
}

export interface LedgerDifference {
  /**
   * `lots`: the lots of a user hold more than his wallet, or one holds less than nothing. `leased`, `leased-allowance`: what is lent
   * of a balance or an allowance is not the sum of the nodes' slices.
   */
  account: LedgerAccount | 'allowance' | 'lots' | 'leased' | 'leased-allowance';
  /** User, of an allowance the token. */
  ownerId: number;
  /** What the row of the owner says. */
  stored: Money;
  /** What the entries say; of lots the most that they may hold. */
  entries: Money;
  /** Last entry of the account, where to begin looking; undefined = it has none. */
  lastEntryId: string | undefined;
}

export interface AccountTotal {
  account: LedgerAccount | CounterAccount;
  sum: Money;
}
