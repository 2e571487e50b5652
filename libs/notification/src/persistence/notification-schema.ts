import type { LibrarySchema } from '@app/platform';
import { OutgoingMails1764100000901 } from './migrations/1764100000901-outgoing-mails';
import { OutgoingMailEntity } from './outgoing-mail.entity';

export const notificationSchema: LibrarySchema = {
  main: { entities: [OutgoingMailEntity], migrations: [OutgoingMails1764100000901] },
};
