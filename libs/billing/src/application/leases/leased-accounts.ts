import { Injectable, Logger } from '@nestjs/common';
import type { Money } from '@app/kernel';
import { AppConfig, UnitOfWork } from '@app/platform';
import type { AccountKind } from '../../domain/account-kind';
import type { HoldRange } from '../../domain/hold-range';
import { LeaseRepository, NO_LEASE, type Lease, type LentAccount } from '../../persistence/lease.repository';
import type { Account } from '../accounts';
import { Batches } from '../batches';
import { SettlementQueue } from '../settlement-queue';
import { LeaseRecall } from './lease-recall';
import { NodeIdentity } from './node-identity';
import { NodeRegistry } from './node-registry';
import {
  amountToTake,
  freeOf,
  lackOf,
  mayGo,
  type CoverOutcome,
  type LastOfIt,
  type Slice,
  type Waiter,
} from './slice';

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
  /** Undefined = other nodes may have more, or nobody has borrowed it yet. */
  last: LastOfIt | undefined;
  /** What was left is enough for a call that waits. */
  isEnough: boolean;
  /** Calls that there is enough for by now. */
  going: Waiter[];
}

const NOTHING: Taken = { hasAsked: false, last: undefined, isEnough: false, going: [] };

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
   * Holds the most of it: at once where the slice has that, else it borrows, for the calls in their order. Beyond the slice only once no
   * other node has anything to give, nor a call beyond its own. A small call that the slice covers does not wait behind a large one.
   * `floor`: least that must stay in the account.
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
    if (range.most === 0n || freeOf(account) >= range.most) {
      slice.usedAtMs = performance.now();
      account.reserved += range.most;
      return range.most;
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
      let { mayAsk } = taking;
      let isWorthwhile = true;
      while (isWorthwhile && isShort() && this.isUsable) {
        const { hasAsked, isEnough } = await this.takes[kind].do({ ...taking, mayAsk });
        // Once more: others have handed back, or calls that came meanwhile were quicker.
        isWorthwhile = hasAsked || isEnough;
        if (!hasAsked || !isShort()) continue;
        mayAsk = false;
        // A node that is silent may hold what they need: that is no reason to say that the account has nothing.
        if (!(await this.recall.answers(kind, ownerId, this.identity.id))) outcome = 'unavailable';
      }
    } catch (error) {
      this.logger.error(`Could not borrow from ${kind} #${ownerId}: ${(error as Error).message}`);
      outcome = 'unavailable';
    }
    return this.isUsable ? outcome : 'unavailable';
  }

  private take(kind: AccountKind, taking: readonly Taking[]): Promise<Taken[]> {
    return this.queue.exclusive(async () => {
      const { leases, taken } = await this.unitOfWork
        .run(() => this.takeLocked(kind, taking))
        .catch((error: unknown) => {
          for (const { account } of taking) account.slice.isUnsure = true;
          throw error;
        });
      taking.forEach(({ ownerId, account }, i) => {
        const lease = leases.get(ownerId);
        if (lease !== undefined) Object.assign(account.slice, { lent: lease.amount, uncovered: lease.uncovered });
        account.slice.isUnsure = false;
        const { last, going } = taken[i]!;
        if (this.isUsable) admit(account, last);
        if (going.some((waiter) => account.slice.waiting.includes(waiter))) taken[i]!.isEnough = true;
      });
      return taken;
    });
  }

  private async takeLocked(kind: AccountKind, taking: readonly Taking[]) {
    const nodeId = this.identity.id;
    const ids = taking.map(({ ownerId }) => ownerId);
    const stored = await this.leases.lock(kind, ids);
    const held = await this.leases.ofOwners(kind, ids);
    const leases = new Map<number, Lease>();
    const asked: number[] = [];
    const taken = taking.map((one) => {
      const account = stored.get(one.ownerId);
      if (account === undefined) return NOTHING;
      const all = held.filter(({ ownerId }) => ownerId === one.ownerId);
      const own = all.find((lease) => lease.nodeId === nodeId) ?? NO_LEASE;
      const isTaken = all.some((lease) => lease.nodeId !== nodeId && lease.uncovered > 0n);
      const { lease, ...rest } = this.decide(one, account, own, isTaken);
      if (lease.amount !== own.amount || lease.uncovered !== own.uncovered) leases.set(one.ownerId, lease);
      if (rest.hasAsked) asked.push(one.ownerId);
      return rest;
    });
    await this.leases.enlarge(kind, nodeId, leases);
    await this.leases.want(kind, asked, nodeId);
    return { leases, taken };
  }

  private decide(
    { account, floor, mayAsk }: Taking,
    { stored, leased }: LentAccount,
    held: Lease,
    isTaken: boolean,
  ): Taken & { lease: Lease } {
    const { slice } = account;
    account.balance = stored - account.unwritten;
    // A commit whose answer got lost shows here.
    Object.assign(slice, { lent: held.amount, uncovered: held.uncovered });
    const ofOthers = leased - held.amount - held.uncovered;
    // What this node's own calls lack is in `free`.
    const unlent = stored - floor - leased + held.uncovered;
    const free = freeOf(account);
    const amount = amountToTake(slice, unlent, free, this.nodes.liveCount, performance.now());
    const needed = slice.waiting.reduce((sum, waiter) => sum + waiter.most, 0n);
    const hasAsked = mayAsk && needed > free + amount && ofOthers > 0n;
    // What does not even cover the calls that are running here is nothing for others.
    const isAll = unlent <= amount || free + unlent <= 0n;
    // Since it was admitted there may be enough for what another node has.
    const last = isAll && !hasAsked ? { lack: lackOf(unlent), isTaken: isTaken && unlent < 0n } : undefined;
    const isEnough = !isAll && slice.waiting.some(({ least }) => free + unlent >= least);
    let left = free + amount;
    const going = slice.waiting.filter((waiter) => {
      if (!mayGo(waiter, left, last)) return false;
      left -= waiter.most;
      return true;
    });
    return { hasAsked, last, isEnough, going, lease: { amount: held.amount + amount, uncovered: lackOf(left) } };
  }
}

function admit(account: BorrowingAccount, last: LastOfIt | undefined): void {
  const { slice } = account;
  slice.usedAtMs = performance.now();
  const left: Waiter[] = [];
  for (const waiter of slice.waiting) {
    const free = freeOf(account);
    // One that came since it was decided was not counted.
    const isCounted = free - waiter.most >= -slice.uncovered;
    if (isCounted && mayGo(waiter, free, last)) {
      account.reserved += waiter.most;
      waiter.resolve(waiter.most);
    } else left.push(waiter);
  }
  slice.waiting = left;
}

function giveUp(slice: Slice, waiter: Waiter): void {
  slice.waiting = slice.waiting.filter((other) => other !== waiter);
  waiter.resolve('unavailable');
}
