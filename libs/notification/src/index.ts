export { MailUpkeep, OperatorNotifier, UserMail } from './notification.contract';
export type { Mail, MailOutcome, OperatorNotice } from './notification.contract';
export { NotificationModule } from './notification.module';
export { notificationSchema } from './persistence/notification-schema';
