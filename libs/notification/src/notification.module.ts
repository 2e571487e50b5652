import { Module } from '@nestjs/common';
import { LogNotifier } from './log-notifier';
import { OperatorNotifier } from './notification.contract';
import { OperatorNotices } from './operator-notices';

@Module({
  providers: [LogNotifier, { provide: OperatorNotifier, useExisting: LogNotifier }, OperatorNotices],
  exports: [OperatorNotifier],
})
export class NotificationModule {}
