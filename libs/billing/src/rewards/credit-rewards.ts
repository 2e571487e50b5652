import type { Money } from '@app/kernel';
import type { LedgerOperation } from '../ledger.contract';

/** A top-up that was just posted. */
export interface Credit {
  userId: number;
  amount: Money;
  /** Operation and key of its ledger entry; together they make whatever follows from it happen once. */
  operation: LedgerOperation;
  key: string;
}

/** What a top-up brings beside its money: the inviter's rebate and the group of users who paid. */
export abstract class CreditRewards {
  /**
   * Runs inside the transaction that credited the money, once, after the ledger said 'posted'. Locks the inviter's row; a
   * transaction that can meet others on the same users locks both rows before it starts (`UserRows.lock`).
   */
  abstract afterCredit(credit: Credit): Promise<void>;
  /**
   * Runs inside the transaction that paid the money back: the inviter's share of it goes too, as far as he still has it.
   * `before` and `now`: how much of the credit belonged to what was paid back until then, and with this.
   */
  abstract afterRefund(credit: Credit, before: Money, now: Money): Promise<void>;
}
