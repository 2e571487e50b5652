import { Injectable } from '@nestjs/common';
import { MailUpkeep } from '@app/notification';
import type { ScheduledJob } from '../scheduled-job';

@Injectable()
export class TidyMailsJob implements ScheduledJob {
  readonly id = 'tidy-mails';
  readonly scope = 'cluster';
  readonly everySeconds = 3_600;
  readonly timeoutMs = 60_000;

  constructor(private readonly mails: MailUpkeep) {}

  run(): Promise<void> {
    return this.mails.tidy();
  }
}
