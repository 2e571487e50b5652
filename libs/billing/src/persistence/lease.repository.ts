import { Injectable } from '@nestjs/common';
import type { Money } from '@app/kernel';
import { UnitOfWork } from '@app/platform';
import { In, MoreThan, Not, type Repository } from 'typeorm';
import type { AccountKind } from '../domain/account-kind';
import { databaseSeconds } from './database-time';
import { HEARTBEAT_STALE_SECONDS } from './node.repository';
import { sumOfSlices } from './sum-of-slices';
import { WalletLeaseEntity } from './wallet-lease.entity';

export interface LentAccount {
  /** The balance or allowance as stored. */
  stored: Money;
  /** What all nodes together hold of it, with what they hold beyond it. */
  leased: Money;
}

/** What one node holds of an account; see WalletLeaseEntity. */
export type Lease = Pick<WalletLeaseEntity, 'amount' | 'uncovered'>;

export const NO_LEASE: Lease = { amount: 0n, uncovered: 0n };

/** By the id of their owner. */
export type OwnerLeases = ReadonlyMap<number, Lease>;

const KEY_COLUMNS = ['kind', 'owner_id', 'node_id'];

/**
 * Slices and the sum of them on their owner's row. Whoever changes slices holds their owners' rows first, and settlement groups do
 * too: that order keeps nodes from blocking each other, and the two figures together.
 */
@Injectable()
export class LeaseRepository {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Holds the owners' rows until the transaction ends, in the order of their ids; those that do not exist are left out. */
  async lock(kind: AccountKind, ownerIds: readonly number[]): Promise<Map<number, LentAccount>> {
    const { manager } = this.unitOfWork;
    const query = manager
      .createQueryBuilder()
      .select('t.id', 'id')
      .addSelect(kind === 'users' ? 't.balance' : 't.remain', 'stored')
      .addSelect('t.leased', 'leased')
      .from(kind, 't')
      .where('t.id IN (:...ownerIds)', { ownerIds })
      .orderBy('t.id');
    const { type } = manager.connection.options;
    if (type === 'mysql' || type === 'mariadb' || type === 'postgres') query.setLock('pessimistic_write');
    // SQLite has one writer: a transaction that has written is it.
    else await this.touch(kind, ownerIds);
    type Figure = string | number | bigint;
    const rows = await query.getRawMany<{ id: Figure; stored: Figure; leased: Figure }>();
    return new Map(rows.map((row) => [Number(row.id), { stored: BigInt(row.stored), leased: BigInt(row.leased) }]));
  }

  /** What all nodes hold of these owners'. */
  ofOwners(kind: AccountKind, ownerIds: readonly number[]): Promise<WalletLeaseEntity[]> {
    return this.leases.findBy({ kind, ownerId: In(ownerIds) });
  }

  /** What a node holds of these owners'. */
  async held(kind: AccountKind, ownerIds: readonly number[], nodeId: string): Promise<Map<number, Lease>> {
    const rows = await this.leases.findBy({ kind, nodeId, ownerId: In(ownerIds) });
    return new Map(rows.map(({ ownerId, amount, uncovered }) => [ownerId, { amount, uncovered }]));
  }

  /** Makes the node's slices so large; under the lock of their owners, who must have the amounts that they lend. */
  async enlarge(kind: AccountKind, nodeId: string, leases: OwnerLeases): Promise<void> {
    if (leases.size === 0) return;
    await this.write(kind, nodeId, leases, ['amount', 'uncovered']);
    await this.addUp(kind, leases);
  }

  /** Leaves the node so much, and with the rest goes the wish of others for it; under the lock of the owners. */
  async reduce(kind: AccountKind, nodeId: string, leases: OwnerLeases): Promise<void> {
    if (leases.size === 0) return;
    const used = new Map([...leases].filter(([, { amount, uncovered }]) => amount > 0n || uncovered > 0n));
    const unused = [...leases.keys()].filter((ownerId) => !used.has(ownerId));
    if (unused.length > 0) await this.leases.delete({ kind, nodeId, ownerId: In(unused) });
    if (used.size > 0) await this.write(kind, nodeId, used, ['amount', 'uncovered', 'wanted']);
    await this.addUp(kind, leases);
  }

  /** Asks all nodes but one for what they do not use; under the lock of the owners. */
  async want(kind: AccountKind, ownerIds: readonly number[], askingNodeId: string): Promise<void> {
    if (ownerIds.length === 0) return;
    const others = { kind, ownerId: In(ownerIds), nodeId: Not(askingNodeId) };
    await this.leases.update(
      [
        { ...others, amount: MoreThan(0n) },
        { ...others, uncovered: MoreThan(0n) },
      ],
      {
        wanted: true,
      },
    );
  }

  /** Which live nodes have not answered yet. */
  async awaited(kind: AccountKind, ownerIds: readonly number[]): Promise<WalletLeaseEntity[]> {
    const { manager } = this.unitOfWork;
    return this.leases
      .createQueryBuilder('l')
      .innerJoin('nodes', 'n', 'n.id = l.nodeId')
      .where({ kind, ownerId: In(ownerIds), wanted: true })
      .andWhere(`n.heartbeatAt >= ${databaseSeconds(manager)} - ${HEARTBEAT_STALE_SECONDS}`)
      .getMany();
  }

  wantedOf(nodeId: string): Promise<WalletLeaseEntity[]> {
    return this.leases.findBy({ nodeId, wanted: true });
  }

  ofNode(nodeId: string): Promise<WalletLeaseEntity[]> {
    return this.leases.findBy({ nodeId });
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

  private async touch(kind: AccountKind, ownerIds: readonly number[]): Promise<void> {
    await this.unitOfWork.manager
      .createQueryBuilder()
      .update(kind)
      .set({ leased: () => 'leased' })
      .where('id IN (:...ownerIds)', { ownerIds })
      .execute();
  }

  /** In the order of ids, like everything that holds several rows. */
  private async write(kind: AccountKind, nodeId: string, leases: OwnerLeases, changed: string[]): Promise<void> {
    const ordered = [...leases].sort(([a], [b]) => a - b);
    await this.leases
      .createQueryBuilder()
      .insert()
      .values(ordered.map(([ownerId, lease]) => ({ kind, ownerId, nodeId, ...lease, wanted: false })))
      .orUpdate(changed, KEY_COLUMNS)
      .execute();
  }

  private async addUp(kind: AccountKind, leases: OwnerLeases): Promise<void> {
    const ids = [...leases.keys()].map((id) => Math.trunc(id));
    await this.unitOfWork.manager.query(sumOfSlices(kind, `IN (${ids.join(', ')})`));
  }

  private get leases(): Repository<WalletLeaseEntity> {
    return this.unitOfWork.manager.getRepository(WalletLeaseEntity);
  }
}
