export { BillingModule } from './billing.module';
export {
  BalanceLots,
  BillingRefresh,
  Ledger,
  MarginWatch,
  PaymentUpkeep,
  PlanUpkeep,
  PriceSync,
  UsageMeter,
} from './billing.contract';
export type {
  AccountTotal,
  AttemptRecord,
  BalanceLot,
  CallRecord,
  CounterAccount,
  EndingLots,
  EndState,
  Evidence,
  ExtraUsage,
  LedgerAccount,
  LedgerDifference,
  LedgerMovement,
  LedgerOperation,
  OnDisconnect,
  PostOutcome,
  PriceSyncResult,
  Quote,
  ReserveOutcome,
  ReserveRequest,
  RouteLoss,
  Standing,
  TokenClass,
  TokenUsage,
} from './billing.contract';
export { LeaseUpkeep } from './application/leases/lease-upkeep';
export { NodeConflictError, NodeRegistry } from './application/leases/node-registry';
export { LedgerModule } from './ledger.module';
export { billingSchema } from './persistence/billing-schema';
export { LedgerEntryEntity } from './persistence/ledger-entry.entity';
export { LogEntity } from './persistence/log.entity';
export { PriceVersionEntity } from './persistence/price-version.entity';
