import { Injectable } from '@nestjs/common';
import type { Money } from '@app/kernel';
import type { LedgerEntryEntity } from '../persistence/ledger-entry.entity';
import { LedgerPages } from './ledger-pages';
import type { StatementPeriod } from './statement-period';

/** One movement of a user's money. */
export interface LedgerLine {
  /** Unix seconds. */
  time: number;
  operation: string;
  key: string;
  account: string;
  counter: string;
  /** What the account gained; negative = lost. */
  amount: Money;
  /** Of the account, with this movement. */
  balanceAfter: Money;
}

/** The other side of what moves a wallet. */
const COUNTERS: Readonly<Record<string, string>> = {
  usage: 'revenue',
  opening: 'opening',
  adjustment: 'adjustments',
};

@Injectable()
export class LedgerLines {
  constructor(private readonly entries: LedgerPages) {}

  /** The balance that the period begins with. */
  openingBalance(userId: number, period: StatementPeriod): Promise<Money> {
    return this.entries.sumBefore(userId, period.from);
  }

  async *read(userId: number, period: StatementPeriod, opening: Money): AsyncGenerator<LedgerLine[]> {
    let balanceAfter = opening;
    for await (const page of this.entries.read(userId, period)) {
      yield page.map((entry) => {
        balanceAfter += entry.amount;
        return toLedgerLine(entry, balanceAfter);
      });
    }
  }
}

function toLedgerLine(
  { createdAt, operation, operationKey, amount }: LedgerEntryEntity,
  balanceAfter: Money,
): LedgerLine {
  const counter = COUNTERS[operation] ?? '';
  return { time: createdAt, operation, key: operationKey, account: 'wallet', counter, amount, balanceAfter };
}
