import { Module } from '@nestjs/common';
import { Clock } from '@app/kernel';
import { EventBus, LogDataSource, MainDataSource, OptionStore } from '@app/platform';
import { AccountEvents } from './application/account-events';
import { Accounts } from './application/accounts';
import { AuditLog } from './application/audit-log';
import { JournalKeeper } from './application/journal-keeper';
import { LedgerService } from './application/ledger.service';
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
import { BillingRefresh, Ledger, UsageMeter } from './billing.contract';
import { BillingRefreshService } from './application/billing-refresh.service';
import { LogController } from './http/log.controller';
import { PricingController } from './http/pricing.controller';
import { createSettlementStore } from './persistence/settlement/create-settlement-store';

@Module({
  controllers: [LogController, PricingController],
  providers: [
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
    LedgerService,
    LogQuery,
    BillingRefreshService,
    { provide: UsageMeter, useExisting: UsageMeterService },
    { provide: Ledger, useExisting: LedgerService },
    { provide: BillingRefresh, useExisting: BillingRefreshService },
  ],
  exports: [UsageMeter, Ledger, BillingRefresh],
})
export class BillingModule {}
