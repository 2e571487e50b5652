import { Injectable } from '@nestjs/common';
import { PaymentUpkeep } from '@app/billing';
import type { ScheduledJob } from '../scheduled-job';

/** Asks payment services about orders whose callback has not come. */
@Injectable()
export class QueryPendingOrdersJob implements ScheduledJob {
  readonly id = 'query-pending-orders';
  readonly scope = 'cluster';
  readonly everySeconds = 60;
  readonly timeoutMs = 5 * 60_000;

  constructor(private readonly payments: PaymentUpkeep) {}

  async run(signal: AbortSignal): Promise<void> {
    await this.payments.queryPending(signal);
  }
}
