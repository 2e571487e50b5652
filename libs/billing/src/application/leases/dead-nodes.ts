import { Injectable, Logger } from '@nestjs/common';
import { LogType, moneyToUsd, type LocalText } from '@app/kernel';
import { EventBus, UnitOfWork } from '@app/platform';
import { LeaseRepository } from '../../persistence/lease.repository';
import { NodeRepository } from '../../persistence/node.repository';
import type { WalletLeaseEntity } from '../../persistence/wallet-lease.entity';
import { WindowSliceRepository } from '../../persistence/window-slice.repository';
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
    private readonly windows: WindowSliceRepository,
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

  /** The node reserves nothing any more and is about to leave, with every charge in the database. */
  left(nodeId: string): Promise<void> {
    return this.windows.giveBack(nodeId);
  }

  /**
   * Nodes whose journal nobody replays (its disk is gone, say). Should one of them live after all, it has reserved nothing for a
   * long time and borrows anew.
   */
  async releaseSilent(signal?: AbortSignal): Promise<void> {
    const silent = await this.nodes.silentFor(ABANDON_SECONDS);
    const orphans = [...(await this.leases.orphans()), ...(await this.windows.orphans())];
    for (const nodeId of new Set([...silent.map((node) => node.id), ...orphans])) {
      signal?.throwIfAborted();
      await this.release(nodeId, 'silent');
    }
  }

  private async release(nodeId: string, reason: keyof typeof REASONS): Promise<void> {
    await this.nodes.remove(nodeId);
    await this.windows.giveBack(nodeId);
    for (const lease of await this.leases.ofNode(nodeId)) await this.giveBack(lease, reason);
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
