import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { balanceToQuota, Clock, type BalanceLow } from '@app/kernel';
import { EventBus, OptionStore, SystemOptions } from '@app/platform';
import { UserMail } from '../notification.contract';

/** Tells a user that his balance is low or used up; each at most once a day, however often it goes up and down. */
@Injectable()
export class LowBalanceMails implements OnModuleDestroy {
  private readonly logger = new Logger('Mail');
  private readonly unsubscribe: () => void;

  constructor(
    events: EventBus,
    private readonly mails: UserMail,
    private readonly options: OptionStore,
    private readonly clock: Clock,
  ) {
    this.unsubscribe = events.subscribe('balance.low', (event) => this.tell(event));
  }

  onModuleDestroy(): void {
    this.unsubscribe();
  }

  private async tell({ userId, balance, isUsedUp }: BalanceLow): Promise<void> {
    const quota = balanceToQuota(BigInt(balance), this.options.get(SystemOptions.QuotaPerUnit));
    const link = `${this.options.get(SystemOptions.ServerAddress)}/topup`;
    const subject = isUsedUp
      ? { zh: '您的额度已用尽', en: 'Your balance is used up' }
      : { zh: '您的额度即将用尽', en: 'Your balance is nearly used up' };
    const day = new Date(this.clock.now()).toISOString().slice(0, 10);
    try {
      await this.mails.send({
        userId,
        subject,
        body: {
          zh: `${subject.zh}，当前剩余额度为 ${quota}。为了不影响您的使用，请及时充值。\n\n充值链接：${link}`,
          en: `${subject.en}; ${quota} quota is left. Top up so that your calls go on.\n\nTop up: ${link}`,
        },
        dedupeKey: `balance-${isUsedUp ? 'used-up' : 'low'}:${userId}:${day}`,
      });
    } catch (error) {
      this.logger.error(`user #${userId} was not told that his balance is low: ${(error as Error).message}`);
    }
  }
}
