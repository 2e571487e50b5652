import { Injectable } from '@nestjs/common';
import { UsageMeter } from '@app/billing';
import { balanceToQuota, NANO_PER_USD, type Money } from '@app/kernel';
import { OptionStore, SystemOptions } from '@app/platform';
import type { Caller } from '@app/user';

/** What the billing endpoint of the ancestors says for a key without an allowance of its own. */
const UNLIMITED = 100_000_000;

/** OpenAI's old billing endpoints, which many clients still ask for the balance behind a key. */
@Injectable()
export class BillingFigures {
  constructor(
    private readonly meter: UsageMeter,
    private readonly options: OptionStore,
  ) {}

  async subscription(caller: Caller): Promise<object> {
    const standing = await this.meter.standing(caller.userId, caller.tokenId);
    const isOfToken = this.options.get(SystemOptions.DisplayTokenStatEnabled);
    let limit: number;
    if (isOfToken && caller.isUnlimited) limit = UNLIMITED;
    else if (isOfToken) limit = this.display(standing.tokenRemain + standing.tokenUsed);
    else limit = this.display(standing.userBalance + standing.userUsed);
    return {
      object: 'billing_subscription',
      has_payment_method: true,
      soft_limit_usd: limit,
      hard_limit_usd: limit,
      system_hard_limit_usd: limit,
      access_until: isOfToken && caller.expiresAt > 0 ? caller.expiresAt : 0,
    };
  }

  /** `total_usage` is in hundredths, as OpenAI has it. */
  async usage(caller: Caller): Promise<object> {
    const standing = await this.meter.standing(caller.userId, caller.tokenId);
    const used = this.options.get(SystemOptions.DisplayTokenStatEnabled) ? standing.tokenUsed : standing.userUsed;
    return { object: 'list', total_usage: this.display(used) * 100 };
  }

  private display(money: Money): number {
    if (this.options.get(SystemOptions.DisplayInCurrencyEnabled)) return Number(money) / Number(NANO_PER_USD);
    return balanceToQuota(money, this.options.get(SystemOptions.QuotaPerUnit));
  }
}
