import { Injectable } from '@nestjs/common';
import { AppConfig, UnitOfWork } from '@app/platform';
import { LeaseRepository, type LeaseKey } from '../../persistence/lease.repository';
import { WalletHolds } from '../wallet-holds';

/** Nodes look every 100 ms whether somebody wants their slices; one that is busy or gone is not waited for longer. */
const LONGEST_WAIT_MS = 2_000;
const LOOK_MS = 25;

/** No node has this name, so all are asked. */
export const NOBODY = '';

/** Asks nodes to hand back what they do not use of an account. Never inside a transaction: the answers need the owner's row. */
@Injectable()
export class LeaseRecall {
  constructor(
    private readonly leases: LeaseRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly config: AppConfig,
    private readonly holds: WalletHolds,
  ) {}

  /**
   * Before money is taken from a user by other means than calls: what nodes hold and do not use should not be in the way, nor
   * what is on its way to the database.
   */
  async ofUser(userId: number): Promise<void> {
    await this.holds.drain();
    if (this.config.walletMode === 'leased') await this.ask({ kind: 'users', ownerId: userId, nodeId: NOBODY });
  }

  /** Returns when all nodes but that of the key have answered, or after two seconds. */
  async ask(key: LeaseKey): Promise<void> {
    await this.unitOfWork.run(async () => {
      await this.leases.lock(key);
      await this.leases.want(key);
    });
    const deadline = performance.now() + LONGEST_WAIT_MS;
    while (performance.now() < deadline && (await this.leases.isAwaited(key))) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }
}
