export { BillingModule } from './billing.module';
export { BillingRefresh, EndingBalances, Ledger, UsageMeter } from './billing.contract';
export type {
  AttemptRecord,
  CallRecord,
  EndingBalance,
  EndState,
  LedgerDifference,
  LedgerMovement,
  Quote,
  ReserveOutcome,
  ReserveRequest,
  Standing,
  TokenClass,
  TokenUsage,
} from './billing.contract';
export { billingSchema } from './persistence/billing-schema';
export { LedgerEntryEntity } from './persistence/ledger-entry.entity';
export { LogEntity } from './persistence/log.entity';
