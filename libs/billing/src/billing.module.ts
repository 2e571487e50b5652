import { Module } from '@nestjs/common';
import { RegistrationGifts } from '@app/kernel';
import { EgressModule, LogDataSource, MainDataSource, OptionStore } from '@app/platform';
import { AccountEvents } from './application/account-events';
import { Accounts } from './application/accounts';
import { AuditLog } from './application/audit-log';
import { BalanceLotsService } from './application/balance-lots.service';
import { JournalKeeper } from './application/journal-keeper';
import { LogQuery } from './application/log-query';
import { SettlementQueue } from './application/settlement-queue';
import { SettlementRecovery } from './application/settlement-recovery';
import { SETTLEMENT_STORE } from './application/tokens';
import { Reservations } from './application/reservations';
import { UsageMeterService } from './application/usage-meter.service';
import { BalanceLots } from './balance-lots.contract';
import { BillingRefresh, PaymentUpkeep, PlanUpkeep } from './upkeep.contract';
import { UsageMeter } from './usage-meter.contract';
import { BillingRefreshService } from './application/billing-refresh.service';
import { LogController } from './http/log.controller';
import { LotController } from './http/lot.controller';
import { PricingController } from './http/pricing.controller';
import { LedgerModule } from './ledger.module';
import { createSettlementStore } from './persistence/settlement/create-settlement-store';
import { BalanceWatch } from './application/balance-watch';
import { PricesModule } from './prices.module';
import { StatementsModule } from './statements.module';
import { AccountLog } from './application/account-log';
import { BalanceAdjustments } from './application/balance-adjustments';
import { RepeatedMovements } from './application/repeated-movements';
import { Actors } from './http/actors';
import { BalanceController } from './http/balance.controller';
import { RedeemController } from './http/redeem.controller';
import { RedemptionController } from './http/redemption.controller';
import { RewardController } from './http/reward.controller';
import { WithdrawalController } from './http/withdrawal.controller';
import { UserRows } from './persistence/user-rows';
import { Redeeming } from './redemption/redeeming';
import { RedemptionAdmin } from './redemption/redemption-admin';
import { RedemptionQuery } from './redemption/redemption-query';
import { CreditRewards } from './rewards/credit-rewards';
import { InvitationRewards } from './rewards/invitation-rewards';
import { RegistrationGiftsService } from './rewards/registration-gifts.service';
import { REWARD_OPTIONS } from './rewards/reward-options';
import { RewardTransfers } from './rewards/reward-transfers';
import { WithdrawalQuery } from './rewards/withdrawal-query';
import { Withdrawals } from './rewards/withdrawals';
import { PAYMENT_CONTROLLERS, PAYMENT_PARTS } from './payment/payment-module-parts';
import { PAYMENT_OPTIONS } from './payment/payment-options';
import { PLAN_CONTROLLERS, PLAN_PROVIDERS } from './plans/plan-module-parts';
import { LEASE_PARTS } from './application/leases/lease-parts';
import { LeaseUpkeep } from './application/leases/lease-upkeep';
import { NodeIdentity } from './application/leases/node-identity';
import { NodeRegistry } from './application/leases/node-registry';

@Module({
  imports: [LedgerModule, PricesModule, StatementsModule, EgressModule],
  controllers: [
    LogController,
    LotController,
    PricingController,
    RedemptionController,
    RedeemController,
    RewardController,
    WithdrawalController,
    BalanceController,
    ...PAYMENT_CONTROLLERS,
    ...PLAN_CONTROLLERS,
  ],
  providers: [
    SettlementRecovery,
    SettlementQueue,
    Accounts,
    AccountEvents,
    AuditLog,
    JournalKeeper,
    Reservations,
    UsageMeterService,
    LogQuery,
    BalanceLotsService,
    BillingRefreshService,
    { provide: UsageMeter, useExisting: UsageMeterService },
    { provide: BalanceLots, useExisting: BalanceLotsService },
    { provide: BillingRefresh, useExisting: BillingRefreshService },
    BalanceWatch,
    UserRows,
    AccountLog,
    Actors,
    BalanceAdjustments,
    RedemptionAdmin,
    RedemptionQuery,
    Redeeming,
    RepeatedMovements,
    RewardTransfers,
    Withdrawals,
    WithdrawalQuery,
    { provide: CreditRewards, useClass: InvitationRewards },
    { provide: RegistrationGifts, useClass: RegistrationGiftsService },
    ...PAYMENT_PARTS,
    ...PLAN_PROVIDERS,
    {
      provide: SETTLEMENT_STORE,
      inject: [MainDataSource, LogDataSource, NodeIdentity],
      useFactory: createSettlementStore,
    },
    ...LEASE_PARTS,
  ],
  exports: [
    UsageMeter,
    LedgerModule,
    PricesModule,
    BalanceLots,
    BillingRefresh,
    CreditRewards,
    RegistrationGifts,
    PaymentUpkeep,
    PlanUpkeep,
    LeaseUpkeep,
    NodeRegistry,
  ],
})
export class BillingModule {
  constructor(options: OptionStore) {
    options.register(PAYMENT_OPTIONS);
    options.register(REWARD_OPTIONS);
  }
}
