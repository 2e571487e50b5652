export { OperatorNotifier } from './notification.contract';
export type { OperatorNotice } from './notification.contract';
export { NotificationModule } from './notification.module';
