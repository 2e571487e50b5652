import { Injectable } from '@nestjs/common';
import type { Money } from '@app/kernel';
import type { LedgerOperation } from '../billing.contract';

/** Money that a user brought in, by a paid order or a redeemed code. */
export interface Credit {
  userId: number;
  amount: Money;
  operation: LedgerOperation;
  /** Of the ledger entry; the rewards of one credit are given once. */
  key: string;
}

/** What follows from a credit: the inviter's rebate, the move into another group. */
export abstract class CreditRewards {
  /** Runs inside the transaction of the credit: both happen or neither does. */
  abstract afterCredit(credit: Credit): Promise<void>;
}

@Injectable()
export class NoCreditRewards extends CreditRewards {
  async afterCredit(): Promise<void> {}
}
