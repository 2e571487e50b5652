import { AppError } from '@app/kernel';

/** Unix seconds; `from` is inside, `to` is not, so that periods in a row count nothing twice. */
export interface StatementPeriod {
  from: number;
  to: number;
}

export const LONGEST_PERIOD_DAYS = 31;

/** Throws `billing.statement_period_invalid` (422) when the period is empty, turned round or too long. */
export function statementPeriod(from: number, to: number): StatementPeriod {
  if (to > from && to - from <= LONGEST_PERIOD_DAYS * 86_400) return { from, to };
  throw new AppError(
    'billing.statement_period_invalid',
    {
      zh: `账单时间段无效：to 必须晚于 from，且最多 ${LONGEST_PERIOD_DAYS} 天`,
      en: `The period is invalid: "to" must be later than "from", by at most ${LONGEST_PERIOD_DAYS} days`,
    },
    { status: 422, param: 'to' },
  );
}
