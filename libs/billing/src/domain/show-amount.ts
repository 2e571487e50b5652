import { balanceToQuota, divideHalfAway, NANO_PER_USD, type Money } from '@app/kernel';

export interface AmountDisplay {
  quotaPerUnit: number;
  /** Option DisplayInCurrencyEnabled. */
  isInCurrency: boolean;
}

const CENT = NANO_PER_USD / 100n;

/** An amount in the text of a log row, the way operators of this family know it. */
export function showAmount(amount: Money, { quotaPerUnit, isInCurrency }: AmountDisplay): string {
  if (!isInCurrency) return `${balanceToQuota(amount, quotaPerUnit)} 点额度`;
  const cents = divideHalfAway(amount, CENT);
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
  return `＄${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)} 额度`;
}
