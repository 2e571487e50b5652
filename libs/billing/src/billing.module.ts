import { Module } from '@nestjs/common';
import { LogDataSource, MainDataSource } from '@app/platform';
import { AccountEvents } from './application/account-events';
import { Accounts } from './application/accounts';
import { AuditLog } from './application/audit-log';
import { JournalKeeper } from './application/journal-keeper';
import { LedgerService } from './application/ledger.service';
import { LogQuery } from './application/log-query';
import { NoEndingBalances } from './application/no-ending-balances';
import { PriceBook } from './application/price-book';
import { SettlementQueue } from './application/settlement-queue';
import { SettlementRecovery } from './application/settlement-recovery';
import { SETTLEMENT_STORE } from './application/tokens';
import { UsageMeterService } from './application/usage-meter.service';
import { BillingRefresh, EndingBalances, Ledger, UsageMeter } from './billing.contract';
import { BillingRefreshService } from './application/billing-refresh.service';
import { LogController } from './http/log.controller';
import { StatementController } from './http/statement.controller';
import { createSettlementStore } from './persistence/settlement/create-settlement-store';
import { LedgerLines } from './statements/ledger-lines';
import { LedgerPages } from './statements/ledger-pages';
import { RunningStatements } from './statements/running-statements';
import { StatementsService } from './statements/statements.service';
import { UsageLines } from './statements/usage-lines';

@Module({
  controllers: [LogController, StatementController],
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
    LedgerService,
    LogQuery,
    BillingRefreshService,
    ...[StatementsService, RunningStatements, UsageLines, LedgerLines, LedgerPages],
    { provide: UsageMeter, useExisting: UsageMeterService },
    { provide: Ledger, useExisting: LedgerService },
    { provide: BillingRefresh, useExisting: BillingRefreshService },
    { provide: EndingBalances, useClass: NoEndingBalances },
  ],
  exports: [UsageMeter, Ledger, BillingRefresh, EndingBalances],
})
export class BillingModule {}
