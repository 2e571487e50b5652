import { Injectable, Logger } from '@nestjs/common';
import type { Money } from '@app/kernel';
import { AppConfig, UnitOfWork } from '@app/platform';
import type { AccountKind } from '../../domain/account-kind';
import { heldOf, type HoldRange } from '../../domain/hold-range';
import { LeaseRepository, type LentAccount } from '../../persistence/lease.repository';
import type { Account } from '../accounts';
import { Batches } from '../batches';
import { SettlementQueue } from '../settlement-queue';
import { LeaseRecall } from './lease-recall';
import { NodeIdentity } from './node-identity';
import { NodeRegistry } from './node-registry';
import { amountToTake, freeOf, type CoverOutcome, type Slice, type Waiter } from './slice';

/** A database that does not answer for so long is away. */
const LONGEST_WAIT_MS = 10_000;

type BorrowingAccount = Account & { slice: Slice };

interface Taking {
  ownerId: number;
  account: BorrowingAccount;
  /** Least that must stay in the account. */
  floor: Money;
  /** Whether other nodes are asked for what they do not use when it is not enough. */
  mayAsk: boolean;
}

interface Taken {
  hasAsked: boolean;
  /** Nothing was left that nobody has borrowed. */
  isAll: boolean;
  /** What was left is enough for a call that waits. */
  isEnough: boolean;
}

const NOTHING: Taken = { hasAsked: false, isAll: true, isEnough: false };

/**
 * Slices of balances and allowances that this node may spend by itself. Taking runs while no settlement group is being written,
 * like handing back (SliceReturns), and only there `lent` changes, so memory never believes in more than the database has.
 */
@Injectable()
export class LeasedAccounts {
  private readonly logger = new Logger('Billing');
  /** WALLET_MODE=leased; otherwise nothing here is used but `isUsable`. */
  readonly isOn: boolean;
  private readonly takes: Record<AccountKind, Batches<Taking, Taken>>;

  constructor(
    private readonly queue: SettlementQueue,
    private readonly leases: LeaseRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly identity: NodeIdentity,
    private readonly nodes: NodeRegistry,
    private readonly recall: LeaseRecall,
    config: AppConfig,
  ) {
    this.isOn = config.walletMode === 'leased';
    const takesOf = (kind: AccountKind) => new Batches<Taking, Taken>((taking) => this.take(kind, taking));
    this.takes = { users: takesOf('users'), tokens: takesOf('tokens') };
  }

  /** Whether this node may spend what it owns or has borrowed; see NodeRegistry. */
  get isUsable(): boolean {
    return this.isOn ? this.nodes.isRecognized : !this.nodes.isDisplaced;
  }

  /**
   * Holds the amount: at once where the slice has the most of it, else it borrows, for the calls in their order. With less than that in
   * the slice it is held once no other node has anything to give. A small call that the slice covers does not wait behind a large one. `floor`: least
   * that must stay in the account.
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
    const free = freeOf(account);
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
      if (!slice.isServing) void this.serve(kind, { ownerId, account: borrowing, floor, mayAsk: true });
    });
  }

  private async serve(kind: AccountKind, taking: Taking): Promise<void> {
    const { slice } = taking.account;
    slice.isServing = true;
    while (slice.waiting.length > 0) {
      const present = new Set(slice.waiting);
      const outcome = await this.cover(kind, taking, () => slice.waiting.some((waiter) => present.has(waiter)));
      const refused = slice.waiting.filter((waiter) => present.has(waiter));
      slice.waiting = slice.waiting.filter((waiter) => !present.has(waiter));
      for (const { resolve } of refused) resolve(outcome);
    }
    slice.isServing = false;
  }

  /** What the calls hear that wait after it all the same. */
  private async cover(kind: AccountKind, taking: Taking, isShort: () => boolean): Promise<CoverOutcome> {
    const { ownerId } = taking;
    let outcome: CoverOutcome = 'short';
    try {
      const { hasAsked, isEnough } = await this.takes[kind].do(taking);
      // A node that is silent may hold what they need: that is no reason to say that the account has nothing.
      if (hasAsked && isShort() && !(await this.recall.answers(kind, ownerId, this.identity.id)))
        outcome = 'unavailable';
      // Once more: others have handed back, or calls that came meanwhile were quicker.
      let isWorthwhile = hasAsked || isEnough;
      while (isWorthwhile && isShort())
        isWorthwhile = (await this.takes[kind].do({ ...taking, mayAsk: false })).isEnough;
    } catch (error) {
      this.logger.error(`Could not borrow from ${kind} #${ownerId}: ${(error as Error).message}`);
      outcome = 'unavailable';
    }
    return this.isUsable ? outcome : 'unavailable';
  }

