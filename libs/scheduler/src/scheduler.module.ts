import { Inject, Module, type DynamicModule, type OnApplicationBootstrap } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { BillingModule } from '@app/billing';
import { ChannelModule } from '@app/channel';
import { NotificationModule } from '@app/notification';
import { StoredResponsesModule } from '@app/relay';
import { UserModule } from '@app/user';
import { JobLeases } from './job-leases';
import { JobRunner } from './job-runner';
import { AnnounceEndingBalanceJob } from './jobs/announce-ending-balance.job';
import { DeliverMailsJob } from './jobs/deliver-mails.job';
import { EndPlanSubscriptionsJob } from './jobs/end-plan-subscriptions.job';
import { ExpireBalanceLotsJob } from './jobs/expire-balance-lots.job';
import { QueryPendingOrdersJob } from './jobs/query-pending-orders.job';
import { RefreshSnapshotsJob } from './jobs/refresh-snapshots.job';
import { ReleaseStaleHoldsJob } from './jobs/release-stale-holds.job';
import { RemoveExpiredResponsesJob } from './jobs/remove-expired-responses.job';
import { RemoveExpiredSessionsJob } from './jobs/remove-expired-sessions.job';
import { SyncPricesJob } from './jobs/sync-prices.job';
import { TidyMailsJob } from './jobs/tidy-mails.job';
import { VerifyLedgerJob } from './jobs/verify-ledger.job';
import { WatchMarginsJob } from './jobs/watch-margins.job';
import type { ScheduledJob } from './scheduled-job';

/** Whether this process also runs the jobs that only one node may run. */
const RUNS_CLUSTER_JOBS = Symbol('runsClusterJobs');

const JOBS = [
  RefreshSnapshotsJob,
  RemoveExpiredSessionsJob,
  RemoveExpiredResponsesJob,
  VerifyLedgerJob,
  ExpireBalanceLotsJob,
  EndPlanSubscriptionsJob,
  AnnounceEndingBalanceJob,
  DeliverMailsJob,
  TidyMailsJob,
  QueryPendingOrdersJob,
  WatchMarginsJob,
  SyncPricesJob,
  ReleaseStaleHoldsJob,
];

/** One of each of the above. */
const ALL_JOBS = Symbol('allJobs');

/** Runs the jobs of its process; those of the cluster only where the application says so. */
@Module({})
export class SchedulerModule implements OnApplicationBootstrap {
  constructor(
    private readonly runner: JobRunner,
    @Inject(RUNS_CLUSTER_JOBS) private readonly runsClusterJobs: boolean,
    @Inject(ALL_JOBS) private readonly jobs: readonly ScheduledJob[],
  ) {}

  static forRoot(options: { runsClusterJobs: boolean }): DynamicModule {
    return {
      module: SchedulerModule,
      imports: [
        ScheduleModule.forRoot(),
        ...[UserModule, ChannelModule, BillingModule, NotificationModule, StoredResponsesModule],
      ],
      providers: [
        JobRunner,
        JobLeases,
        ...JOBS,
        { provide: ALL_JOBS, inject: JOBS, useFactory: (...jobs: ScheduledJob[]) => jobs },
        { provide: RUNS_CLUSTER_JOBS, useValue: options.runsClusterJobs },
      ],
    };
  }

  onApplicationBootstrap(): void {
    this.runner.start(this.jobs.filter((job) => job.scope === 'process' || this.runsClusterJobs));
  }
}
