import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@app/platform';
import { In, type Repository } from 'typeorm';
import type { Money } from '@app/kernel';
import { BalanceLotEntity } from './balance-lot.entity';
import { wholeNumber } from './whole-number-sql';

export type LotWithSpending = BalanceLotEntity & { unallotted: Money };

@Injectable()
export class LotRepository {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  private get lots(): Repository<BalanceLotEntity> {
    return this.unitOfWork.manager.getRepository(BalanceLotEntity);
  }

  /** The user's lots that hold something or could again. */
  ofUser(userId: number, nowSeconds: number): Promise<BalanceLotEntity[]> {
    return this.lots
      .createQueryBuilder('lot')
      .where('lot.userId = :userId', { userId })
      .andWhere('(lot.remaining > 0 OR lot.endsAt IS NULL OR lot.endsAt > :now)', { now: nowSeconds })
      .getMany();
  }

  /** All lots of the users that hold something, each with what its owner spent since; one statement, so one moment. */
  async withSpending(userIds: readonly number[]): Promise<LotWithSpending[]> {
    if (userIds.length === 0) return [];
    const { entities, raw } = await this.lots
      .createQueryBuilder('lot')
      .innerJoin('users', 'owner', 'owner.id = lot.userId')
      .addSelect('owner.unallotted', 'unallotted')
      .where({ userId: In([...userIds]) })
      .andWhere('lot.remaining > 0')
      .orderBy('lot.id')
      .getRawAndEntities<{ unallotted: string | number | bigint }>();
    return entities.map((lot, i) => ({ ...lot, unallotted: BigInt(raw[i]!.unallotted) }));
  }

  /** Users with lots that hold something and end until then, and not before `after`. */
  async ownersOfEnding(untilSeconds: number, afterSeconds: number, onlyUnnotified: boolean): Promise<number[]> {
    const query = this.lots
      .createQueryBuilder('lot')
      .select('DISTINCT lot.userId', 'userId')
      .where('lot.endsAt <= :until AND lot.endsAt > :after', { until: untilSeconds, after: afterSeconds })
      .andWhere('lot.remaining > 0');
    if (onlyUnnotified) query.andWhere('lot.notifiedAt IS NULL');
    const rows = await query.orderBy('lot.userId').getRawMany<{ userId: number }>();
    return rows.map((row) => Number(row.userId));
  }

  async insert(lot: Omit<BalanceLotEntity, 'id'>): Promise<void> {
    await this.lots.insert({ ...lot });
  }

  /** Writes what differs between the two states of the same lots. */
  async saveRemaining(before: readonly BalanceLotEntity[], after: readonly BalanceLotEntity[]): Promise<void> {
    const stored = new Map(before.map((lot) => [lot.id, lot.remaining]));
    for (const { id, remaining } of after) {
      if (stored.get(id) !== remaining) await this.lots.update({ id }, { remaining });
    }
  }

  /** Takes money out of a lot for good: a refund does not bring it back. */
  async shrink(id: string, taken: Money): Promise<void> {
    const amount = wholeNumber(this.unitOfWork.manager, ':taken');
    await this.lots
      .createQueryBuilder()
      .update()
      .set({ amount: () => `amount - ${amount}`, remaining: () => `remaining - ${amount}` })
      .where('id = :id', { id })
      .setParameter('taken', taken.toString())
      .execute();
  }

  async markNotified(ids: readonly string[], nowSeconds: number): Promise<void> {
    if (ids.length > 0) await this.lots.update({ id: In([...ids]) }, { notifiedAt: nowSeconds });
  }
}
