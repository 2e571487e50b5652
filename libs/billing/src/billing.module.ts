import { Module } from '@nestjs/common';
import { LogDataSource, MainDataSource } from '@app/platform';
import { AccountEvents } from './application/account-events';
import { Accounts } from './application/accounts';
import { AuditLog } from './application/audit-log';
import { JournalKeeper } from './application/journal-keeper';
import { LogQuery } from './application/log-query';
import { NoEndingBalances } from './application/no-ending-balances';
import { PriceBook } from './application/price-book';
import { SettlementQueue } from './application/settlement-queue';
import { SettlementRecovery } from './application/settlement-recovery';
import { SETTLEMENT_STORE } from './application/tokens';
import { UsageMeterService } from './application/usage-meter.service';
import { BillingRefresh, EndingBalances, UsageMeter } from './billing.contract';
import { BillingRefreshService } from './application/billing-refresh.service';
import { LogController } from './http/log.controller';
import { LedgerModule } from './ledger.module';
import { createSettlementStore } from './persistence/settlement/create-settlement-store';
import { StatementsModule } from './statements.module';

@Module({
  imports: [LedgerModule, StatementsModule],
  controllers: [LogController],
  providers: [
    { provide: SETTLEMENT_STORE, inject: [MainDataSource, LogDataSource], useFactory: createSettlementStore },
    SettlementRecovery,
    SettlementQueue,
    Accounts,
    AccountEvents,
    AuditLog,
    PriceBook,
    JournalKeeper,
    UsageMeterService,
    LogQuery,
    BillingRefreshService,
    { provide: UsageMeter, useExisting: UsageMeterService },
    { provide: BillingRefresh, useExisting: BillingRefreshService },
    { provide: EndingBalances, useClass: NoEndingBalances },
  ],
  exports: [UsageMeter, LedgerModule, BillingRefresh, EndingBalances],
})
export class BillingModule {}
