import { Injectable } from '@nestjs/common';
import { AppError } from '@app/kernel';

const MOST_PER_CALLER = 2;

/** How many statements a caller has under way: a slow reader keeps one open for long, and each asks the database for much. */
@Injectable()
export class RunningStatements {
  private readonly running = new Map<number, number>();

  /** Throws `billing.statement_running` (429) when the caller has enough of them. */
  async run(callerId: number, work: () => Promise<void>): Promise<void> {
    const count = this.running.get(callerId) ?? 0;
    if (count >= MOST_PER_CALLER) throw statementRunning();
    this.running.set(callerId, count + 1);
    try {
      await work();
    } finally {
      const left = (this.running.get(callerId) ?? 1) - 1;
      if (left > 0) this.running.set(callerId, left);
      else this.running.delete(callerId);
    }
  }
}

function statementRunning(): AppError {
  return new AppError(
    'billing.statement_running',
    {
      zh: '已有账单正在下载，请等待其完成',
      en: 'Other statements of yours are still being downloaded; wait until they are complete',
    },
    { status: 429, retryAfterSeconds: 10 },
  );
}
