import { Injectable } from '@nestjs/common';
import { UserUpkeep } from '@app/user';
import type { ScheduledJob } from '../scheduled-job';

@Injectable()
export class RemoveExpiredSessionsJob implements ScheduledJob {
  readonly id = 'remove-expired-sessions';
  readonly scope = 'cluster';
  readonly everySeconds = 3_600;
  readonly timeoutMs = 60_000;

  constructor(private readonly users: UserUpkeep) {}

  async run(): Promise<void> {
    await this.users.removeExpiredSessions();
  }
}
