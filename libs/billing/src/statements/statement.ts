import type { LedgerLine } from './ledger-lines';
import type { StatementPeriod } from './statement-period';
import type { UsageLine } from './usage-lines';
import type { UserBalances } from './user-balances';

export type StatementKind = 'usage' | 'ledger';

/** What stands above the lines. */
export interface StatementHead {
  userId: number;
  period: StatementPeriod;
  quotaPerUnit: number;
}

export interface UsageStatement {
  kind: 'usage';
  head: StatementHead;
  /** Page by page, read while they are written out. */
  lines: AsyncIterable<UsageLine[]>;
}

export interface LedgerStatement {
  kind: 'ledger';
  head: StatementHead;
  /** What the period begins with. */
  opening: UserBalances;
  lines: AsyncIterable<LedgerLine[]>;
}

export type Statement = UsageStatement | LedgerStatement;
