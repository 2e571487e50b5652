import type { Money } from '@app/kernel';
import type { LedgerLine } from './ledger-lines';
import type { UserBalances } from './user-balances';

/** What the lines of a ledger statement add up to. */
export class LedgerTotals {
  entries = 0;
  /** What calls cost; equal to the total of the period's usage statement. */
  usage: Money = 0n;
  closing: UserBalances;

  constructor(opening: UserBalances) {
    this.closing = opening;
  }

  add(page: readonly LedgerLine[]): void {
    this.entries += page.length;
    this.closing = page.at(-1)?.balances ?? this.closing;
    for (const { operation, amount } of page) if (operation === 'usage') this.usage -= amount;
  }
}
