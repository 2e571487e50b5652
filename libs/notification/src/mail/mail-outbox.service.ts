import { Injectable } from '@nestjs/common';
import { AppConfig, SecretBox, UnitOfWork } from '@app/platform';
import { UserMail, type Mail, type MailOutcome } from '../notification.contract';
import { Outbox } from '../persistence/outbox';
import { mailAddresses } from './mail-addresses';
import { MailDeliveryService } from './mail-delivery.service';
import { MailTransport } from './mail-transport';

const LONGEST_KEY = 128;
const LONGEST_SUBJECT = 255;
/** What MySQL's `text` holds. */
const LONGEST_SEALED_BODY = 65_535;

/** Puts mails into the outbox, in the transaction of what caused them. */
@Injectable()
export class MailOutboxService extends UserMail {
  constructor(
    private readonly outbox: Outbox,
    private readonly transport: MailTransport,
    private readonly delivery: MailDeliveryService,
    private readonly unitOfWork: UnitOfWork,
    private readonly secrets: SecretBox,
    private readonly config: AppConfig,
  ) {
    super();
  }

  async send({ userId = 0, to, subject, body, locale, dedupeKey }: Mail): Promise<MailOutcome> {
    if (dedupeKey === '' || dedupeKey.length > LONGEST_KEY)
      throw new RangeError(`a mail's key has 1 to ${LONGEST_KEY} characters`);
    if (!this.transport.isConfigured) return 'not-configured';
    const addresses = mailAddresses(to ?? (await this.outbox.addressOf(userId)));
    if (addresses === undefined) return 'bad-address';
    const language = locale ?? this.config.defaultLocale;
    const sealedBody = this.secrets.seal(body[language]);
    if (sealedBody.length > LONGEST_SEALED_BODY) throw new RangeError('the text of a mail is too long');
    const isNew = await this.outbox.add({
      dedupeKey,
      userId,
      recipients: addresses.join(';'),
      subject: subject[language].slice(0, LONGEST_SUBJECT),
      sealedBody,
    });
    if (!isNew) return 'repeated';
    this.unitOfWork.afterCommit(() => this.delivery.nudge());
    return 'queued';
  }
}
