import { Injectable } from '@nestjs/common';
import { BalanceLots } from '@app/billing';
import type { ScheduledJob } from '../scheduled-job';

@Injectable()
export class ExpireBalanceLotsJob implements ScheduledJob {
  readonly id = 'expire-balance-lots';
  readonly scope = 'cluster';
  readonly everySeconds = 3_600;
  readonly timeoutMs = 10 * 60_000;

  constructor(private readonly lots: BalanceLots) {}

  async run(signal: AbortSignal): Promise<void> {
    await this.lots.expireDue(signal);
  }
}
