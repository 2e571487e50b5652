import { Injectable, Logger } from '@nestjs/common';
import { BalanceLots, type BalanceLot, type EndingLots } from '@app/billing';
import { Clock, Failures, moneyToUsd } from '@app/kernel';
import { UserMail, type Mail } from '@app/notification';
import { integerOption, OptionStore, SystemOptions, UnitOfWork } from '@app/platform';
import type { ScheduledJob } from '../scheduled-job';

/** Days before its end that the owner of money is told; 0 = never. */
export const BALANCE_ENDING_NOTICE_DAYS = integerOption('BalanceEndingNoticeDays', 3, { min: 0, max: 365 });

const DAY_SECONDS = 86_400;

/**
 * Mails users whose money ends soon, once per lot. It looks four times a day: periods begin anew with each start of the
 * process, and a whole day could never pass where restarts are daily.
 */
@Injectable()
export class AnnounceEndingBalanceJob implements ScheduledJob {
  readonly id = 'announce-ending-balance';
  readonly scope = 'cluster';
  readonly everySeconds = 6 * 3_600;
  readonly timeoutMs = 5 * 60_000;
  private readonly logger = new Logger('Scheduler');

  constructor(
    private readonly lots: BalanceLots,
    private readonly mails: UserMail,
    private readonly options: OptionStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {
    options.register([BALANCE_ENDING_NOTICE_DAYS]);
  }

  async run(signal: AbortSignal): Promise<void> {
    const days = this.options.get(BALANCE_ENDING_NOTICE_DAYS);
    if (days === 0) return;
    const failures = new Failures((text) => this.logger.error(`Could not tell of money that ends: ${text}`));
    for (const ending of await this.lots.endingBefore(this.clock.seconds() + days * DAY_SECONDS)) {
      signal.throwIfAborted();
      await failures.attempt(`user #${ending.userId}`, () => this.announce(ending));
    }
    failures.throwIfAny();
  }

  private announce(ending: EndingLots): Promise<void> {
    return this.unitOfWork.run(async () => {
      const outcome = await this.mails.send(this.mailOf(ending));
      // Without an address or a mail server they are left unmarked: both may be there tomorrow.
      if (outcome === 'queued' || outcome === 'repeated') await this.lots.markNotified(ending.lots.map(({ id }) => id));
    });
  }

  private mailOf({ userId, lots }: EndingLots): Mail {
    const name = this.options.get(SystemOptions.SystemName);
    const link = `${this.options.get(SystemOptions.ServerAddress)}/topup`;
    const listed = lots.map(describe).join('\n');
    return {
      userId,
      subject: { zh: `${name}：您的部分余额即将到期`, en: `${name}: part of your balance is about to end` },
      body: {
        zh: `您好，\n\n以下余额即将到期，到期后不能再使用：\n${listed}\n\n查看余额与充值：${link}`,
        en: `Hello,\n\nthis part of your balance is about to end and cannot be spent after that:\n${listed}\n\nYour balance and top-up: ${link}`,
      },
      dedupeKey: `balance-ending:${lots[0]?.id ?? ''}`,
    };
  }
}

function describe({ remaining, endsAt }: BalanceLot): string {
  const time = endsAt === null ? '' : new Date(endsAt * 1000).toISOString().slice(0, 16).replace('T', ' ');
  return `$${moneyToUsd(remaining)} – ${time} UTC`;
}
