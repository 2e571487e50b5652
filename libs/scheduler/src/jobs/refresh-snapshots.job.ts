import { Injectable } from '@nestjs/common';
import { BillingRefresh } from '@app/billing';
import { ChannelRefresh } from '@app/channel';
import { AppConfig, OptionStore } from '@app/platform';
import { UserUpkeep } from '@app/user';
import type { ScheduledJob } from '../scheduled-job';

/** Bounds how stale this process can get about what other nodes changed: SYNC_FREQUENCY. */
@Injectable()
export class RefreshSnapshotsJob implements ScheduledJob {
  readonly id = 'refresh-snapshots';
  readonly scope = 'process';
  readonly timeoutMs = 60_000;
  readonly everySeconds: number;

  constructor(
    config: AppConfig,
    private readonly options: OptionStore,
    private readonly users: UserUpkeep,
    private readonly channels: ChannelRefresh,
    private readonly billing: BillingRefresh,
  ) {
    this.everySeconds = config.syncFrequencySeconds;
  }

  async run(signal: AbortSignal): Promise<void> {
    const steps = [
      () => this.options.reload(),
      () => this.users.refreshTokens(),
      () => this.channels.refresh(),
      () => this.billing.refresh(),
    ];
    for (const step of steps) {
      signal.throwIfAborted();
      await step();
    }
  }
}
