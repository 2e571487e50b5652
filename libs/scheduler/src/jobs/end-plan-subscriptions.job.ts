import { Injectable } from '@nestjs/common';
import { PlanUpkeep } from '@app/billing';
import type { ScheduledJob } from '../scheduled-job';

@Injectable()
export class EndPlanSubscriptionsJob implements ScheduledJob {
  readonly id = 'end-plan-subscriptions';
  readonly scope = 'cluster';
  readonly everySeconds = 60;
  readonly timeoutMs = 10 * 60_000;

  constructor(private readonly plans: PlanUpkeep) {}

  async run(signal: AbortSignal): Promise<void> {
    await this.plans.endDue(signal);
  }
}
