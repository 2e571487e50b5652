import { Injectable } from '@nestjs/common';
import { MailUpkeep } from '@app/notification';
import type { ScheduledJob } from '../scheduled-job';

/** Mails go out when they are written; this sends what failed then, and what a dead process left. */
@Injectable()
export class DeliverMailsJob implements ScheduledJob {
  readonly id = 'deliver-mails';
  readonly scope = 'cluster';
  readonly everySeconds = 60;
  readonly timeoutMs = 55_000;

  constructor(private readonly mails: MailUpkeep) {}

  run(signal: AbortSignal): Promise<void> {
    return this.mails.deliverDue(signal);
  }
}
