import { balanceToQuota, moneyToUsd, type Locale, type Money } from '@app/kernel';
import { BYTE_ORDER_MARK, csvRow } from './csv-row';
import { LedgerTotals } from './ledger-totals';
import type { LedgerStatement } from './statement';
import { LEDGER_COLUMNS, STATEMENT_TEXTS } from './statement-texts';
import { utcTime } from './utc-time';

/** The statement as CSV: the rules, the names of the columns, a row `opening`, one `entry` per movement, `closing` and `usage`. */
export async function* writeLedgerCsv(statement: LedgerStatement, locale: Locale): AsyncGenerator<string> {
  const { head, opening, lines } = statement;
  const text = (key: keyof typeof STATEMENT_TEXTS): string => STATEMENT_TEXTS[key][locale];
  const figures = (money: Money): [string, number] => [moneyToUsd(money), balanceToQuota(money, head.quotaPerUnit)];
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
    csvRow(['opening', utcTime(from), '', text('openingBalance'), 'wallet', '', '', '', ...figures(opening)])
  );
  const totals = new LedgerTotals(opening);
  for await (const page of lines) {
    totals.add(page);
    yield page
      .map((line) => {
        const { operation, key, account, counter, amount, balanceAfter } = line;
        const names = [operation, key, account, counter];
        return csvRow(['entry', utcTime(line.time), ...names, ...figures(amount), ...figures(balanceAfter)]);
      })
      .join('');
  }
  yield (
    csvRow(['closing', utcTime(to), '', text('closingBalance'), 'wallet', '', '', '', ...figures(totals.closing)]) +
    csvRow(['usage', '', 'usage', text('usageSum'), 'wallet', 'revenue', ...figures(-totals.usage), '', ''])
  );
}
