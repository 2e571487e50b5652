import { Module } from '@nestjs/common';
import { Clock } from '@app/kernel';
import { EgressModule, EventBus, LogDataSource, MainDataSource, OptionStore } from '@app/platform';
import { AccountEvents } from './application/account-events';
import { Accounts } from './application/accounts';
import { AuditLog } from './application/audit-log';
import { BalanceLotsService } from './application/balance-lots.service';
import { JournalKeeper } from './application/journal-keeper';
import { LogQuery } from './application/log-query';
import { openPriceBook } from './application/open-price-book';
import { PriceBook } from './application/price-book';
import { PriceOptionBacking } from './application/price-option-backing';
import { PricePublisher } from './application/price-publisher';
import { PriceVersions } from './application/price-versions';
import { SettlementQueue } from './application/settlement-queue';
import { SettlementRecovery } from './application/settlement-recovery';
import { SETTLEMENT_STORE } from './application/tokens';
import { UsageMeterService } from './application/usage-meter.service';
import { BalanceLots, BillingRefresh, PaymentUpkeep, UsageMeter } from './billing.contract';
import { BillingRefreshService } from './application/billing-refresh.service';
import { LogController } from './http/log.controller';
import { LotController } from './http/lot.controller';
import { PricingController } from './http/pricing.controller';
import { LedgerModule } from './ledger.module';
import { PAYMENT_CONTROLLERS, PAYMENT_PARTS } from './payment/payment-module-parts';
import { PAYMENT_OPTIONS } from './payment/payment-options';
import { createSettlementStore } from './persistence/settlement/create-settlement-store';

@Module({
  imports: [LedgerModule, EgressModule],
  controllers: [LogController, LotController, PricingController, ...PAYMENT_CONTROLLERS],
  providers: [
    ...PAYMENT_PARTS,
    { provide: SETTLEMENT_STORE, inject: [MainDataSource, LogDataSource], useFactory: createSettlementStore },
    SettlementRecovery,
    SettlementQueue,
    Accounts,
    AccountEvents,
    AuditLog,
    PriceVersions,
    { provide: PriceBook, inject: [PriceVersions, OptionStore, Clock, EventBus], useFactory: openPriceBook },
    PricePublisher,
    PriceOptionBacking,
    JournalKeeper,
    UsageMeterService,
    LogQuery,
    BalanceLotsService,
    BillingRefreshService,
    { provide: UsageMeter, useExisting: UsageMeterService },
    { provide: BalanceLots, useExisting: BalanceLotsService },
    { provide: BillingRefresh, useExisting: BillingRefreshService },
  ],
  exports: [UsageMeter, LedgerModule, BalanceLots, BillingRefresh, PaymentUpkeep],
})
export class BillingModule {
  constructor(options: OptionStore) {
    options.register(PAYMENT_OPTIONS);
  }
}
