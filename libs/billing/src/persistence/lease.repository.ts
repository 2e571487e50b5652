import { Injectable } from '@nestjs/common';
import type { Money } from '@app/kernel';
import { UnitOfWork } from '@app/platform';
import { In, MoreThan, Not, type Repository } from 'typeorm';
import type { AccountKind } from '../domain/account-kind';
import { databaseSeconds } from './database-time';
import { HEARTBEAT_STALE_SECONDS } from './node.repository';
import { sumOfSlices } from './sum-of-slices';
import { WalletLeaseEntity } from './wallet-lease.entity';
import { wholeNumber } from './whole-number-sql';

export interface LeaseKey {
  kind: AccountKind;
  ownerId: number;
  nodeId: string;
}

export interface LentAccount {
  /** The balance or allowance as stored. */
  stored: Money;
  /** What all nodes together hold of it. */
  leased: Money;
  /** What the node of the key holds. */
  own: Money;
}

type Figure = string | number | bigint;

/**
 * Slices and the sum of them on their owner's row. Whoever changes a slice holds that row first, and settlement groups do too:
 * that order keeps nodes from blocking each other, and the two figures together.
 */
@Injectable()
export class LeaseRepository {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Holds the owner's row until the transaction ends; undefined = there is no such owner. */
  async lock({ kind, ownerId, nodeId }: LeaseKey): Promise<LentAccount | undefined> {
    const { manager } = this.unitOfWork;
    const { affected } = await manager
      .createQueryBuilder()
      .update(kind)
      .set({ leased: () => 'leased' })
      .where('id = :ownerId', { ownerId })
      .execute();
    if (affected === 0) return undefined;
    const row = await manager
      .createQueryBuilder()
      .select(kind === 'users' ? 't.balance' : 't.remain', 'stored')
      .addSelect('t.leased', 'leased')
      .from(kind, 't')
      .where('t.id = :ownerId', { ownerId })
      .getRawOne<{ stored: Figure; leased: Figure }>();
    if (row === undefined) return undefined;
    const own = await this.leases.findOneBy({ kind, ownerId, nodeId });
    return { stored: BigInt(row.stored), leased: BigInt(row.leased), own: own?.amount ?? 0n };
  }

  /** Lends so much if, after it, what is not lent is still no less than `floor`; false = nothing happened. */
  async take(key: LeaseKey, amount: Money, floor: Money): Promise<boolean> {
    const { kind, ownerId } = key;
    const { manager } = this.unitOfWork;
    const column = kind === 'users' ? 'balance' : 'remain';
    const { affected } = await manager
      .createQueryBuilder()
      .update(kind)
      .set({ leased: () => `leased + ${wholeNumber(manager, ':amount')}` })
      .where('id = :ownerId', { ownerId })
      .andWhere(`${column} - leased - ${wholeNumber(manager, ':amount')} >= ${wholeNumber(manager, ':floor')}`)
      .setParameters({ amount: amount.toString(), floor: floor.toString() })
      .execute();
    if (affected === 0) return false;
    const more = await this.leases
      .createQueryBuilder()
      .update()
      .set({ amount: () => `amount + ${wholeNumber(manager, ':amount')}` })
      .where({ ...key })
      .setParameter('amount', amount.toString())
      .execute();
    if (more.affected === 0) await this.leases.insert({ ...key, amount, wanted: false });
    return true;
  }

  /** Gives back at most what the slice holds, and with it the wish of others for it; under the lock of its owner's row. */
  async handBack(key: LeaseKey, amount: Money): Promise<Money> {
    const lease = await this.leases.findOneBy({ ...key });
    if (lease === null) return 0n;
    const given = amount < lease.amount ? amount : lease.amount;
    if (given === lease.amount) await this.leases.delete({ ...key });
    else await this.leases.update({ ...key }, { amount: lease.amount - given, wanted: false });
    await this.addUp(key.kind, key.ownerId);
    return given;
  }

  /** Asks all nodes but one for what they do not use. */
  async want({ kind, ownerId, nodeId }: LeaseKey): Promise<void> {
    await this.leases.update({ kind, ownerId, nodeId: Not(nodeId), amount: MoreThan(0n) }, { wanted: true });
  }

  /** Whether a live node has not answered yet. */
  async isAwaited({ kind, ownerId, nodeId }: LeaseKey): Promise<boolean> {
    const { manager } = this.unitOfWork;
    const count = await this.leases
      .createQueryBuilder('l')
      .innerJoin('nodes', 'n', 'n.id = l.nodeId')
      .where({ kind, ownerId, nodeId: Not(nodeId), wanted: true })
      .andWhere(`n.heartbeatAt >= ${databaseSeconds(manager)} - ${HEARTBEAT_STALE_SECONDS}`)
      .getCount();
    return count > 0;
  }

  wantedOf(nodeId: string): Promise<WalletLeaseEntity[]> {
    return this.leases.findBy({ nodeId, wanted: true });
  }

  /** In the order in which everybody locks: users first, each kind by id. */
  async ofNode(nodeId: string): Promise<WalletLeaseEntity[]> {
    return this.leases.find({ where: { nodeId }, order: { kind: 'DESC', ownerId: 'ASC' } });
  }

  async amounts(kind: AccountKind, ownerIds: number[], nodeId: string): Promise<Map<number, Money>> {
    const rows = await this.leases.findBy({ kind, nodeId, ownerId: In(ownerIds) });
    return new Map(rows.map((row) => [row.ownerId, row.amount]));
  }

  /** Nodes that hold something and have no row any more. */
  async orphans(): Promise<string[]> {
    const rows = await this.leases
      .createQueryBuilder('l')
      .select('DISTINCT l.nodeId', 'nodeId')
      .leftJoin('nodes', 'n', 'n.id = l.nodeId')
      .where('n.id IS NULL')
      .getRawMany<{ nodeId: string }>();
    return rows.map((row) => row.nodeId);
  }

  private async addUp(kind: AccountKind, ownerId: number): Promise<void> {
    await this.unitOfWork.manager.query(sumOfSlices(kind, `= ${Math.trunc(ownerId)}`));
  }

  private get leases(): Repository<WalletLeaseEntity> {
    return this.unitOfWork.manager.getRepository(WalletLeaseEntity);
  }
}
