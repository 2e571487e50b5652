import type { DataSource, EntityManager } from 'typeorm';
import { allowanceOf, LOG_COLUMNS, parseLogRows, type LogRow, type LogValue } from '../../application/settlement';
import type { GroupTotals, PlanUse } from '../../application/settlement-group';
import { sumOfSlices } from '../sum-of-slices';
import type { SettlementStore } from './settlement-store';

const LOG_TYPES: Record<(typeof LOG_COLUMNS)[number], string> = {
  request_id: 'text',
  user_id: 'int',
  created_at: 'bigint',
  type: 'int',
  content: 'text',
  username: 'text',
  token_name: 'text',
  model_name: 'text',
  upstream_model: 'text',
  amount: 'bigint',
  prompt_tokens: 'int',
  completion_tokens: 'int',
  cached_tokens: 'int',
  reasoning_tokens: 'int',
  channel_id: 'int',
  channel_name: 'text',
  token_id: 'int',
  use_time: 'int',
  duration_ms: 'int',
  first_byte_ms: 'int',
  is_stream: 'bool',
  is_estimated: 'bool',
  multiplier: 'text',
  user_quota: 'bigint',
  attempts_log: 'text',
  price: 'text',
  end_state: 'text',
  status: 'int',
  error_code: 'text',
  ip: 'text',
  cost_amount: 'bigint',
  price_group: 'text',
};

const insertLogs = (firstParameter: number): string => `INSERT INTO logs (${LOG_COLUMNS.join(', ')})
  SELECT * FROM unnest(${LOG_COLUMNS.map((column, i) => `$${firstParameter + i}::${LOG_TYPES[column]}[]`).join(', ')})
  ON CONFLICT (request_id, type) DO NOTHING`;

const addPlanUse = (
  first: number,
): string => `INSERT INTO plan_usages (subscription_id, window_key, starts_at, ends_at, node_id, used)
  SELECT * FROM unnest($${first}::int[], $${first + 1}::text[], $${first + 2}::bigint[], $${first + 3}::bigint[], $${first + 4}::text[], $${first + 5}::bigint[])
  ON CONFLICT (subscription_id, window_key, starts_at, node_id) DO UPDATE SET used = plan_usages.used + excluded.used`;

/**
 * The sums by id, once the rows they belong to are locked in the order of their ids. An UPDATE alone locks in the order in which
 * its plan happens to meet the rows, whatever the order of the sums: then groups of several nodes, and movements that lock two
 * users, wait for each other.
 */
const lockedSums = (table: string, sums: string, columns: string): string =>
  `(SELECT x.* FROM unnest(${sums}) AS x(${columns}) JOIN ${table} t ON t.id = x.i ORDER BY t.id FOR NO KEY UPDATE OF t) AS x`;

/** Everything of a group in one statement: one round trip, atomic without BEGIN and COMMIT. */
const WRITE_GROUP = (withPlans: boolean, withLogs: boolean): string => `
WITH entries AS (
  INSERT INTO ledger_entries (user_id, operation, operation_key, amount, created_at, account, counter, token_id, allowance)
  SELECT u, 'usage', k, -a, t, 'wallet', 'revenue', i, l
  FROM unnest($1::int[], $2::text[], $3::bigint[], $4::bigint[], $5::int[], $6::bigint[]) AS x(u, k, a, t, i, l)
), spent AS (
  UPDATE users SET balance = balance - x.a, unallotted = unallotted + x.a, used_amount = used_amount + x.w, request_count = request_count + x.n
  FROM ${lockedSums('users', '$7::int[], $8::bigint[], $9::bigint[], $10::bigint[]', 'i, a, w, n')} WHERE users.id = x.i
), keys AS (
  UPDATE tokens SET remain = remain - x.r, used = used + x.a, accessed_time = GREATEST(accessed_time, x.t)
  FROM ${lockedSums('tokens', '$11::int[], $12::bigint[], $13::bigint[], $14::bigint[]', 'i, r, a, t')} WHERE tokens.id = x.i
)${withPlans ? `, plans AS (${addPlanUse(18)})` : ''}${withLogs ? `, rows AS (${insertLogs(withPlans ? 24 : 18)})` : ''}
UPDATE channels SET used_amount = used_amount + x.a, used_count = used_count + x.n
FROM ${lockedSums('channels', '$15::int[], $16::bigint[], $17::bigint[]', 'i, a, n')} WHERE channels.id = x.i`;

