import { Injectable } from '@nestjs/common';
import { Clock } from '@app/kernel';
import { MainDataSource } from '@app/platform';
import { JobStateEntity } from './persistence/job-state.entity';
import type { ScheduledJob } from './scheduled-job';

/** Leases in the database: of all nodes that want to run a job, one may. */
@Injectable()
export class JobLeases {
  constructor(
    private readonly main: MainDataSource,
    private readonly clock: Clock,
  ) {}

  /** True when this process may run the job now; the conditional update lets exactly one through per period. */
  async take(job: ScheduledJob): Promise<boolean> {
    const { manager } = this.main.dataSource;
    await manager.createQueryBuilder().insert().into(JobStateEntity).values({ id: job.id }).orIgnore().execute();
    const now = this.clock.now();
    // A little less than the period, so that the holder's own next round is not refused.
    const leasedUntilMs = now + Math.max(job.timeoutMs, job.everySeconds * 950);
    const result = await manager
      .createQueryBuilder()
      .update(JobStateEntity)
      .set({ leasedUntilMs, lastStartedAt: this.clock.seconds() })
      .where('id = :id AND leased_until_ms <= :now', { id: job.id, now })
      .execute();
    return result.affected === 1;
  }

  async record(job: ScheduledJob, durationMs: number, error: Error | undefined): Promise<void> {
    await this.main.dataSource.manager.update(
      JobStateEntity,
      { id: job.id },
      { lastDurationMs: Math.round(durationMs), lastError: (error?.message ?? '').slice(0, 500) },
    );
  }
}
