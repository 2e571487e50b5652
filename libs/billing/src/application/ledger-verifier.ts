import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@app/platform';
import type { AccountTotal, LedgerDifference } from '../ledger.contract';
import type { AccountKind } from '../domain/account-kind';

type Figure = string | number | bigint;

interface DifferenceRow {
  owner: Figure;
  stored: Figure;
  entries: Figure | null;
  last: Figure | null;
}

const WALLET_GAIN = `CASE WHEN account = 'wallet' THEN amount WHEN counter = 'wallet' THEN -amount ELSE 0 END`;
const REWARD_GAIN = `CASE WHEN account = 'reward' THEN amount WHEN counter = 'reward' THEN -amount ELSE 0 END`;

/** Compares what rows say with what the entries of the ledger add up to. Each comparison is one statement, so one moment. */
@Injectable()
export class LedgerVerifier {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async differences(userId?: number): Promise<LedgerDifference[]> {
    // An id of our own; as part of the text it serves every engine.
    const ofUser = userId === undefined ? '' : ` AND user_id = ${Math.trunc(userId)}`;
    const ofId = userId === undefined ? '' : ` AND u.id = ${Math.trunc(userId)}`;
    const ofOwner = userId === undefined ? '' : ` AND t.user_id = ${Math.trunc(userId)}`;
    const gains = (gain: string, account: string): string =>
      `SELECT user_id AS owner, SUM(${gain}) AS entries, MAX(id) AS last FROM ledger_entries
       WHERE (account = '${account}' OR counter = '${account}')${ofUser} GROUP BY user_id`;
    const ofUsers = (column: string, gain: string, account: string): string =>
      `SELECT u.id AS owner, u.${column} AS stored, e.entries AS entries, e.last AS last
       FROM users u LEFT JOIN (${gains(gain, account)}) e ON e.owner = u.id
       WHERE u.${column} <> COALESCE(e.entries, 0)${ofId} ORDER BY u.id`;
    const allowances = `SELECT t.id AS owner, t.remain AS stored, e.entries AS entries, e.last AS last
       FROM tokens t LEFT JOIN (
         SELECT token_id AS owner, SUM(allowance) AS entries, MAX(id) AS last FROM ledger_entries
         WHERE token_id <> 0${ofUser} GROUP BY token_id
       ) e ON e.owner = t.id
       WHERE t.remain <> COALESCE(e.entries, 0)${ofOwner} ORDER BY t.id`;
    const lots = `SELECT u.id AS owner,
         CASE WHEN MIN(l.remaining) < 0 THEN MIN(l.remaining) ELSE SUM(l.remaining) - u.unallotted END AS stored,
         CASE WHEN MIN(l.remaining) < 0 OR u.balance < 0 THEN 0 ELSE u.balance END AS entries,
         (SELECT MAX(id) FROM ledger_entries e WHERE e.user_id = u.id) AS last
       FROM users u JOIN balance_lots l ON l.user_id = u.id
       WHERE u.id > 0${ofId} GROUP BY u.id, u.unallotted, u.balance
       HAVING MIN(l.remaining) < 0
         OR (SUM(l.remaining) > u.unallotted AND SUM(l.remaining) - u.unallotted > u.balance) ORDER BY u.id`;
    const leases = (table: AccountKind, condition: string): string =>
      `SELECT t.id AS owner, t.leased AS stored, COALESCE(SUM(w.amount + w.uncovered), 0) AS entries, NULL AS last
       FROM ${table} t LEFT JOIN wallet_leases w ON w.kind = '${table}' AND w.owner_id = t.id
       WHERE t.id > 0${condition} GROUP BY t.id, t.leased HAVING t.leased <> COALESCE(SUM(w.amount + w.uncovered), 0) ORDER BY t.id`;
    return [
      ...(await this.read('wallet', ofUsers('balance', WALLET_GAIN, 'wallet'))),
      ...(await this.read('reward', ofUsers('aff_quota', REWARD_GAIN, 'reward'))),
      ...(await this.read('allowance', allowances)),
      ...(await this.read('lots', lots)),
      ...(await this.read('leased', leases('users', userId === undefined ? '' : ` AND t.id = ${Math.trunc(userId)}`))),
      ...(await this.read('leased-allowance', leases('tokens', ofOwner))),
    ];
  }

  async totals(): Promise<AccountTotal[]> {
    const rows: { name: AccountTotal['account']; gain: Figure }[] = await this.unitOfWork.manager.query(
      `SELECT name, SUM(gain) AS gain FROM (
         SELECT account AS name, amount AS gain FROM ledger_entries WHERE account <> 'allowance'
         UNION ALL SELECT counter AS name, -amount AS gain FROM ledger_entries WHERE account <> 'allowance'
       ) sides GROUP BY name ORDER BY name`,
    );
    return rows.map(({ name, gain }) => ({ account: name, sum: BigInt(gain) }));
  }

  private async read(account: LedgerDifference['account'], sql: string): Promise<LedgerDifference[]> {
    const rows: DifferenceRow[] = await this.unitOfWork.manager.query(sql);
    return rows.map((row) => ({
      account,
      ownerId: Number(row.owner),
      stored: BigInt(row.stored),
      entries: BigInt(row.entries ?? 0),
      lastEntryId: row.last === null ? undefined : String(row.last),
    }));
  }
}
