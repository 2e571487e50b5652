import { Injectable } from '@nestjs/common';
import { LeaseUpkeep } from '@app/billing';
import type { ScheduledJob } from '../scheduled-job';

/** Money that dead nodes had borrowed becomes spendable again. */
@Injectable()
export class ReleaseStaleHoldsJob implements ScheduledJob {
  readonly id = 'release-stale-holds';
  readonly scope = 'cluster';
  readonly everySeconds = 60;
  readonly timeoutMs = 55_000;

  constructor(private readonly leases: LeaseUpkeep) {}

  run(signal: AbortSignal): Promise<void> {
    return this.leases.releaseSilent(signal);
  }
}
