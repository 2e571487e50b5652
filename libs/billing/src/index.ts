export { BillingModule } from './billing.module';
export { BalanceLots } from './balance-lots.contract';
export { BillingRefresh, MarginWatch, PaymentUpkeep, PlanUpkeep, PriceSync } from './upkeep.contract';
export { Ledger } from './ledger.contract';
export { UsageMeter } from './usage-meter.contract';
export type {
  AccountTotal,
  CounterAccount,
  LedgerAccount,
  LedgerDifference,
  LedgerMovement,
  LedgerOperation,
  PostOutcome,
} from './ledger.contract';
export type { AttemptRecord, CallRecord, EndState, Evidence, OnDisconnect } from './call-record.contract';
export type { BalanceLot, EndingLots } from './balance-lots.contract';
export type { ExtraUsage, TokenClass, TokenUsage } from './usage.contract';
export type { PriceSyncResult, RouteLoss } from './upkeep.contract';
export type { Quote } from './quote.contract';
export type { ReserveOutcome, ReserveRequest, Standing } from './usage-meter.contract';
export { LeaseUpkeep } from './application/leases/lease-upkeep';
export { NodeConflictError, NodeRegistry } from './application/leases/node-registry';
export { LedgerModule } from './ledger.module';
export { billingSchema } from './persistence/billing-schema';
export { LedgerEntryEntity } from './persistence/ledger-entry.entity';
export { LogEntity } from './persistence/log.entity';
export { PriceVersionEntity } from './persistence/price-version.entity';
