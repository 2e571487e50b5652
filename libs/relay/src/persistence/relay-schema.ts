import type { LibrarySchema } from '@app/platform';
import { StoredResponses1795651200000 } from './migrations/1795651200000-stored-responses';
import { StoredResponseEntity } from './stored-response.entity';

export const relaySchema: LibrarySchema = {
  main: { entities: [StoredResponseEntity], migrations: [StoredResponses1795651200000] },
};
