import type { LibrarySchema } from '@app/platform';
import { LedgerEntryEntity } from './ledger-entry.entity';
import { LogEntity } from './log.entity';
import { Ledger1763900000300 } from './migrations/1763900000300-ledger';
import { Logs1763900000400 } from './migrations/1763900000400-logs';
import { LedgerByTime1764100000900 } from './migrations/1764100000900-ledger-by-time';

export const billingSchema: LibrarySchema = {
  main: { entities: [LedgerEntryEntity], migrations: [Ledger1763900000300, LedgerByTime1764100000900] },
  logs: { entities: [LogEntity], migrations: [Logs1763900000400] },
};
