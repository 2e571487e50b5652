import { Injectable } from '@nestjs/common';
import { AllowanceJournal, Clock, type AllowanceChange } from '@app/kernel';
import { UnitOfWork } from '@app/platform';
import { LedgerEntryEntity } from '../persistence/ledger-entry.entity';

/** Changes of allowances as entries that move no money. */
@Injectable()
export class LedgerAllowanceJournal extends AllowanceJournal {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {
    super();
  }

  async record({ tokenId, userId, amount, key }: AllowanceChange): Promise<void> {
    if (amount === 0n) return;
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
