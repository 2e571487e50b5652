import { AppError, type Money } from '@app/kernel';

/** 100 million dollars: far from what a 64-bit sum of them could not hold. */
const LARGEST_AMOUNT: Money = 10n ** 17n;

/** Refuses amounts that nobody means; which number of quota is one depends on QuotaPerUnit. */
export function requireBookable(amount: Money, param: string): Money {
  if (amount <= LARGEST_AMOUNT && amount >= -LARGEST_AMOUNT) return amount;
  throw new AppError(
    'billing.amount_too_large',
    { zh: '额度过大', en: 'The amount is too large' },
    { status: 422, param },
  );
}
