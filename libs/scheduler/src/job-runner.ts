import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { Clock } from '@app/kernel';
import { JobLeases } from './job-leases';
import type { ScheduledJob } from './scheduled-job';

/** Runs jobs on their period: never two rounds of one job at once, never longer than its time-out, failures recorded. */
@Injectable()
export class JobRunner implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Scheduler');
  private readonly running = new Map<string, { controller: AbortController; done: Promise<void> }>();
  private readonly started: string[] = [];

  constructor(
    private readonly registry: SchedulerRegistry,
    private readonly leases: JobLeases,
    private readonly clock: Clock,
  ) {}

  start(jobs: readonly ScheduledJob[]): void {
    for (const job of jobs) {
      const timer = setInterval(() => void this.runNow(job), job.everySeconds * 1000);
      timer.unref();
      this.registry.addInterval(job.id, timer);
      this.started.push(job.id);
    }
  }

  /** One round; does nothing when the last one still runs or another node holds the lease. Never throws. */
  async runNow(job: ScheduledJob): Promise<void> {
    if (this.running.has(job.id)) return;
    const controller = new AbortController();
    const done = this.round(job, controller);
    this.running.set(job.id, { controller, done });
    await done;
    this.running.delete(job.id);
  }

  async beforeApplicationShutdown(): Promise<void> {
    for (const id of this.started.splice(0)) this.registry.deleteInterval(id);
    for (const { controller } of this.running.values()) controller.abort();
    await Promise.all([...this.running.values()].map(({ done }) => done));
  }

  private async round(job: ScheduledJob, controller: AbortController): Promise<void> {
    const startedAt = this.clock.now();
    try {
      if (job.scope === 'cluster' && !(await this.leases.take(job))) return;
      const failure = await this.attempt(job, controller);
      if (failure !== undefined) this.logger.error(`Job ${job.id} failed: ${failure.message}`);
      if (job.scope === 'cluster') await this.leases.record(job, this.clock.now() - startedAt, failure);
    } catch (error) {
      this.logger.error(`Job ${job.id} could not be run: ${(error as Error).message}`);
    }
  }

  private async attempt(job: ScheduledJob, controller: AbortController): Promise<Error | undefined> {
    const timer = setTimeout(() => controller.abort(new Error(`took longer than ${job.timeoutMs} ms`)), job.timeoutMs);
    try {
      await Promise.race([job.run(controller.signal), rejectOnAbort(controller.signal)]);
      return undefined;
    } catch (error) {
      return error as Error;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** A job that does not look at its signal must not hold up its next rounds or a shutdown. */
function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason instanceof Error ? signal.reason : new Error('stopped')));
  });
}
