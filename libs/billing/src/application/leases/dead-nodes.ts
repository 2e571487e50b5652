import { Injectable, Logger } from '@nestjs/common';
import { Failures, LogType, moneyToUsd, type LocalText } from '@app/kernel';
import { EventBus, UnitOfWork } from '@app/platform';
import type { AccountKind } from '../../domain/account-kind';
import { LeaseRepository, NO_LEASE } from '../../persistence/lease.repository';
import { NodeRepository } from '../../persistence/node.repository';
import { WindowSliceRepository } from '../../persistence/window-slice.repository';
import { WalletRepository } from '../../persistence/wallet.repository';
import { LeaseUpkeep } from './lease-upkeep';

/** So long a silent node's slices wait for its journal to be replayed. */
const ABANDON_SECONDS = 600;
const OWNERS_AT_ONCE = 200;

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

  /** The node's process is dead for certain, and every charge of its journal is in the database, or refused by it. */
  async replayed(nodeId: string): Promise<void> {
    await this.nodes.remove(nodeId);
    await this.release(nodeId, 'replayed');
  }

  /** This node reserves nothing any more and is about to leave, with every charge in the database. */
  leaving(): Promise<void> {
    return this.windows.giveBack();
  }

  /**
   * Nodes whose journal nobody replays (its disk is gone, say). Should one of them live after all, it has reserved nothing for a
   * long time and borrows anew. After a failure of the database all nodes are silent, and come back while this runs: whoever is
   * heard again keeps what he has.
   */
  async releaseSilent(signal?: AbortSignal): Promise<void> {
    const failures = new Failures((text) => this.logger.error(`Silent ${text}`));
    const silent = await this.nodes.silentFor(ABANDON_SECONDS);
    for (const { id } of silent) await this.nodes.removeSilent(id, ABANDON_SECONDS);
    for (const nodeId of new Set([...(await this.leases.orphans()), ...(await this.windows.orphans())])) {
      signal?.throwIfAborted();
      await failures.attempt(`node ${nodeId}`, () => this.release(nodeId, 'silent'));
    }
    failures.throwIfAny();
  }

  private async release(nodeId: string, reason: keyof typeof REASONS): Promise<void> {
    const failures = new Failures((text) =>
      this.logger.error(`Slices of node ${nodeId} could not be given back, ${text}`),
    );
    await failures.attempt('parts of plans', () => this.windows.giveBackOf(nodeId));
    const leases = await this.leases.ofNode(nodeId);
    for (const kind of ['users', 'tokens'] as const) {
      const ids = leases.filter((lease) => lease.kind === kind).map(({ ownerId }) => ownerId);
      for (let i = 0; i < ids.length; i += OWNERS_AT_ONCE) {
        const some = ids.slice(i, i + OWNERS_AT_ONCE);
        await failures.attempt(`${kind} #${some.join(', #')}`, () => this.giveBack(kind, some, nodeId, reason));
      }
    }
    failures.throwIfAny();
  }

  private giveBack(
    kind: AccountKind,
    ownerIds: readonly number[],
    nodeId: string,
    reason: keyof typeof REASONS,
  ): Promise<void> {
    return this.unitOfWork.run(async () => {
      const owners = await this.leases.lock(kind, ownerIds);
      // It lives and has entered anew; what it holds now it has borrowed since. It borrows under the locks that are held here.
      if (await this.nodes.has(nodeId)) return;
      const held = await this.leases.held(kind, ownerIds, nodeId);
      await this.leases.reduce(kind, nodeId, new Map([...held.keys()].map((ownerId) => [ownerId, NO_LEASE])));
      for (const [ownerId, { amount }] of held) {
        // Of an owner who is gone only the slice's row was left.
        if (amount === 0n || !owners.has(ownerId)) continue;
        this.logger.warn(
          `${kind} #${ownerId}: ${amount} nano-dollars of node ${nodeId} are back, ${REASONS[reason].en}`,
        );
        if (kind === 'users') await this.tell(ownerId, nodeId, amount, reason);
      }
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
