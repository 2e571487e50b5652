import { Injectable, Logger } from '@nestjs/common';
import { Failures, LogType, moneyToUsd, type LocalText } from '@app/kernel';
import { EventBus, UnitOfWork } from '@app/platform';
import { LeaseRepository } from '../../persistence/lease.repository';
import { NodeRepository } from '../../persistence/node.repository';
import type { WalletLeaseEntity } from '../../persistence/wallet-lease.entity';
import { WalletRepository } from '../../persistence/wallet.repository';
import { LeaseUpkeep } from './lease-upkeep';

/** So long a silent node's slices wait for its journal to be replayed. */
const ABANDON_SECONDS = 600;

const REASONS = {
  replayed: { zh: '其结算日志已补记', en: 'its journal was replayed' },
  silent: { zh: '其心跳已停止 10 分钟', en: 'it has been silent for ten minutes' },
} satisfies Record<string, LocalText>;

/** Gives back what dead nodes had borrowed. */
@Injectable()
export class DeadNodes extends LeaseUpkeep {
  private readonly logger = new Logger('Nodes');

  constructor(
    private readonly nodes: NodeRepository,
    private readonly leases: LeaseRepository,
    private readonly wallets: WalletRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly events: EventBus,
  ) {
    super();
  }

  /** The node's process is dead for certain, and every charge of its journal is in the database. */
  replayed(nodeId: string): Promise<void> {
    return this.release(nodeId, 'replayed');
  }

  /**
   * Nodes whose journal nobody replays (its disk is gone, say). Should one of them live after all, it has reserved nothing for a
   * long time and borrows anew.
   */
  async releaseSilent(signal?: AbortSignal): Promise<void> {
    const failures = new Failures((text) => this.logger.error(`Silent ${text}`));
    const silent = await this.nodes.silentFor(ABANDON_SECONDS);
    for (const nodeId of [...silent.map((node) => node.id), ...(await this.leases.orphans())]) {
      signal?.throwIfAborted();
      await failures.attempt(`node ${nodeId}`, () => this.release(nodeId, 'silent'));
    }
    failures.throwIfAny();
  }

  private async release(nodeId: string, reason: keyof typeof REASONS): Promise<void> {
    const failures = new Failures((text) =>
      this.logger.error(`A slice of node ${nodeId} could not be given back, ${text}`),
    );
    await this.nodes.remove(nodeId);
    for (const lease of await this.leases.ofNode(nodeId))
      await failures.attempt(`${lease.kind} #${lease.ownerId}`, () => this.giveBack(lease, reason));
    failures.throwIfAny();
  }

  private giveBack({ kind, ownerId, nodeId, amount }: WalletLeaseEntity, reason: keyof typeof REASONS): Promise<void> {
    const key = { kind, ownerId, nodeId };
    return this.unitOfWork.run(async () => {
      const account = await this.leases.lock(key);
      // Of an owner who is gone only the slice's row is left.
      const own = account?.own ?? amount;
      await this.leases.handBack(key, own);
      if (account === undefined || own === 0n) return;
      this.logger.warn(`${kind} #${ownerId}: ${own} nano-dollars of node ${nodeId} are back, ${REASONS[reason].en}`);
      if (kind === 'users') await this.tell(ownerId, nodeId, own, reason);
    });
  }

  private async tell(userId: number, nodeId: string, amount: bigint, reason: keyof typeof REASONS): Promise<void> {
    const { username } = await this.wallets.read(userId);
    const text = `节点 ${nodeId} 已失效，归还其占用的额度 $${moneyToUsd(amount)}（${REASONS[reason].zh}）`;
    this.unitOfWork.afterCommit(() =>
      this.events.publish('audit.recorded', { type: LogType.System, userId, username, text }),
    );
  }
}
