import { Injectable } from '@nestjs/common';
import { quotaToMoney, type Money } from '@app/kernel';
import { EventBus, integerOption, OptionStore, SystemOptions } from '@app/platform';

/** Quota below which a user is reminded to top up. */
export const QUOTA_REMIND_THRESHOLD = integerOption('QuotaRemindThreshold', 1_000, { max: 1_000_000_000_000 });

/** Sees charges take a balance across a line, and says so once per crossing. */
@Injectable()
export class BalanceWatch {
  constructor(
    private readonly options: OptionStore,
    private readonly events: EventBus,
  ) {
    options.register([QUOTA_REMIND_THRESHOLD]);
  }

  /** Of every charge, as the balance stands in memory. */
  charged(userId: number, before: Money, after: Money): void {
    const threshold = this.threshold();
    if (after > 0n && after >= threshold) return;
    const isUsedUp = after <= 0n;
    const hasCrossed = (before >= threshold && after < threshold) || (before > 0n && isUsedUp);
    if (hasCrossed) this.events.publish('balance.low', { userId, balance: after.toString(), isUsedUp });
  }

  private threshold(): Money {
    return quotaToMoney(this.options.get(QUOTA_REMIND_THRESHOLD), this.options.get(SystemOptions.QuotaPerUnit));
  }
}
