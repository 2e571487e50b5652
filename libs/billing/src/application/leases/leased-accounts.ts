import { Injectable, Logger } from '@nestjs/common';
import type { Money } from '@app/kernel';
import { AppConfig, UnitOfWork } from '@app/platform';
import type { AccountKind } from '../../domain/account-kind';
import { heldOf, type HoldRange } from '../../domain/hold-range';
import { LeaseRepository, type LeaseKey } from '../../persistence/lease.repository';
import { Accounts, type Account } from '../accounts';
import { SettlementQueue } from '../settlement-queue';
import { LeaseRecall } from './lease-recall';
import { NodeIdentity } from './node-identity';
import { NodeRegistry } from './node-registry';
import { amountToTake, type CoverOutcome, type Slice, type Waiter } from './slice';

const SWEEP_MS = 5_000;
const IDLE_MS = 10_000;
/** How often this node looks whether others want what it does not use. */
const LOOK_MS = 100;
/** A database that does not answer for so long is away. */
const LONGEST_WAIT_MS = 10_000;

type BorrowingAccount = Account & { slice: Slice };

/**
 * Slices of balances and allowances that this node may spend by itself. Taking and handing back run while no settlement group is
 * being written, and only there `lent` changes, so memory never believes in more than the database has.
 */
@Injectable()
export class LeasedAccounts {
  private readonly logger = new Logger('Billing');
  /** WALLET_MODE=leased; otherwise nothing here is used. */
  readonly isOn: boolean;
  private timers: NodeJS.Timeout[] = [];
  private isLooking = false;
  /** Whether anything may be borrowed: who has nothing need not look whether others want it. */
  private hasBorrowed = false;

  constructor(
    private readonly accounts: Accounts,
    private readonly queue: SettlementQueue,
    private readonly leases: LeaseRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly identity: NodeIdentity,
    private readonly nodes: NodeRegistry,
    private readonly recall: LeaseRecall,
    config: AppConfig,
  ) {
    this.isOn = config.walletMode === 'leased';
  }

  start(): void {
    if (!this.isOn) return;
    // What the others took back is no longer in the database; re-reading shows it.
    this.nodes.whenLost(() => this.accounts.refresh());
    this.timers = [
      setInterval(() => void this.attempt(() => this.handBackIdle()), SWEEP_MS),
      setInterval(() => void this.attempt(() => this.answerOthers()), LOOK_MS),
    ];
    for (const timer of this.timers) timer.unref();
  }

  /** What the account can still cover at once. */
  free({ slice, unwritten, reserved }: Account): Money {
    return slice === undefined ? 0n : slice.lent - unwritten - reserved;
  }

  /** Whether this node may spend what it borrowed; see NodeRegistry. */
  get isUsable(): boolean {
    return this.nodes.isRecognized;
  }

  /**
   * Holds the amount: at once where the slice has the most of it, else it borrows, for the calls in their order. Less than the most is
   * held once no other node has anything to give. `floor`: least that must stay in the account.
   */
  reserve(
    kind: AccountKind,
    ownerId: number,
    account: Account,
    range: HoldRange,
    floor: Money,
  ): CoverOutcome | Promise<CoverOutcome> {
    const borrowing = account as BorrowingAccount;
    const { slice } = borrowing;
    const free = this.free(account);
    if (free >= range.most || range.least === 0n) {
      slice.usedAtMs = performance.now();
      const held = heldOf(range, free)!;
      account.reserved += held;
      return held;
    }
    return new Promise((resolve) => {
      const waiter: Waiter = { ...range, resolve };
      slice.waiting.push(waiter);
      const timer = setTimeout(() => giveUp(slice, waiter), LONGEST_WAIT_MS);
      waiter.resolve = (outcome) => {
        clearTimeout(timer);
        resolve(outcome);
      };
      if (!slice.isServing) void this.serve(this.keyOf(kind, ownerId), borrowing, floor);
    });
  }

  /** Everything that is not reserved; at the end of the process, when nothing is, that is everything. */
  async handBackAll(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    if (!this.isOn) return;
    for (const { kind, ownerId } of await this.leases.ofNode(this.identity.id)) await this.handBack(kind, ownerId);
  }

