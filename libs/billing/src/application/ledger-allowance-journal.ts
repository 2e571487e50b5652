import { Injectable } from '@nestjs/common';
import { AllowanceJournal, Clock, type AllowanceChange } from '@app/kernel';
import { UnitOfWork } from '@app/platform';
import { LeaseRepository } from '../persistence/lease.repository';
import { LedgerEntryEntity } from '../persistence/ledger-entry.entity';
import { NOBODY } from './leases/lease-recall';

/** Changes of allowances as entries that move no money. */
@Injectable()
export class LedgerAllowanceJournal extends AllowanceJournal {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly leases: LeaseRepository,
  ) {
    super();
  }

  async record({ tokenId, userId, amount, key }: AllowanceChange): Promise<void> {
    if (amount === 0n) return;
    // Whatever nodes hold of a smaller allowance they shall hand back, as far as no call uses it.
    if (amount < 0n) await this.leases.want('tokens', [tokenId], NOBODY);
    await this.unitOfWork.manager.insert(LedgerEntryEntity, {
      ...{
        userId,
        operation: 'allowance',
        operationKey: key,
        amount: 0n,
        account: 'allowance',
        counter: 'adjustments',
      },
      ...{ tokenId, allowance: amount, createdAt: this.clock.seconds() },
    });
  }
}
