import type { Money } from '@app/kernel';
import type { LedgerLine } from './ledger-lines';

/** What the lines of a ledger statement add up to. */
export class LedgerTotals {
  entries = 0;
  /** What calls cost; equal to the total of the period's usage statement. */
  usage: Money = 0n;
  closing: Money;

  constructor(opening: Money) {
    this.closing = opening;
  }

  add(page: readonly LedgerLine[]): void {
    for (const { operation, amount } of page) {
      this.entries += 1;
      this.closing += amount;
      if (operation === 'usage') this.usage -= amount;
    }
  }
}