export class PostgresSettlementStore implements SettlementStore {
  private readonly logsShareDatabase: boolean;
  private readonly writeGroupSql: string;
  private readonly writeGroupWithPlansSql: string;

  constructor(
    private readonly main: DataSource,
    private readonly logs: DataSource,
    private readonly nodeId: string,
  ) {
    this.logsShareDatabase = main === logs;
    this.writeGroupSql = WRITE_GROUP(false, this.logsShareDatabase);
    this.writeGroupWithPlansSql = WRITE_GROUP(true, this.logsShareDatabase);
  }

  async writeGroup(totals: GroupTotals): Promise<void> {
    const users = [...totals.users];
    const tokens = [...totals.tokens];
    const channels = [...totals.channels];
    const parameters: unknown[] = [
      totals.ledger.map((s) => s.userId),
      totals.ledger.map((s) => s.requestId),
      totals.ledger.map((s) => s.amount),
      totals.ledger.map((s) => s.atSeconds),
      totals.ledger.map((s) => s.tokenId),
      totals.ledger.map(allowanceOf),
      users.map(([id]) => id),
      users.map(([, sum]) => sum.amount.toString()),
      users.map(([, sum]) => sum.worth.toString()),
      users.map(([, sum]) => sum.calls),
      tokens.map(([id]) => id),
      tokens.map(([, sum]) => sum.taken.toString()),
      tokens.map(([, sum]) => sum.used.toString()),
      tokens.map(([, sum]) => sum.atSeconds),
      channels.map(([id]) => id),
      channels.map(([, sum]) => sum.amount.toString()),
      channels.map(([, sum]) => sum.calls),
    ];
    const plans = inOrder(totals.plans);
    if (plans.length > 0) parameters.push(...planColumns(plans, this.nodeId));
    if (this.logsShareDatabase) parameters.push(...columnsOf(totals.logs));
    const sql = plans.length > 0 ? this.writeGroupWithPlansSql : this.writeGroupSql;
    const { leases } = totals;
    if (leases === undefined) await this.main.query(sql, parameters);
    else {
      await this.main.transaction(async (manager) => {
        await manager.query(sql, parameters);
        await this.takeFromSlices(manager, leases);
      });
    }
    if (!this.logsShareDatabase) await this.writeLogs(totals.logs);
  }

  /** A second look at the same rows, so it cannot be part of the statement. */
  private async takeFromSlices(manager: EntityManager, leases: NonNullable<GroupTotals['leases']>): Promise<void> {
    for (const kind of ['users', 'tokens'] as const) {
      const rows = [...leases[kind]];
      if (rows.length === 0) continue;
      const ids = rows.map(([id]) => id);
      await manager.query(
        `UPDATE wallet_leases SET amount = GREATEST(amount - x.a, 0) FROM unnest($1::int[], $2::bigint[]) AS x(i, a)
         WHERE kind = '${kind}' AND node_id = $3 AND owner_id = x.i`,
        [ids, rows.map(([, amount]) => amount.toString()), this.nodeId],
      );
      await manager.query(sumOfSlices(kind, '= ANY($1::int[])'), [ids]);
    }
  }

  async writeLogs(rows: readonly LogRow[]): Promise<void> {
    if (rows.length > 0) await this.logs.query(insertLogs(1), columnsOf(rows));
  }

  isDuplicate(error: unknown): boolean {
    return (error as { driverError?: { code?: string } }).driverError?.code === '23505';
  }
}

/** In one order on all nodes: rows are locked as they are inserted. */
function inOrder(plans: GroupTotals['plans']): PlanUse[] {
  return [...plans].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, use]) => use);
}

function planColumns(uses: readonly PlanUse[], nodeId: string): unknown[][] {
  return [
    uses.map((use) => use.subscriptionId),
    uses.map((use) => use.window),
    uses.map((use) => use.startsAt),
    uses.map((use) => use.endsAt),
    uses.map((use) => (use.isLeased ? nodeId : '')),
    uses.map((use) => use.used.toString()),
  ];
}

function columnsOf(rows: readonly LogRow[]): LogValue[][] {
  const parsed = parseLogRows(rows);
  return LOG_COLUMNS.map((_, column) => parsed.map((row) => withoutNul(row[column] ?? null)));
}

/** The one character that PostgreSQL refuses in text. */
function withoutNul(value: LogValue): LogValue {
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '') : value;
}
