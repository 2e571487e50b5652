import { Injectable } from '@nestjs/common';
import { BillingRefresh } from '../upkeep.contract';
import { Accounts } from './accounts';
import { PlanHoldings } from '../plans/plan-holdings';
import { PriceBook } from './price-book';

@Injectable()
export class BillingRefreshService extends BillingRefresh {
  constructor(
    private readonly accounts: Accounts,
    private readonly prices: PriceBook,
    private readonly plans: PlanHoldings,
  ) {
    super();
  }

  async refresh(): Promise<void> {
    this.prices.forget();
    await this.prices.reload();
    await this.accounts.refresh();
    await this.plans.refresh();
  }
}
