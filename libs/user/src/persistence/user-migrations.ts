import { Accounts1763900000100 } from './migrations/1763900000100-accounts';
import { Unallotted1764100000110 } from './migrations/1764100000110-unallotted';
import { Leased1764100000700 } from './migrations/1764100000700-leased';

export const userMigrations = [Accounts1763900000100, Unallotted1764100000110, Leased1764100000700];
