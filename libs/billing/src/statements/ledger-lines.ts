import { Injectable } from '@nestjs/common';
import type { Money } from '@app/kernel';
import { LedgerPages } from './ledger-pages';
import type { StatementPeriod } from './statement-period';
import { balancesAfter, type UserBalances } from './user-balances';

/** One movement of a user's money. */
export interface LedgerLine {
  /** Unix seconds. */
  time: number;
  operation: string;
  key: string;
  account: string;
  counter: string;
  /** What the account gained and the other side lost; negative = the other way round. */
  amount: Money;
  /** With this movement. */
  balances: UserBalances;
  /** Of the account, with this movement. */
  balanceAfter: Money;
}

@Injectable()
export class LedgerLines {
  constructor(private readonly entries: LedgerPages) {}

  /** The balances that the period begins with. */
  openingBalances(userId: number, period: StatementPeriod): Promise<UserBalances> {
    return this.entries.balancesAt(userId, period.from);
  }

  async *read(userId: number, period: StatementPeriod, opening: UserBalances): AsyncGenerator<LedgerLine[]> {
    let balances = opening;
    for await (const page of this.entries.read(userId, period)) {
      yield page.map((entry) => {
        balances = balancesAfter(balances, entry);
        const { createdAt: time, operation, operationKey: key, account, counter, amount } = entry;
        const balanceAfter = account === 'reward' ? balances.reward : balances.wallet;
        return { time, operation, key, account, counter, amount, balances, balanceAfter };
      });
    }
  }
}
