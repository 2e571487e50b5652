import type { DataSource, EntityManager } from 'typeorm';
import { allowanceOf, LOG_COLUMNS, parseLogRows, type LogRow } from '../../application/settlement';
import type { GroupTotals } from '../../application/settlement-group';
import { sumOfSlices } from '../sum-of-slices';
import type { SettlementStore } from './settlement-store';

type Row = (string | number | null)[];

/** Multi-row statements in one transaction: a handful of round trips per group, whatever its size. */
export class MysqlSettlementStore implements SettlementStore {
  constructor(
    private readonly main: DataSource,
    private readonly logs: DataSource,
    private readonly nodeId: string,
  ) {}

  async writeGroup(totals: GroupTotals): Promise<void> {
    // The engine's own level locks the gaps between slices as well, where other nodes enter theirs.
    await this.main.transaction('READ COMMITTED', async (manager) => {
      await insert(
        manager,
        'INSERT INTO ledger_entries (user_id, operation_key, amount, created_at, token_id, allowance, operation, account, counter) VALUES',
        totals.ledger.map((s) => {
          return [s.userId, s.requestId, `-${s.amount}`, s.atSeconds, s.tokenId, allowanceOf(s)];
        }),
        { constants: `'usage', 'wallet', 'revenue'` },
      );
      await update(
        manager,
        'users',
        ['a', 'w', 'n'],
        't.balance = t.balance - x.a, t.unallotted = t.unallotted + x.a, t.used_amount = t.used_amount + x.w, t.request_count = t.request_count + x.n',
        sorted(totals.users).map(([id, sum]) => [id, sum.amount.toString(), sum.worth.toString(), sum.calls]),
      );
      await update(
        manager,
        'tokens',
        ['r', 'a', 's'],
        't.remain = t.remain - x.r, t.used = t.used + x.a, t.accessed_time = GREATEST(t.accessed_time, x.s)',
        sorted(totals.tokens).map(([id, sum]) => [id, sum.taken.toString(), sum.used.toString(), sum.atSeconds]),
      );
      await update(
        manager,
        'channels',
        ['a', 'n'],
        't.used_amount = t.used_amount + x.a, t.used_count = t.used_count + x.n',
        sorted(totals.channels).map(([id, sum]) => [id, sum.amount.toString(), sum.calls]),
      );
      await insert(
        manager,
        'INSERT INTO plan_usages (subscription_id, window_key, starts_at, ends_at, node_id, used) VALUES',
        sorted(totals.plans).map(([, use]) => [
          ...[use.subscriptionId, use.window, use.startsAt, use.endsAt, use.isLeased ? this.nodeId : ''],
          use.used.toString(),
        ]),
        { tail: 'ON DUPLICATE KEY UPDATE used = used + VALUES(used)' },
      );
      // Last: whoever changes a slice holds its owner's row already.
      if (totals.leases !== undefined) await this.takeFromSlices(manager, totals.leases);
      if (this.main === this.logs) await insertLogs(manager, totals.logs);
    });
    if (this.main !== this.logs) await this.writeLogs(totals.logs);
  }

  private async takeFromSlices(manager: EntityManager, leases: NonNullable<GroupTotals['leases']>): Promise<void> {
    for (const kind of ['users', 'tokens'] as const) {
      const rows = sorted(leases[kind]);
      if (rows.length === 0) continue;
      const derived = rows.map(() => 'SELECT ? AS i, CAST(? AS SIGNED) AS a').join(' UNION ALL ');
      await manager.query(
        `UPDATE wallet_leases t JOIN (${derived}) x ON t.owner_id = x.i SET t.amount = GREATEST(t.amount - x.a, 0)
         WHERE t.kind = '${kind}' AND t.node_id = ?`,
        [...rows.flatMap(([id, amount]) => [id, amount.toString()]), this.nodeId],
      );
      await manager.query(
        sumOfSlices(kind, `IN (${rows.map(() => '?').join(', ')})`),
        rows.map(([id]) => id),
      );
    }
  }

  async writeLogs(rows: readonly LogRow[]): Promise<void> {
    await insertLogs(this.logs.manager, rows);
  }

  isDuplicate(error: unknown): boolean {
    return (error as { driverError?: { code?: string } }).driverError?.code === 'ER_DUP_ENTRY';
  }
}

async function insertLogs(manager: EntityManager, rows: readonly LogRow[]): Promise<void> {
  if (rows.length === 0) return;
  // A repeated request id changes nothing; INSERT IGNORE would also swallow other errors.
  await insert(manager, `INSERT INTO logs (${LOG_COLUMNS.join(', ')}) VALUES`, parseLogRows(rows), {
    tail: 'ON DUPLICATE KEY UPDATE logs.request_id = logs.request_id',
  });
}

/** `constants`: what every row has after its own values. */
async function insert(
  manager: EntityManager,
  head: string,
  rows: readonly Row[],
  { constants = '', tail = '' },
): Promise<void> {
  if (rows.length === 0) return;
  const tuple = `(${[...rows[0]!.map(() => '?'), ...(constants === '' ? [] : [constants])].join(', ')})`;
  await manager.query(`${head} ${rows.map(() => tuple).join(', ')} ${tail}`, rows.flat());
}

/** Adds to many rows at once: the figures come as a derived table, each row is changed in place. */
async function update(
  manager: EntityManager,
  table: string,
  columns: string[],
  assignments: string,
  rows: readonly Row[],
): Promise<void> {
  if (rows.length === 0) return;
  const signed = columns.map((column) => `CAST(? AS SIGNED) AS ${column}`).join(', ');
  const derived = rows.map(() => `SELECT ? AS i, ${signed}`).join(' UNION ALL ');
  await manager.query(`UPDATE ${table} t JOIN (${derived}) x ON t.id = x.i SET ${assignments}`, rows.flat());
}

function sorted<K extends number | string, T>(map: Map<K, T>): [K, T][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}
