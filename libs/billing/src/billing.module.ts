import { Module } from '@nestjs/common';
import { EgressModule, LogDataSource, MainDataSource } from '@app/platform';
import { AccountEvents } from './application/account-events';
import { Accounts } from './application/accounts';
import { AuditLog } from './application/audit-log';
import { JournalKeeper } from './application/journal-keeper';
import { LedgerService } from './application/ledger.service';
import { LogQuery } from './application/log-query';
import { PriceBook } from './application/price-book';
import { SettlementQueue } from './application/settlement-queue';
import { SettlementRecovery } from './application/settlement-recovery';
import { SETTLEMENT_STORE } from './application/tokens';
import { UsageMeterService } from './application/usage-meter.service';
import { BillingRefresh, Ledger, UsageMeter } from './billing.contract';
import { BillingRefreshService } from './application/billing-refresh.service';
import { LogController } from './http/log.controller';
import { AlipayProvider } from './payment/alipay/alipay.provider';
import { ProviderHttp } from './payment/provider-http';
import { StripeProvider } from './payment/stripe/stripe.provider';
import { WechatPayProvider } from './payment/wechat/wechat-pay.provider';
import { createSettlementStore } from './persistence/settlement/create-settlement-store';

@Module({
  imports: [EgressModule],
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
    LedgerService,
    LogQuery,
    BillingRefreshService,
    ProviderHttp,
    StripeProvider,
    AlipayProvider,
    WechatPayProvider,
    { provide: UsageMeter, useExisting: UsageMeterService },
    { provide: Ledger, useExisting: LedgerService },
    { provide: BillingRefresh, useExisting: BillingRefreshService },
  ],
  exports: [UsageMeter, Ledger, BillingRefresh],
})
export class BillingModule {}
