import { Injectable, Logger } from '@nestjs/common';
import { AppConfig, UnitOfWork } from '@app/platform';
import type { AccountKind } from '../../domain/account-kind';
import { LeaseRepository } from '../../persistence/lease.repository';
import type { WalletLeaseEntity } from '../../persistence/wallet-lease.entity';
import { Accounts } from '../accounts';
import { SettlementQueue } from '../settlement-queue';
import { NodeIdentity } from './node-identity';
import { NodeRegistry } from './node-registry';
import { freeOf, smaller, uncoveredOf, type BorrowingAccount, type Slice } from './slice';

const SWEEP_MS = 5_000;
const IDLE_MS = 10_000;
/** How often this node looks whether others want what it does not use. */
const LOOK_MS = 100;
/** After a failure; a database that is away need not be asked, and told of in the log, ten times a second. */
const FAILED_LOOK_MS = 1_000;
const OWNERS_AT_ONCE = 200;

/** Hands slices back that no call needs: idle ones, those that other nodes want, and all at the end. */
@Injectable()
export class SliceReturns {
  private readonly logger = new Logger('Billing');
  private readonly isOn: boolean;
  private timers: NodeJS.Timeout[] = [];
  private isSweeping = false;
  private isLooking = false;

  constructor(
    private readonly accounts: Accounts,
    private readonly queue: SettlementQueue,
    private readonly leases: LeaseRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly identity: NodeIdentity,
    private readonly nodes: NodeRegistry,
    config: AppConfig,
  ) {
    this.isOn = config.walletMode === 'leased';
  }

  start(): void {
    this.nodes.whenLost(() => this.startAnew());
    if (!this.isOn) return;
    this.timers = [setInterval(() => void this.sweep(), SWEEP_MS), setInterval(() => void this.look(), LOOK_MS)];
    for (const timer of this.timers) timer.unref();
  }

  /** Everything that is not reserved; at the end of the process, when nothing is, that is everything. */
  async handBackAll(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    if (this.isOn) await this.handBackLeases(await this.leases.ofNode(this.identity.id));
  }

  /** What no call has asked for in ten seconds, and what the database may hold beyond what this node knows of. */
  async handBackIdle(nowMs = performance.now()): Promise<void> {
    const idleSince = nowMs - IDLE_MS;
    const due = [...this.accounts.borrowing()].filter(
      ({ account }) =>
        account.slice!.isUnsure || (account.slice!.usedAtMs < idleSince && hasMoreThanItNeeds(account, account.slice!)),
    );
    await this.handBackLeases(due);
  }

  /**
   * The others gave this node up. They are taking its slices back or have done so: nothing is left of them for it, in memory and then
   * in the database. What its calls hold stays reserved; the next slices have to cover that too. Where balances are owned somebody
   * else may have spent of them.
   */
  private async startAnew(): Promise<void> {
    if (!this.isOn) return this.accounts.refresh();
    await this.queue.exclusive(() => {
      for (const { account } of this.accounts.borrowing()) Object.assign(account.slice!, { lent: 0n, uncovered: 0n });
      return Promise.resolve();
    });
    await this.handBackLeases(await this.leases.ofNode(this.identity.id));
  }

  private async sweep(): Promise<void> {
    if (this.isSweeping) return;
    this.isSweeping = true;
    await this.handBackIdle().catch((error: Error) => this.tell(error));
    this.isSweeping = false;
  }

  private async look(): Promise<void> {
    if (this.isLooking) return;
    this.isLooking = true;
    try {
      await this.handBackLeases(await this.leases.wantedOf(this.identity.id));
    } catch (error) {
      this.tell(error as Error);
      await new Promise((resolve) => setTimeout(resolve, FAILED_LOOK_MS).unref());
    }
    this.isLooking = false;
  }

  private async handBackLeases(leases: readonly Pick<WalletLeaseEntity, 'kind' | 'ownerId'>[]): Promise<void> {
    for (const kind of ['users', 'tokens'] as const) {
      const ids = leases.filter((lease) => lease.kind === kind).map(({ ownerId }) => ownerId);
      for (let i = 0; i < ids.length; i += OWNERS_AT_ONCE) await this.handBack(kind, ids.slice(i, i + OWNERS_AT_ONCE));
    }
  }

  /** What is reserved, or charged and not written, stays. What only the database knows of, from a commit whose answer got lost, goes. */
  private handBack(kind: AccountKind, ownerIds: readonly number[]): Promise<void> {
    return this.queue.exclusive(async () => {
      const slices = new Map(ownerIds.map((ownerId) => [ownerId, this.giveUpFree(kind, ownerId)]));
      let isUnsure = true;
      try {
        await this.unitOfWork.run(() => this.reduce(kind, slices));
        isUnsure = false;
      } finally {
        for (const slice of slices.values()) if (slice !== undefined) slice.isUnsure = isUnsure;
      }
    });
  }

  /** To what memory has, or less. */
  private async reduce(kind: AccountKind, slices: ReadonlyMap<number, Slice | undefined>): Promise<void> {
    const nodeId = this.identity.id;
    const ownerIds = [...slices.keys()];
    await this.leases.lock(kind, ownerIds);
    const kept = await this.leases.held(kind, ownerIds, nodeId);
    for (const [ownerId, stored] of kept) {
      const { lent, uncovered } = slices.get(ownerId) ?? { lent: 0n, uncovered: 0n };
      kept.set(ownerId, { amount: smaller(stored.amount, lent), uncovered: smaller(stored.uncovered, uncovered) });
    }
    await this.leases.reduce(kind, nodeId, kept);
  }

  /** Before the first wait: a call that comes now must not reserve it, nor count on what is not covered. */
  private giveUpFree(kind: AccountKind, ownerId: number): Slice | undefined {
    const account = this.accounts.known(kind, ownerId);
    if (account?.slice === undefined) return undefined;
    const free = freeOf(account);
    if (free > 0n) account.slice.lent -= free;
    account.slice.returnedAtMs = performance.now();
    account.slice.uncovered = uncoveredOf(account.slice, free);
    return account.slice;
  }

  private tell(error: Error): void {
    this.logger.error(`Slices could not be handed back: ${error.message}`);
  }
}

function hasMoreThanItNeeds(account: BorrowingAccount, slice: Slice): boolean {
  const free = freeOf(account);
  return free > 0n || uncoveredOf(slice, free) < slice.uncovered;
}
