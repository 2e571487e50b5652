import { AppError, type Money } from '@app/kernel';

/** What all codes of one request have in common. */
export interface RedemptionBatch extends RedemptionTerms {
  count: number;
}

export interface RedemptionTerms {
  name: string;
  amount: Money;
  /** Unix seconds, 0 = at once. */
  startsAt: number;
  /** Unix seconds, 0 = never. */
  endsAt: number;
  /** How many codes of the batch one user may redeem; 0 = all. */
  perUserLimit: number;
}

const MOST_CODES = 10_000;
const LONGEST_NAME = 20;

/** Refuses a batch that cannot be made; `amount` of 0 is what a quota below 1 became. */
export function requireBatch(batch: RedemptionBatch): void {
  requireTerms(batch);
  if (batch.count < 1) throw invalid('count_low', 'count', '兑换码个数必须大于0', 'count must be at least 1');
  if (batch.count > MOST_CODES) {
    const zh = `一次兑换码批量生成的个数不能大于 ${MOST_CODES}`;
    throw invalid('count_high', 'count', zh, `At most ${MOST_CODES} codes are made at once`);
  }
}

export function requireTerms({ name, amount, startsAt, endsAt }: RedemptionTerms): void {
  const length = [...name].length;
  if (length < 1 || length > LONGEST_NAME) {
    throw invalid('name_length', 'name', '兑换码名称长度必须在1-20之间', 'The name must have 1 to 20 characters');
  }
  if (amount <= 0n) throw invalid('quota_low', 'quota', '兑换码额度必须大于0', 'quota must be at least 1');
  if (endsAt !== 0 && endsAt <= startsAt) {
    throw invalid(
      'window_empty',
      'ends_at',
      '兑换码的结束时间必须晚于开始时间',
      'ends_at must be later than starts_at',
    );
  }
}

function invalid(reason: string, param: string, zh: string, en: string): AppError {
  return new AppError(`redemption.${reason}`, { zh, en }, { status: 422, param });
}
