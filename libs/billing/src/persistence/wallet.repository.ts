import { Injectable } from '@nestjs/common';
import type { Money } from '@app/kernel';
import { UnitOfWork } from '@app/platform';
import { WalletHolds } from '../application/wallet-holds';
import type { LedgerMovement } from '../ledger.contract';
import { movementEffect } from '../domain/movement-accounts';
import { wholeNumber } from './whole-number-sql';

export interface Wallet {
  balance: Money;
  /** Spent and not yet taken from a lot. */
  unallotted: Money;
  /** Part of the balance that calls may rely on: what is lent to nodes, or what this process holds for them and has not written. */
  spokenFor: Money;
  username: string;
}

type Figure = string | number | bigint;

/** Balances of users, always changed relatively and under conditions. */
@Injectable()
export class WalletRepository {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly holds: WalletHolds,
  ) {}

  /** Holds the user's row until the transaction ends, on every engine. */
  async lock(userId: number): Promise<void> {
    const { affected } = await this.unitOfWork.manager
      .createQueryBuilder()
      .update('users')
      .set({ balance: () => 'balance' })
      .where('id = :userId', { userId })
      .execute();
    if (affected === 0) throw new Error(`There is no user #${userId} to move money of`);
  }

  async read(userId: number): Promise<Wallet> {
    const row = await this.unitOfWork.manager
      .createQueryBuilder()
      .select('t.balance', 'balance')
      .addSelect('t.unallotted', 'unallotted')
      .addSelect('t.leased', 'leased')
      .addSelect('t.username', 'username')
      .from('users', 't')
      .where('t.id = :userId', { userId })
      .getRawOne<{ balance: Figure; unallotted: Figure; leased: Figure; username: string }>();
    if (row === undefined) throw new Error(`There is no user #${userId} to move money of`);
    const { balance, unallotted, leased, username } = row;
    const spokenFor = BigInt(leased) + this.holds.spokenFor(userId);
    return { balance: BigInt(balance), unallotted: BigInt(unallotted), spokenFor, username };
  }

  async addUnallotted(userId: number, spent: Money): Promise<void> {
    if (spent === 0n) return;
    const { manager } = this.unitOfWork;
    await manager
      .createQueryBuilder()
      .update('users')
      .set({ unallotted: () => `unallotted + ${wholeNumber(manager, ':spent')}` })
      .where('id = :userId')
      .setParameters({ userId, spent: spent.toString() })
      .execute();
  }

  /**
   * Adds to both of the user's accounts what the movement means for them; false = its floor forbids it, nothing is written. What
   * calls may rely on counts as spent there, and no later call counts on what the movement takes: both are settled before the
   * first wait.
   */
  async apply(movement: LedgerMovement): Promise<boolean> {
    const { manager } = this.unitOfWork;
    const { userId } = movement;
    const { wallet, reward } = movementEffect(movement);
    const held = this.holds.spokenFor(userId);
    if (wallet < 0n) {
      this.holds.withhold(userId, -wallet);
      this.unitOfWork.afterEnd(() => void this.holds.release(userId, -wallet));
    }
    const update = manager
      .createQueryBuilder()
      .update('users')
      .set({
        balance: () => `balance + ${wholeNumber(manager, ':wallet')}`,
        affQuota: () => `aff_quota + ${wholeNumber(manager, ':reward')}`,
        ...(movement.operation === 'rebate' && {
          affHistory: () => `aff_history + ${wholeNumber(manager, ':reward')}`,
        }),
      })
      .where('id = :userId')
      .setParameters({ userId, wallet: wallet.toString(), reward: reward.toString() });
    if (movement.floor !== undefined) {
      const floor = wholeNumber(manager, ':floor');
      const heldToo = `${floor} + ${wholeNumber(manager, ':held')}`;
      if (wallet < 0n) {
        update.andWhere(`balance - leased + ${wholeNumber(manager, ':wallet')} >= ${heldToo}`);
        update.setParameter('held', held.toString());
      }
      if (reward < 0n) update.andWhere(`aff_quota + ${wholeNumber(manager, ':reward')} >= ${floor}`);
      update.setParameter('floor', movement.floor.toString());
    }
    return (await update.execute()).affected === 1;
  }
}
