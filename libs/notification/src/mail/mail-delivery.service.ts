import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { SecretBox } from '@app/platform';
import { MailUpkeep, OperatorNotifier } from '../notification.contract';
import { Outbox } from '../persistence/outbox';
import type { OutgoingMailEntity } from '../persistence/outgoing-mail.entity';
import { MailTransport } from './mail-transport';
import { isRefusedForGood, retryDelaySeconds } from './retry-delay';

const GIVE_UP_AFTER_SECONDS = 3 * 86_400;
const FORGET_AFTER_SECONDS = 90 * 86_400;

/** Brings the mails of the outbox to the mail server, one after the other. */
@Injectable()
export class MailDeliveryService extends MailUpkeep implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Mail');
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private isAskedAgain = false;

  constructor(
    private readonly outbox: Outbox,
    private readonly transport: MailTransport,
    private readonly secrets: SecretBox,
    private readonly notifier: OperatorNotifier,
  ) {
    super();
  }

  /** There is something to send: begins at once, waits for nothing. */
  nudge(): void {
    this.deliverDue().catch((error: unknown) => this.logger.error(`mails wait: ${(error as Error).message}`));
  }

  /** One round at a time; asked during one, another follows for what came after it had looked. */
  deliverDue(signal?: AbortSignal): Promise<void> {
    if (this.running !== undefined) {
      this.isAskedAgain = true;
      return this.running;
    }
    this.running = this.rounds(signal).finally(() => (this.running = undefined));
    return this.running;
  }

  async tidy(): Promise<void> {
    await this.outbox.giveUpOlderThan(GIVE_UP_AFTER_SECONDS);
    await this.outbox.forgetOlderThan(FORGET_AFTER_SECONDS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running?.catch(() => undefined);
  }

  private async rounds(signal: AbortSignal | undefined): Promise<void> {
    do {
      this.isAskedAgain = false;
      while (this.transport.isConfigured && !this.stopping.signal.aborted && signal?.aborted !== true) {
        const mail = await this.outbox.take();
        if (mail === undefined) break;
        await this.deliver(mail);
      }
    } while (this.isAskedAgain);
  }

  private async deliver(mail: OutgoingMailEntity): Promise<void> {
    try {
      await this.transport.send({
        to: mail.recipients.split(';'),
        subject: mail.subject,
        text: this.secrets.open(mail.sealedBody ?? ''),
        dedupeKey: mail.dedupeKey,
      });
    } catch (error) {
      const reason = (error as Error).message;
      const retryAfterSeconds = isRefusedForGood(error) ? undefined : retryDelaySeconds(mail.attempts);
      await this.outbox.markFailed(mail, reason, retryAfterSeconds);
      this.tell(mail, reason);
      return;
    }
    await this.outbox.markSent(mail);
  }

  private tell({ id, attempts }: OutgoingMailEntity, reason: string): void {
    this.notifier.notify({
      code: 'mail_failed',
      text: {
        zh: `邮件 #${id} 第 ${attempts} 次发送失败：${reason}`,
        en: `Mail #${id} could not be sent at attempt ${attempts}: ${reason}`,
      },
    });
  }
}
