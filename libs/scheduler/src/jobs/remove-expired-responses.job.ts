import { Injectable } from '@nestjs/common';
import { StoredResponseUpkeep } from '@app/relay';
import type { ScheduledJob } from '../scheduled-job';

@Injectable()
export class RemoveExpiredResponsesJob implements ScheduledJob {
  readonly id = 'remove-expired-responses';
  readonly scope = 'cluster';
  readonly everySeconds = 3_600;
  readonly timeoutMs = 5 * 60_000;

  constructor(private readonly responses: StoredResponseUpkeep) {}

  async run(signal: AbortSignal): Promise<void> {
    await this.responses.removeExpired(signal);
  }
}