  private take(kind: AccountKind, taking: readonly Taking[]): Promise<Taken[]> {
    return this.queue.exclusive(async () => {
      const { lent, taken } = await this.unitOfWork
        .run(() => this.takeLocked(kind, taking))
        .catch((error: unknown) => {
          for (const { account } of taking) account.slice.isUnsure = true;
          throw error;
        });
      taking.forEach(({ ownerId, account }, i) => {
        account.slice.lent = lent.get(ownerId) ?? account.slice.lent;
        account.slice.isUnsure = false;
        // Calls that came since it was decided were not counted: only where nothing is left is it all there is for them too.
        if (this.isUsable) admit(account, taken[i]!.isAll && !taken[i]!.hasAsked);
      });
      return taken;
    });
  }

  private async takeLocked(kind: AccountKind, taking: readonly Taking[]) {
    const nodeId = this.identity.id;
    const ids = taking.map(({ ownerId }) => ownerId);
    const stored = await this.leases.lock(kind, ids);
    const own = await this.leases.amounts(kind, ids, nodeId);
    const lent = new Map<number, Money>();
    const asked: number[] = [];
    const taken = taking.map((one) => {
      const account = stored.get(one.ownerId);
      if (account === undefined) return NOTHING;
      const { amount, isShort, isAll, isEnough } = this.decide(one, account, own.get(one.ownerId) ?? 0n);
      if (amount > 0n) lent.set(one.ownerId, one.account.slice.lent + amount);
      const hasAsked = one.mayAsk && isShort && account.leased > one.account.slice.lent;
      if (hasAsked) asked.push(one.ownerId);
      return { hasAsked, isAll, isEnough };
    });
    await this.leases.enlarge(kind, nodeId, lent);
    await this.leases.want(kind, asked, nodeId);
    return { lent, taken };
  }

  private decide({ account, floor }: Taking, { stored, leased }: LentAccount, own: Money) {
    const { slice } = account;
    account.balance = stored - account.unwritten;
    // A commit whose answer got lost shows here.
    slice.lent = own;
    const unlent = stored - leased - floor;
    const free = freeOf(account);
    const amount = amountToTake(slice, unlent, free, this.nodes.liveCount, performance.now());
    const needed = slice.waiting.reduce((sum, waiter) => sum + waiter.most, 0n);
    const isAll = unlent <= amount;
    const isEnough = !isAll && slice.waiting.some((waiter) => heldOf(waiter, free + unlent) !== undefined);
    return { amount, isShort: needed > free + amount, isAll, isEnough };
  }
}

function admit(account: BorrowingAccount, isAllThereIs: boolean): void {
  const { slice } = account;
  slice.usedAtMs = performance.now();
  const left: Waiter[] = [];
  for (const waiter of slice.waiting) {
    const free = freeOf(account);
    const held = isAllThereIs || free >= waiter.most ? heldOf(waiter, free) : undefined;
    if (held === undefined) left.push(waiter);
    else {
      account.reserved += held;
      waiter.resolve(held);
    }
  }
  slice.waiting = left;
}

function giveUp(slice: Slice, waiter: Waiter): void {
  slice.waiting = slice.waiting.filter((other) => other !== waiter);
  waiter.resolve('unavailable');
}
