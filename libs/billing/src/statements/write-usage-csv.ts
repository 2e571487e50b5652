import { chargeToQuota, moneyToUsd, type Locale } from '@app/kernel';
import { BYTE_ORDER_MARK, csvRow } from '../domain/csv-row';
import type { UsageStatement } from './statement';
import { STATEMENT_TEXTS, USAGE_COLUMNS } from './statement-texts';
import type { UsageLine } from './usage-lines';
import { utcTime } from './utc-time';

/**
 * The statement as CSV: the rules, the names of the columns, then for each call a row `item` per part of its charge and a row
 * `call` with the charge, at the end a row `total`.
 */
export async function* writeUsageCsv({ head, lines }: UsageStatement, locale: Locale): AsyncGenerator<string> {
  const text = (key: keyof typeof STATEMENT_TEXTS): string => STATEMENT_TEXTS[key][locale];
  const { from, to } = head.period;
  yield (
    BYTE_ORDER_MARK +
    csvRow([text('usageTitle')]) +
    csvRow([text('user'), head.userId]) +
    csvRow([text('period'), utcTime(from), utcTime(to), text('periodRule')]) +
    csvRow([text('quotaPerUnit'), head.quotaPerUnit]) +
    csvRow([text('rounding'), text('roundingRule')]) +
    csvRow([]) +
    csvRow(USAGE_COLUMNS.map((column) => column[locale]))
  );
  let calls = 0;
  let total = 0n;
  for await (const page of lines) {
    calls += page.length;
    total = page.reduce((sum, line) => sum + line.charge, total);
    yield page.map((line) => rowsOfCall(line, head.quotaPerUnit, locale)).join('');
  }
  const totals = [moneyToUsd(total), chargeToQuota(total, head.quotaPerUnit)];
  yield csvRow(['total', '', '', '', '', '', calls, '', '', '', '', ...totals, text('total')]);
}

function rowsOfCall(line: UsageLine, quotaPerUnit: number, locale: Locale): string {
  const { charge, charged } = line;
  const call = [utcTime(line.time), line.requestId, line.call?.tokenName ?? '', line.call?.model ?? ''];
  const factor = charged?.group_factor ?? '';
  let rows = '';
  for (const { item, count, unit_price_usd, per, sum_usd } of charged?.items ?? [])
    rows += csvRow(['item', ...call, item, count, unit_price_usd, per, factor, sum_usd, '', '', '']);
  const sums = [charged?.exact_usd ?? '', moneyToUsd(charge), chargeToQuota(charge, quotaPerUnit)];
  return rows + csvRow(['call', ...call, '', '', '', '', factor, ...sums, remarkOf(line, locale)]);
}

function remarkOf({ call, charged }: UsageLine, locale: Locale): string {
  if (charged === undefined) return STATEMENT_TEXTS.noDetails[locale];
  return call?.isEstimated === true ? STATEMENT_TEXTS.estimated[locale] : '';
}
