import { balanceToQuota, chargeToQuota, moneyToUsd, type Money } from '@app/kernel';
import type { LedgerLine } from './ledger-lines';
import { LedgerTotals } from './ledger-totals';
import type { LedgerStatement, Statement, StatementHead, UsageStatement } from './statement';
import type { UsageLine } from './usage-lines';
import type { UserBalances } from './user-balances';

/**
 * The statement as one JSON envelope, written piece by piece: `data` has the head, `lines` and, after them, `totals`.
 */
export async function* writeStatementJson(statement: Statement): AsyncGenerator<string> {
  yield `{"success":true,"message":"","data":{"kind":"${statement.kind}",${members(headOf(statement.head))},`;
  yield* statement.kind === 'usage' ? usageMembers(statement) : ledgerMembers(statement);
  yield '}}';
}

async function* usageMembers({ head, lines }: UsageStatement): AsyncGenerator<string> {
  yield '"lines":[';
  let calls = 0;
  let charge = 0n;
  for await (const page of lines) {
    yield listed(
      page.map((line) => usageLine(line, head.quotaPerUnit)),
      calls === 0,
    );
    calls += page.length;
    charge = page.reduce((sum, line) => sum + line.charge, charge);
  }
  const totals = { calls, charge_usd: moneyToUsd(charge), charge_quota: chargeToQuota(charge, head.quotaPerUnit) };
  yield `],"totals":${JSON.stringify(totals)}`;
}

async function* ledgerMembers({ head, opening, lines }: LedgerStatement): AsyncGenerator<string> {
  const { quotaPerUnit } = head;
  yield `"opening":${JSON.stringify(balanceFigures(opening, quotaPerUnit))},"lines":[`;
  const totals = new LedgerTotals(opening);
  for await (const page of lines) {
    yield listed(
      page.map((line) => ledgerLine(line, quotaPerUnit)),
      totals.entries === 0,
    );
    totals.add(page);
  }
  const { entries, usage, closing } = totals;
  const sums = { entries, usage_usd: moneyToUsd(usage), closing: balanceFigures(closing, quotaPerUnit) };
  yield `],"totals":${JSON.stringify(sums)}`;
}

function headOf({ userId, period, quotaPerUnit }: StatementHead) {
  return { user_id: userId, from: period.from, to: period.to, quota_per_unit: quotaPerUnit };
}

function usageLine({ requestId, time, charge, call, charged }: UsageLine, quotaPerUnit: number) {
  return {
    request_id: requestId,
    created_at: time,
    token_name: call?.tokenName ?? null,
    model: call?.model ?? null,
    is_estimated: call?.isEstimated ?? null,
    group_factor: charged?.group_factor ?? null,
    items: charged?.items ?? null,
    exact_usd: charged?.exact_usd ?? null,
    charge_usd: moneyToUsd(charge),
    charge_quota: chargeToQuota(charge, quotaPerUnit),
  };
}

function ledgerLine(line: LedgerLine, quotaPerUnit: number) {
  const { time, operation, key, account, counter, amount, balanceAfter } = line;
  return {
    created_at: time,
    ...{ operation, key, account, counter },
    ...figures('amount', amount, quotaPerUnit),
    ...figures('balance_after', balanceAfter, quotaPerUnit),
  };
}

function figures(name: string, money: Money, quotaPerUnit: number): Record<string, string | number> {
  return { [`${name}_usd`]: moneyToUsd(money), [`${name}_quota`]: balanceToQuota(money, quotaPerUnit) };
}

function balanceFigures({ wallet, reward }: UserBalances, quotaPerUnit: number): Record<string, string | number> {
  return { ...figures('wallet', wallet, quotaPerUnit), ...figures('reward', reward, quotaPerUnit) };
}

/** The members of an object without its braces. */
function members(value: object): string {
  return JSON.stringify(value).slice(1, -1);
}

/** The elements of a list without its brackets, to follow others or to be the first. */
function listed(elements: readonly object[], areFirst: boolean): string {
  return `${areFirst ? '' : ','}${JSON.stringify(elements).slice(1, -1)}`;
}