  private async serve(key: LeaseKey, account: BorrowingAccount, floor: Money): Promise<void> {
    const { slice } = account;
    slice.isServing = true;
    while (slice.waiting.length > 0) {
      const present = new Set(slice.waiting);
      let outcome: CoverOutcome = 'short';
      try {
        const others = await this.take(key, account, floor);
        // Once more when others had something that they may not need: they are asked, and have answered when this returns.
        if (others && [...present].some((waiter) => slice.waiting.includes(waiter))) {
          await this.recall.ask(key);
          await this.take(key, account, floor, true);
        }
      } catch (error) {
        this.logger.error(`Could not borrow from ${key.kind} #${key.ownerId}: ${(error as Error).message}`);
        outcome = 'unavailable';
      }
      const refused = slice.waiting.filter((waiter) => present.has(waiter));
      slice.waiting = slice.waiting.filter((waiter) => !present.has(waiter));
      for (const { resolve } of refused) resolve(outcome);
    }
    slice.isServing = false;
  }

  /** Tells whether other nodes hold slices of the account too. `wereAsked`: for what they do not use. */
  private take(key: LeaseKey, account: BorrowingAccount, floor: Money, wereAsked = false): Promise<boolean> {
    const { slice } = account;
    return this.queue.exclusive(async () => {
      let lent = 0n;
      const others = await this.unitOfWork.run(async () => {
        const stored = await this.leases.lock(key);
        if (stored === undefined) return false;
        account.balance = stored.stored - account.unwritten;
        // A commit whose answer got lost shows here.
        slice.lent = stored.own;
        const unlent = stored.stored - stored.leased - floor;
        const amount = amountToTake(slice, unlent, this.free(account), this.nodes.liveCount, performance.now());
        if (amount > 0n && (await this.leases.take(key, amount, floor))) lent = amount;
        return stored.leased > stored.own;
      });
      slice.lent += lent;
      if (lent > 0n) this.hasBorrowed = true;
      this.admit(account, wereAsked || !others);
      return others;
    });
  }

  private admit(account: BorrowingAccount, isAllThereIs: boolean): void {
    const { slice } = account;
    slice.usedAtMs = performance.now();
    const left: Waiter[] = [];
    for (const waiter of slice.waiting) {
      const free = this.free(account);
      const held = isAllThereIs || free >= waiter.most ? heldOf(waiter, free) : undefined;
      if (held === undefined) left.push(waiter);
      else {
        account.reserved += held;
        waiter.resolve(held);
      }
    }
    slice.waiting = left;
  }

  /** What no call has asked for in ten seconds. */
  async handBackIdle(nowMs = performance.now()): Promise<void> {
    const idleSince = nowMs - IDLE_MS;
    const borrowing = [...this.accounts.borrowing()];
    this.hasBorrowed = borrowing.length > 0;
    for (const { kind, ownerId, account } of borrowing) {
      if (account.slice!.usedAtMs < idleSince && this.free(account) > 0n) await this.handBack(kind, ownerId);
    }
  }

  private async answerOthers(): Promise<void> {
    if (this.isLooking || !this.hasBorrowed) return;
    this.isLooking = true;
    try {
      for (const { kind, ownerId } of await this.leases.wantedOf(this.identity.id)) await this.handBack(kind, ownerId);
    } finally {
      this.isLooking = false;
    }
  }

  /** What is reserved, or charged and not written, stays. */
  private handBack(kind: AccountKind, ownerId: number): Promise<void> {
    const key = this.keyOf(kind, ownerId);
    const account = kind === 'users' ? this.accounts.user(ownerId) : this.accounts.token(ownerId);
    return this.queue.exclusive(async () => {
      const known = account?.slice?.lent;
      const free = account === undefined ? undefined : this.free(account);
      // Before the first wait: a call that comes now must not reserve it.
      if (account?.slice !== undefined && free! > 0n) account.slice.lent -= free!;
      await this.unitOfWork.run(async () => {
        const stored = await this.leases.lock(key);
        const own = stored?.own ?? 0n;
        // More than this node knows of is from a commit whose answer got lost.
        const unknown = known === undefined ? own : own > known ? own - known : 0n;
        await this.leases.handBack(key, (free !== undefined && free > 0n ? free : 0n) + unknown);
      });
    });
  }

  private keyOf(kind: AccountKind, ownerId: number): LeaseKey {
    return { kind, ownerId, nodeId: this.identity.id };
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.error(`Slices could not be handed back: ${(error as Error).message}`);
    }
  }
}

function giveUp(slice: Slice, waiter: Waiter): void {
  slice.waiting = slice.waiting.filter((other) => other !== waiter);
  waiter.resolve('unavailable');
}
