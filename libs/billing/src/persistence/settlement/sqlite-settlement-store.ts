import { type SqliteBatchWriter, type SqliteRows, type SqliteStatement, type SqliteValue } from '@app/platform';
import { allowanceOf, LOG_COLUMNS, type LogRow, type Settlement } from '../../application/settlement';
import type { GroupTotals } from '../../application/settlement-group';
import { sumOfSlices } from '../sum-of-slices';
import type { SettlementStore } from './settlement-store';

const LEDGER_ROW = `(?, 'usage', ?, -CAST(? AS INTEGER), ?, 'wallet', 'revenue', ?, ?)`;
/**
 * OR FAIL: SQLite copies the pages that a statement of several rows changes into a file of its own, in case the statement alone has to
 * be taken back. Here a row that is refused ends the whole transaction, and without these copies a charge costs a seventh less CPU.
 */
const insertLedgerRows = (count: number): string =>
  `INSERT OR FAIL INTO ledger_entries (user_id, operation, operation_key, amount, created_at, account, counter, token_id, allowance)
  VALUES ${Array<string>(count).fill(LEDGER_ROW).join(', ')}`;
const INSERT_LEDGER = insertLedgerRows(1);
const LEDGER_ROWS_AT_ONCE = 32;
const MANY_LEDGER_ROWS = { sql: insertLedgerRows(LEDGER_ROWS_AT_ONCE), rows: LEDGER_ROWS_AT_ONCE };
const UPDATE_USER = `UPDATE users SET balance = balance - ?, unallotted = unallotted + ?, used_amount = used_amount + ?,
  request_count = request_count + ? WHERE id = ?`;
const UPDATE_TOKEN = `UPDATE tokens SET remain = remain - ?, used = used + ?, accessed_time = max(accessed_time, ?) WHERE id = ?`;
const UPDATE_CHANNEL = `UPDATE channels SET used_amount = used_amount + ?, used_count = used_count + ? WHERE id = ?`;
const ADD_PLAN_USE = `INSERT INTO plan_usages (subscription_id, window_key, starts_at, ends_at, node_id, used) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (subscription_id, window_key, starts_at, node_id) DO UPDATE SET used = used + excluded.used`;
const INSERT_LOG = `INSERT INTO logs (${LOG_COLUMNS.join(', ')}) VALUES (${LOG_COLUMNS.map(() => '?').join(', ')})
  ON CONFLICT (request_id, type) DO NOTHING`;

const SUM_OF_SLICES = { users: sumOfSlices('users', '= ?'), tokens: sumOfSlices('tokens', '= ?') };

/** Hands whole groups to the SQLite thread, where they are one transaction. */
export class SqliteSettlementStore implements SettlementStore {
  constructor(
    private readonly main: SqliteBatchWriter,
    private readonly logs: SqliteBatchWriter,
    private readonly nodeId: string,
  ) {}

  async writeGroup(totals: GroupTotals): Promise<void> {
    const statements: SqliteRows[] = [
      {
        sql: UPDATE_USER,
        rows: rowsOf(totals.users, (id, sum) => [sum.amount, sum.amount, sum.worth, sum.calls, id]),
      },
      { sql: UPDATE_TOKEN, rows: rowsOf(totals.tokens, (id, sum) => [sum.taken, sum.used, sum.atSeconds, id]) },
      { sql: UPDATE_CHANNEL, rows: rowsOf(totals.channels, (id, sum) => [sum.amount, sum.calls, id]) },
      {
        sql: ADD_PLAN_USE,
        rows: rowsOf(totals.plans, (_, use) => [
          ...[use.subscriptionId, use.window, use.startsAt, use.endsAt, use.isLeased ? this.nodeId : '', use.used],
        ]),
      },
    ];
    if (totals.leases !== undefined) statements.push(...leaseStatements(totals.leases, this.nodeId));
    const filled: SqliteStatement[] = statements.filter((statement) => statement.rows.length > 0);
    if (totals.ledger.length > 0) filled.unshift(insertLedger(totals.ledger));
    if (this.logs === this.main && totals.logs.length > 0) filled.push(insertLogs(totals.logs));
    await this.main.batch(filled);
    if (this.logs !== this.main) await this.writeLogs(totals.logs);
  }

  async writeLogs(rows: readonly LogRow[]): Promise<void> {
    if (rows.length > 0) await this.logs.batch([insertLogs(rows)]);
  }

  isDuplicate(error: unknown): boolean {
    return (error as { code?: string }).code === 'SQLITE_CONSTRAINT_UNIQUE';
  }
}

function leaseStatements(leases: NonNullable<GroupTotals['leases']>, nodeId: string): SqliteRows[] {
  return (['users', 'tokens'] as const).flatMap((kind) => [
    {
      sql: `UPDATE wallet_leases SET amount = max(amount - ?, 0) WHERE kind = '${kind}' AND owner_id = ? AND node_id = ?`,
      rows: rowsOf(leases[kind], (id, amount) => [amount, id, nodeId]),
    },
    { sql: SUM_OF_SLICES[kind], rows: rowsOf(leases[kind], (id) => [id]) },
  ]);
}

/** Ids and amounts need no escaping; the column makes a number of the allowance's text. */
function insertLedger(settlements: readonly Settlement[]): SqliteStatement {
  const rows = settlements.map(
    (s) => `[${s.userId},"${s.requestId}","${s.amount}",${s.atSeconds},${s.tokenId},"${allowanceOf(s)}"]`,
  );
  return { sql: INSERT_LEDGER, rowsJson: `[${rows.join(',')}]`, many: MANY_LEDGER_ROWS };
}

function insertLogs(rows: readonly LogRow[]): SqliteStatement {
  return { sql: INSERT_LOG, rowsJson: `[${rows.join(',')}]` };
}

function rowsOf<K, T>(map: Map<K, T>, toRow: (key: K, sum: T) => SqliteValue[]): SqliteValue[][] {
  return Array.from(map, ([key, sum]) => toRow(key, sum));
}
