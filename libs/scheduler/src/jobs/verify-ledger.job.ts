import { Injectable } from '@nestjs/common';
import { Ledger } from '@app/billing';
import { OperatorNotifier } from '@app/notification';
import type { ScheduledJob } from '../scheduled-job';

/** Compares every balance and allowance with its ledger entries and tells the operator about the first difference. */
@Injectable()
export class VerifyLedgerJob implements ScheduledJob {
  readonly id = 'verify-ledger';
  readonly scope = 'cluster';
  readonly everySeconds = 6 * 3_600;
  readonly timeoutMs = 10 * 60_000;

  constructor(
    private readonly ledger: Ledger,
    private readonly notifier: OperatorNotifier,
  ) {}

  async run(): Promise<void> {
    const [first, ...others] = await this.ledger.verify();
    if (first === undefined) return;
    const owner = `${first.account} of ${first.account.endsWith('allowance') ? 'token' : 'user'} #${first.ownerId}`;
    const facts = `${owner}: ${first.stored}, entries ${first.entries}, ${others.length} more`;
    this.notifier.notify({
      code: 'ledger_difference',
      text: { zh: `账本与余额不一致（${facts}）`, en: `Ledger and balance differ (${facts})` },
    });
  }
}
