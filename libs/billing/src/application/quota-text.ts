import { Injectable } from '@nestjs/common';
import { balanceToQuota, divideHalfAway, type Money } from '@app/kernel';
import { OptionStore, SystemOptions } from '@app/platform';

/** Money as texts of logs and notices say it: dollars with two decimals or quota, as the operator wants them shown. */
@Injectable()
export class QuotaText {
  constructor(private readonly options: OptionStore) {}

  of(money: Money): string {
    if (!this.options.get(SystemOptions.DisplayInCurrencyEnabled)) {
      return `${balanceToQuota(money, this.options.get(SystemOptions.QuotaPerUnit))} 点额度`;
    }
    const cents = divideHalfAway(money, 10_000_000n);
    const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
    return `＄${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)} 额度`;
  }
}
