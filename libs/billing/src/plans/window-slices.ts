import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock, type AppError } from '@app/kernel';
import { AppConfig } from '@app/platform';
import { ledgerUnavailable } from '../application/reserve-errors';
import { NodeRegistry } from '../application/leases/node-registry';
import { YIELD_MS } from '../application/leases/slice';
import { SettlementQueue } from '../application/settlement-queue';
import type { PlanUsageEntity } from '../persistence/plan-usage.entity';
import { WindowSliceRepository, type PeriodKey } from '../persistence/window-slice.repository';
import { amountToLend, CALLS_AHEAD } from './domain/amount-to-lend';
import type { CallFigures } from './domain/covered-share';
import { neededRoom } from './domain/needed-room';
import type { HeldSubscription } from './held-subscription';
import { PlanHoldings } from './plan-holdings';
import type { PeriodUse, WindowCounter } from './window-counter';

/** A call with the subscriptions of its user that are about it. */
export interface PlannedCall extends CallFigures {
  /** What it may use at the worst. */
  worst: CallFigures;
  subscriptions: readonly HeldSubscription[];
  /** Unix seconds. */
  now: number;
}

interface Loan {
  counter: WindowCounter;
  period: PeriodUse;
  amount: bigint;
}

const SWEEP_MS = 5_000;
const IDLE_MS = 10_000;
/** How often this node looks whether others want what it does not use. */
const LOOK_MS = 100;
/** A node that is busy or gone is not waited for longer. */
const LONGEST_RECALL_MS = 2_000;
const RECALL_LOOK_MS = 25;
/** A window that had too little is asked again after so long: whoever is refused may send thousands of calls. */
const ASK_AGAIN_MS = 1_000;
/** A database that does not answer for so long is away. */
const LONGEST_WAIT_MS = 10_000;

/**
 * Parts of windows that this node may use by itself, like slices of balances (`LeasedAccounts`): what all nodes have used or may
 * use of a window is never more than its limit. Lending and giving back run while no settlement group is being written.
 */
