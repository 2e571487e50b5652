import { Global, Module } from '@nestjs/common';
import { AllowanceJournal } from '@app/kernel';
import { LedgerAllowanceJournal } from './application/ledger-allowance-journal';
import { LedgerService } from './application/ledger.service';
import { LedgerVerifier } from './application/ledger-verifier';
import { LeaseRecall } from './application/leases/lease-recall';
import { LotBook } from './application/lot-book';
import { WalletHolds } from './application/wallet-holds';
import { Ledger } from './ledger.contract';
import { LeaseRepository } from './persistence/lease.repository';
import { LotRepository } from './persistence/lot.repository';
import { WalletRepository } from './persistence/wallet.repository';

/** The books alone, without meter and journal. Global, because whoever sets an allowance records it and cannot know billing. */
@Global()
@Module({
  providers: [
    WalletHolds,
    WalletRepository,
    LeaseRepository,
    LeaseRecall,
    LotRepository,
    LotBook,
    LedgerVerifier,
    LedgerService,
    { provide: Ledger, useExisting: LedgerService },
    { provide: AllowanceJournal, useClass: LedgerAllowanceJournal },
  ],
  exports: [
    LeaseRepository,
    LeaseRecall,
    Ledger,
    AllowanceJournal,
    WalletHolds,
    WalletRepository,
    LotRepository,
    LotBook,
  ],
})
export class LedgerModule {}
