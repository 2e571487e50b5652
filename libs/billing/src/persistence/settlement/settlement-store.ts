import type { GroupTotals } from '../../application/settlement-group';
import type { LogRow } from '../../application/settlement';

/**
 * Writes groups of settlements. `writeGroup` is one transaction: ledger, counters and (when logs share the database) log rows.
 * A request id that is already in the ledger makes it fail as a whole with `isDuplicate`.
 */
export interface SettlementStore {
  writeGroup(totals: GroupTotals): Promise<void>;
  writeLogs(rows: readonly LogRow[]): Promise<void>;
  isDuplicate(error: unknown): boolean;
}
