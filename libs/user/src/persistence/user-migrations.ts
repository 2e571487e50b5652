import { Accounts1763900000100 } from './migrations/1763900000100-accounts';

export const userMigrations = [Accounts1763900000100];
