import { Module } from '@nestjs/common';
import { LogNotifier } from './log-notifier';
import { LowBalanceMails } from './mail/low-balance-mails';
import { MailDeliveryService } from './mail/mail-delivery.service';
import { MailOutboxService } from './mail/mail-outbox.service';
import { MailTransport } from './mail/mail-transport';
import { MailUpkeep, OperatorNotifier, UserMail } from './notification.contract';
import { Outbox } from './persistence/outbox';
import { OperatorNotices } from './operator-notices';

@Module({
  providers: [
    LogNotifier,
    Outbox,
    MailTransport,
    MailDeliveryService,
    MailOutboxService,
    LowBalanceMails,
    { provide: OperatorNotifier, useExisting: LogNotifier },
    { provide: UserMail, useExisting: MailOutboxService },
    { provide: MailUpkeep, useExisting: MailDeliveryService },
    OperatorNotices,
  ],
  exports: [OperatorNotifier, UserMail, MailUpkeep],
})
export class NotificationModule {}
