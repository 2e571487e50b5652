import { Injectable } from '@nestjs/common';
import { Clock } from '@app/kernel';
import { EventBus, UnitOfWork } from '@app/platform';
import {
  Ledger,
  type AccountTotal,
  type LedgerDifference,
  type LedgerMovement,
  type PostOutcome,
} from '../ledger.contract';
import { movementAccounts, movementEffect } from '../domain/movement-accounts';
import { LedgerEntryEntity } from '../persistence/ledger-entry.entity';
import { WalletRepository } from '../persistence/wallet.repository';
import { LedgerVerifier } from './ledger-verifier';
import { LotBook } from './lot-book';

const MOST_KEY_LENGTH = 64;

@Injectable()
export class LedgerService extends Ledger {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly events: EventBus,
    private readonly wallets: WalletRepository,
    private readonly lots: LotBook,
    private readonly verifier: LedgerVerifier,
  ) {
    super();
  }

  async post(movement: LedgerMovement): Promise<PostOutcome> {
    requireKey(movement.key);
    return this.unitOfWork.run(async () => {
      const { userId, operation, key, amount } = movement;
      const { manager } = this.unitOfWork;
      // First the lock: of two at once with one key, the second sees the entry that the first wrote.
      await this.wallets.lock(userId);
      if (await manager.existsBy(LedgerEntryEntity, { operation, operationKey: key })) return 'repeated';
      if (!(await this.wallets.apply(movement))) return 'insufficient';
      await this.moveLots(movement);
      const sides = movementAccounts(movement);
      await manager.insert(LedgerEntryEntity, {
        ...{ userId, operation, operationKey: key, amount },
        ...{ ...sides, createdAt: this.clock.seconds() },
      });
      this.unitOfWork.afterPossibleCommit(() => this.events.publish('wallet.changed', { userId }));
      return 'posted';
    });
  }

  /** What the movement means for the wallet's lots; expiry sees to its lot itself. */
  private async moveLots(movement: LedgerMovement): Promise<void> {
    const { userId, operation, lot, fromLot } = movement;
    const { wallet } = movementEffect(movement);
    if (lot !== undefined) {
      if (wallet <= 0n) throw new Error(`A lot of nothing: ${operation} ${movement.key}`);
      await this.lots.open({ ...movement, amount: wallet }, lot.endsAt);
    } else if (wallet > 0n) {
      if (operation === 'call-refund') await this.lots.giveBack(userId, wallet);
    } else if (wallet < 0n && operation !== 'expiry') {
      const spent = fromLot === undefined ? -wallet : await this.lots.takeBack(userId, fromLot, -wallet);
      await this.wallets.addUnallotted(userId, spent);
    }
  }

  verify(userId?: number): Promise<LedgerDifference[]> {
    return this.verifier.differences(userId);
  }

  totals(): Promise<AccountTotal[]> {
    return this.verifier.totals();
  }
}

/** A longer key would be cut by some engines, and two of them be one. */
function requireKey(key: string): void {
  if (key.length === 0 || key.length > MOST_KEY_LENGTH) throw new RangeError(`Not a ledger key: ${key}`);
}
