export { FirstAccounts } from './application/first-accounts';
export type { FirstAccount } from './application/first-accounts';
export { ManagementGuard } from './http/management.guard';
export { userEntities } from './persistence/user-entities';
export { userMigrations } from './persistence/user-migrations';
export { TokenAuthenticator, UserUpkeep } from './user.contract';
export type { AuthenticationResult, Caller } from './user.contract';
export { userSchema } from './persistence/user-schema';
export { UserModule } from './user.module';
