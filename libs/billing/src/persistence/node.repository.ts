import { hostname } from 'node:os';
import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@app/platform';
import type { Repository } from 'typeorm';
import { databaseSeconds } from './database-time';
import { NodeEntity, type NodeKind, type NodeState, type WalletMode } from './node.entity';

/** A node whose last heartbeat is so old is taken for dead. */
export const HEARTBEAT_STALE_SECONDS = 30;

/** Rows of the processes that work on this database. All times are the database's. */
@Injectable()
export class NodeRepository {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async insert(node: { id: string; kind: NodeKind; state: NodeState; walletMode: WalletMode }): Promise<void> {
    const now = (): string => this.now;
    await this.nodes
      .createQueryBuilder()
      .insert()
      .values({ ...node, host: hostname().slice(0, 128), startedAt: now, heartbeatAt: now })
      .execute();
  }

  /** False when the row is gone: the others have given this node up. */
  async beat(id: string): Promise<boolean> {
    const { affected } = await this.nodes
      .createQueryBuilder()
      .update()
      .set({ heartbeatAt: () => this.now })
      .where({ id })
      .execute();
    return affected !== 0;
  }

  async setState(id: string, state: NodeState): Promise<void> {
    await this.nodes.update({ id }, { state });
  }

  async remove(id: string): Promise<void> {
    await this.nodes.delete({ id });
  }

  /** Unless it has been heard since. */
  async removeSilent(id: string, seconds: number): Promise<void> {
    await this.nodes
      .createQueryBuilder()
      .delete()
      .where({ id })
      .andWhere(`heartbeat_at < ${this.now} - ${Math.trunc(seconds)}`)
      .execute();
  }

  has(id: string): Promise<boolean> {
    return this.nodes.existsBy({ id });
  }

  /** Gateways with a fresh heartbeat. */
  liveGateways(): Promise<NodeEntity[]> {
    return this.nodes
      .createQueryBuilder('n')
      .where(`n.kind = 'gateway' AND n.heartbeatAt >= ${this.now} - ${HEARTBEAT_STALE_SECONDS}`)
      .getMany();
  }

  /** Nodes of every kind that have been silent for so long. */
  silentFor(seconds: number): Promise<NodeEntity[]> {
    return this.nodes
      .createQueryBuilder('n')
      .where(`n.heartbeatAt < ${this.now} - ${Math.trunc(seconds)}`)
      .getMany();
  }

  private get nodes(): Repository<NodeEntity> {
    return this.unitOfWork.manager.getRepository(NodeEntity);
  }

  private get now(): string {
    return databaseSeconds(this.unitOfWork.manager);
  }
}
