import { Module } from '@nestjs/common';
import { LogNotifier } from './log-notifier';
import { OperatorNotifier } from './notification.contract';

@Module({
  providers: [LogNotifier, { provide: OperatorNotifier, useExisting: LogNotifier }],
  exports: [OperatorNotifier],
})
export class NotificationModule {}
