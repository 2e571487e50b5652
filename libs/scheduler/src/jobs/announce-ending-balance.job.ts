import { Injectable } from '@nestjs/common';
import { EndingBalances, type EndingBalance } from '@app/billing';
import { Clock, moneyToUsd } from '@app/kernel';
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

  constructor(
    private readonly balances: EndingBalances,
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
    for (const balance of await this.balances.endingBefore(this.clock.seconds() + days * DAY_SECONDS)) {
      signal.throwIfAborted();
      // Without an address or a mail server it is left unmarked: both may be there tomorrow.
      if (balance.email !== '') await this.announce(balance);
    }
  }

  private announce(balance: EndingBalance): Promise<void> {
    return this.unitOfWork.run(async () => {
      const outcome = await this.mails.send(this.mailOf(balance));
      if (outcome !== 'not-configured') await this.balances.markNotified(balance.lotId);
    });
  }

  private mailOf({ lotId, userId, email, amount, endsAt }: EndingBalance): Mail {
    const usd = `$${moneyToUsd(amount)}`;
    const time = `${new Date(endsAt * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
    const name = this.options.get(SystemOptions.SystemName);
    const link = `${this.options.get(SystemOptions.ServerAddress)}/topup`;
    return {
      userId,
      to: email,
      subject: { zh: `${name}：您的部分余额即将到期`, en: `${name}: part of your balance is about to end` },
      body: {
        zh: `您好，\n\n您的余额中有 ${usd} 将于 ${time} 到期，到期后不能再使用。\n\n查看余额与充值：${link}`,
        en: `Hello,\n\n${usd} of your balance ends at ${time} and cannot be spent after that.\n\nYour balance and top-up: ${link}`,
      },
      dedupeKey: `balance-ending:${lotId}`,
    };
  }
}