@Injectable()
export class WindowSlices implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Billing');
  private readonly isOn: boolean;
  /** Subscriptions that this node may have parts of. */
  private readonly borrowed = new Map<number, HeldSubscription>();
  private timers: NodeJS.Timeout[] = [];
  private isLooking = false;

  constructor(
    private readonly queue: SettlementQueue,
    private readonly rows: WindowSliceRepository,
    private readonly holdings: PlanHoldings,
    private readonly nodes: NodeRegistry,
    private readonly clock: Clock,
    { walletMode }: AppConfig,
  ) {
    this.isOn = walletMode === 'leased';
  }

  onApplicationBootstrap(): void {
    this.nodes.whenLost(() => this.beginAnew());
    if (!this.isOn) return;
    this.timers = [
      setInterval(() => void this.attempt(() => this.giveBackIdle()), SWEEP_MS),
      setInterval(() => void this.attempt(() => this.answerOthers()), LOOK_MS),
    ];
    for (const timer of this.timers) timer.unref();
  }

  /**
   * The others took this node for dead. What they have not given back yet may go at any time, so it counts on none of it. Where it had
   * the windows for itself somebody else may have used them.
   */
  private async beginAnew(): Promise<void> {
    if (this.isOn) await this.queue.exclusive(() => this.rows.giveBack());
    await this.holdings.refresh();
  }

  /** What is left then goes back with the node's name. */
  beforeApplicationShutdown(): void {
    for (const timer of this.timers) clearInterval(timer);
  }

  /**
   * Lends this node what the call needs, of one subscription after the other until one has room for all of it, and decides before
   * another call can take it.
   */
  borrow<T>(call: PlannedCall, decide: () => T): Promise<T | AppError> {
    return new Promise((resolve) => {
      let isOver = false;
      const end = (outcome: T | AppError): void => {
        isOver = true;
        clearTimeout(timer);
        resolve(outcome);
      };
      const timer = setTimeout(() => end(ledgerUnavailable()), LONGEST_WAIT_MS);
      const decideNow = (): void => {
        if (!isOver) end(decide());
      };
      this.borrowAndDecide(call, decideNow).catch((error: Error) => {
        this.logger.error(`Could not borrow from plans: ${error.message}`);
        if (!isOver) end(ledgerUnavailable());
      });
    });
  }

  private async borrowAndDecide(call: PlannedCall, decide: () => void): Promise<void> {
    const othersHave = await this.takeAndDecide(call, decide, true);
    if (!othersHave) return;
    await this.attempt(() => this.recall(call.subscriptions.map(({ id }) => id)));
    await this.takeAndDecide(call, decide, false);
  }

  /** True = nothing was decided, because other nodes may have room that they do not use. */
  private takeAndDecide(asked: PlannedCall, decide: () => void, mayAskOthers: boolean): Promise<boolean> {
    return this.queue.exclusive(async () => {
      // While it waited a period may have ended.
      const call = { ...asked, now: this.clock.seconds() };
      const isWorthAsking = !hasRoom(call) && call.subscriptions.some((subscription) => !isSpent(subscription, call));
      const othersHave = isWorthAsking && (await this.take(call));
      if (othersHave && mayAskOthers && !hasRoom(call)) return true;
      if (isWorthAsking && !hasRoom(call)) askLater(call);
      decide();
      return false;
    });
  }

  /** True = other nodes have what this call lacks. */
  private async take(call: PlannedCall): Promise<boolean> {
    const { subscriptions, now } = call;
    const { userId } = subscriptions[0]!;
    const ids = subscriptions.map(({ id }) => id);
    for (const subscription of subscriptions) this.borrowed.set(subscription.id, subscription);
    const loans: Loan[] = [];
    const othersHave = await this.rows.inTurn(userId, ids, now, async (open) => {
      let others = false;
      for (const subscription of subscriptions) {
        subscription.apply(open, now);
        const { lacks, othersHave } = await this.takeOf(subscription, call, open, loans);
        if (!lacks) return false;
        others ||= othersHave;
      }
      return others;
    });
    // Not before the commit: memory must not believe in more than the database has.
    for (const { counter, period, amount } of loans) counter.lend(period, amount);
    return othersHave;
  }

  private async takeOf(
    subscription: HeldSubscription,
    call: PlannedCall,
    open: readonly PlanUsageEntity[],
    loans: Loan[],
  ): Promise<{ lacks: boolean; othersHave: boolean }> {
    let lacks = false;
    let othersHave = false;
    const callsAhead = performance.now() - subscription.returnedAtMs < YIELD_MS ? 0n : CALLS_AHEAD;
    for (const counter of subscription.counters) {
      const period = counter.at(call.now);
      const { startsAt, endsAt } = period;
      const key = keyOf(subscription, counter, period);
      const rows = open.filter((row) => isOf(row, key, endsAt));
      const needed = neededRoom(counter.window.metric, call);
      const room = counter.room(period);
      const unlent = counter.window.limit - rows.reduce((sum, row) => sum + taken(row), 0n);
      const amount = amountToLend(needed, room, unlent, this.nodes.liveCount, callsAhead);
      if (amount > 0n) {
        const own = rows.find((row) => row.nodeId === this.rows.nodeId && row.startsAt === startsAt);
        await this.rows.lend({ ...key, startsAt, endsAt }, (own === undefined ? 0n : taken(own)) + amount);
        loans.push({ counter, period, amount });
      }
      if (room + amount >= needed) continue;
      lacks = true;
      othersHave ||= rows.some((row) => row.nodeId !== this.rows.nodeId && row.lent > row.used);
    }
    return { lacks, othersHave };
  }

  /** Returns when the other nodes have answered, or after two seconds. */
  private async recall(subscriptionIds: readonly number[]): Promise<void> {
    await this.rows.want(subscriptionIds);
    const deadline = performance.now() + LONGEST_RECALL_MS;
    while (performance.now() < deadline && (await this.rows.isAwaited(subscriptionIds))) {
      await new Promise((resolve) => setTimeout(resolve, RECALL_LOOK_MS));
    }
  }

  /** What no call has asked for in ten seconds. */
  async giveBackIdle(nowMs = performance.now()): Promise<void> {
    for (const subscription of [...this.borrowed.values()]) {
      if (subscription.heldAtMs < nowMs - IDLE_MS) await this.giveBack(subscription);
    }
  }

  private async answerOthers(): Promise<void> {
    if (this.isLooking || this.borrowed.size === 0) return;
    this.isLooking = true;
    try {
      for (const id of await this.rows.wanted()) {
        const subscription = this.borrowed.get(id);
        if (subscription !== undefined) await this.giveBack(subscription);
      }
    } finally {
      this.isLooking = false;
    }
  }

  /** What calls hold, and what they used and is not written, stays. */
  private giveBack(subscription: HeldSubscription): Promise<void> {
    return this.queue.exclusive(async () => {
      const now = this.clock.seconds();
      subscription.returnedAtMs = performance.now();
      let hasKept = false;
      for (const counter of subscription.counters) {
        const period = counter.at(now);
        // Before the wait: a call that comes now must not hold it.
        counter.giveBack(period);
        const kept = period.slice!;
        hasKept ||= kept > 0n;
        await this.rows.keep({ ...keyOf(subscription, counter, period), endsAt: period.endsAt }, kept);
      }
      if (!hasKept) this.borrowed.delete(subscription.id);
    });
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.error(`Parts of plans could not be moved between nodes: ${(error as Error).message}`);
    }
  }
}

/** Other nodes need not be asked for it. */
export function isSpent({ counters }: HeldSubscription, call: PlannedCall): boolean {
  return counters.some((counter) => counter.isSpent(call.now, neededRoom(counter.window.metric, call)));
}

function hasRoom(call: PlannedCall): boolean {
  return call.subscriptions.some(({ counters }) => counters.every((counter) => hasEnough(counter, call)));
}

function hasEnough(counter: WindowCounter, call: PlannedCall): boolean {
  return counter.room(counter.at(call.now)) >= neededRoom(counter.window.metric, call);
}

function askLater(call: PlannedCall): void {
  for (const counter of call.subscriptions.flatMap(({ counters }) => counters)) {
    if (!hasEnough(counter, call)) counter.at(call.now).askAgainAtMs = performance.now() + ASK_AGAIN_MS;
  }
}

function keyOf({ id }: HeldSubscription, { window }: WindowCounter, { startsAt }: PeriodUse): PeriodKey {
  return { subscriptionId: id, windowKey: window.key, startsAt };
}

/** Also of what began twice: a row that begins before the end is the same period (see WindowCounter). */
function isOf(row: PlanUsageEntity, { subscriptionId, windowKey, startsAt }: PeriodKey, endsAt: number): boolean {
  const isOfWindow = row.subscriptionId === subscriptionId && row.windowKey === windowKey;
  return isOfWindow && row.startsAt >= startsAt && row.startsAt < endsAt;
}

/** Of the window, for the others. */
function taken({ lent, used }: PlanUsageEntity): bigint {
  return lent > used ? lent : used;
}
