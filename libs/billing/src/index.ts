export { BillingModule } from './billing.module';
export { BillingRefresh, Ledger, PaymentUpkeep, UsageMeter } from './billing.contract';
export type {
  AttemptRecord,
  CallRecord,
  EndState,
  LedgerDifference,
  LedgerMovement,
  PostOutcome,
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
