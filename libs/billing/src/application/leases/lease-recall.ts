import { Injectable } from '@nestjs/common';
import { AppConfig, UnitOfWork } from '@app/platform';
import type { AccountKind } from '../../domain/account-kind';
import { LeaseRepository } from '../../persistence/lease.repository';
import { Batches } from '../batches';
import { WalletHolds } from '../wallet-holds';

/** Nodes look every 100 ms whether somebody wants their slices; one that is busy or gone is not waited for longer. */
const LONGEST_WAIT_MS = 2_000;
const LOOK_MS = 25;

/** No node has this name, so all are asked. */
export const NOBODY = '';

interface Asking {
  ownerId: number;
  nodeId: string;
}

/** Asks nodes to hand back what they do not use of an account. Never inside a transaction: the answers need the owner's row. */
@Injectable()
export class LeaseRecall {
  /** However many wait for answers, one statement looks for them. */
  private readonly looks: Record<AccountKind, Batches<Asking, boolean>>;

  constructor(
    private readonly leases: LeaseRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly config: AppConfig,
    private readonly holds: WalletHolds,
  ) {
    const looksOf = (kind: AccountKind) => new Batches<Asking, boolean>((asking) => this.look(kind, asking));
    this.looks = { users: looksOf('users'), tokens: looksOf('tokens') };
  }

  /**
   * Before money is taken from a user by other means than calls: what nodes hold and do not use should not be in the way, nor
   * what is on its way to the database.
   */
  async ofUser(userId: number): Promise<void> {
    await this.holds.drain();
    if (this.config.walletMode !== 'leased') return;
    await this.unitOfWork.run(async () => {
      await this.leases.lock('users', [userId]);
      await this.leases.want('users', [userId], NOBODY);
    });
    await this.answers('users', userId, NOBODY);
  }

  /** True when all nodes but the asking one have answered; false when one is silent for two seconds. */
  async answers(kind: AccountKind, ownerId: number, nodeId: string): Promise<boolean> {
    const deadline = performance.now() + LONGEST_WAIT_MS;
    while (!(await this.looks[kind].do({ ownerId, nodeId }))) {
      if (performance.now() > deadline) return false;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    return true;
  }

  private async look(kind: AccountKind, asking: readonly Asking[]): Promise<boolean[]> {
    const ids = [...new Set(asking.map(({ ownerId }) => ownerId))];
    const awaited = await this.leases.awaited(kind, ids);
    return asking.map(
      ({ ownerId, nodeId }) => !awaited.some((lease) => lease.ownerId === ownerId && lease.nodeId !== nodeId),
    );
  }
}
