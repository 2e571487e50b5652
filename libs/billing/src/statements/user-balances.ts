import type { LedgerAccount } from '../ledger.contract';
import type { LedgerEntryEntity } from '../persistence/ledger-entry.entity';

/** What a user has on each of his accounts, in nano-dollars. */
export type UserBalances = Record<LedgerAccount, bigint>;

export const USER_ACCOUNTS = ['wallet', 'reward'] as const satisfies readonly LedgerAccount[];

/** The balances after an entry. */
export function balancesAfter(
  before: UserBalances,
  entry: Pick<LedgerEntryEntity, 'account' | 'counter' | 'amount'>,
): UserBalances {
  const after = { ...before };
  for (const account of USER_ACCOUNTS) {
    if (entry.account === account) after[account] += entry.amount;
    if (entry.counter === account) after[account] -= entry.amount;
  }
  return after;
}
