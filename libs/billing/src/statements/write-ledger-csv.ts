import { balanceToQuota, moneyToUsd, type Locale, type Money } from '@app/kernel';
import { BYTE_ORDER_MARK, csvRow } from '../domain/csv-row';
import { LedgerTotals } from './ledger-totals';
import type { LedgerStatement } from './statement';
import { LEDGER_COLUMNS, STATEMENT_TEXTS } from './statement-texts';
import { USER_ACCOUNTS, type UserBalances } from './user-balances';
import { utcTime } from './utc-time';

/**
 * The statement as CSV: the rules, the names of the columns, a row `opening` for each account, one `entry` for each movement,
 * a row `closing` for each account, and `usage`.
 */
export async function* writeLedgerCsv(statement: LedgerStatement, locale: Locale): AsyncGenerator<string> {
  const { head, opening, lines } = statement;
  const text = (key: keyof typeof STATEMENT_TEXTS): string => STATEMENT_TEXTS[key][locale];
  const figures = (money: Money): [string, number] => [moneyToUsd(money), balanceToQuota(money, head.quotaPerUnit)];
  const balanceRows = (record: string, seconds: number, label: string, balances: UserBalances): string =>
    USER_ACCOUNTS.map((account) =>
      csvRow([record, utcTime(seconds), '', label, account, '', '', '', ...figures(balances[account])]),
    ).join('');
  const { from, to } = head.period;
  yield (
    BYTE_ORDER_MARK +
    csvRow([text('ledgerTitle')]) +
    csvRow([text('user'), head.userId]) +
    csvRow([text('period'), utcTime(from), utcTime(to), text('periodRule')]) +
    csvRow([text('quotaPerUnit'), head.quotaPerUnit]) +
    csvRow([text('rounding'), text('balanceRule')]) +
    csvRow([]) +
    csvRow(LEDGER_COLUMNS.map((column) => column[locale])) +
    balanceRows('opening', from, text('openingBalance'), opening)
  );
  const totals = new LedgerTotals(opening);
  for await (const page of lines) {
    totals.add(page);
    yield page
      .map(({ time, operation, key, account, counter, amount, balanceAfter }) => {
        const names = [operation, key, account, counter];
        return csvRow(['entry', utcTime(time), ...names, ...figures(amount), ...figures(balanceAfter)]);
      })
      .join('');
  }
  yield (
    balanceRows('closing', to, text('closingBalance'), totals.closing) +
    csvRow(['usage', '', 'usage', text('usageSum'), 'wallet', 'revenue', ...figures(-totals.usage), '', ''])
  );
}
