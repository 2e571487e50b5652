import { Injectable } from '@nestjs/common';
import { AppError, type Money } from '@app/kernel';
import { UnitOfWork } from '@app/platform';
import type { LedgerOperation } from '../ledger.contract';
import { LedgerEntryEntity } from '../persistence/ledger-entry.entity';

/** What a client sends again with the same key has to be the same, or it thinks that something happened which did not. */
@Injectable()
export class RepeatedMovements {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** What was moved under this key; undefined = nothing yet. */
  async amountOf(operation: LedgerOperation, key: string): Promise<Money | undefined> {
    return (await this.entryOf(operation, key))?.amount;
  }

  /** After a post that was 'repeated'. Throws AppError `request.idempotency_key_reused` when the amount was another. */
  async requireSame(operation: LedgerOperation, key: string, amount: Money): Promise<LedgerEntryEntity> {
    const entry = await this.entryOf(operation, key);
    if (entry?.amount !== amount) throw idempotencyKeyReused();
    return entry;
  }

  private entryOf(operation: LedgerOperation, key: string): Promise<LedgerEntryEntity | null> {
    return this.unitOfWork.manager.findOneBy(LedgerEntryEntity, { operation, operationKey: key });
  }
}

export function idempotencyKeyReused(): AppError {
  return new AppError(
    'request.idempotency_key_reused',
    { zh: '该 Idempotency-Key 已用于另一请求', en: 'This Idempotency-Key was used for another request' },
    { status: 409, param: 'Idempotency-Key' },
  );
}
