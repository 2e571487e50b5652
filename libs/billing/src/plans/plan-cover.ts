import { Injectable } from '@nestjs/common';
import { AppError, Clock, type Money } from '@app/kernel';
import type { HoldRange } from '../domain/hold-range';
import type { ReserveRequest } from '../usage-meter.contract';
import type { PlanDetail } from '../domain/usage-detail';
import type { PlanPart } from '../application/settlement';
import { coveredShare, type CallFigures, type CoveredShare, type WindowRoom } from './domain/covered-share';
import { matchesModel } from './domain/model-patterns';
import { neededRoom } from './domain/needed-room';
import type { HeldSubscription } from './held-subscription';
import { windowExhausted } from './plan-errors';
import { PlanHoldings } from './plan-holdings';
import { waitForRoom } from './wait-for-room';
import type { PeriodUse, WindowCounter } from './window-counter';
import { isSpent, WindowSlices, type PlannedCall } from './window-slices';

/** What one window holds back for one call. */
interface WindowHold {
  counter: WindowCounter;
  period: PeriodUse;
  amount: bigint;
  /** Of the call's worst case, beyond the amount. */
  short: bigint;
}

/** A plan's part in the reservation of a call. */
export interface PlanHold {
  subscription: HeldSubscription;
  windows: readonly WindowHold[];
  /** What the wallet has to hold back beside it: at least, and where it has that. */
  fromWallet: HoldRange;
}

/** What a plan pays of a call that has ended. */
export interface PlanSettlement {
  /** Undefined = nothing after all. */
  part: PlanPart | undefined;
  money: Money;
  /** What the call's log row tells. */
  detail: PlanDetail | undefined;
  share: CoveredShare;
}

const NOTHING = { amount: 0n, short: 0n };

interface Offer extends PlanHold {
  share: CoveredShare;
}

/**
 * Lets plans pay for calls. Everything happens in memory and at once, like with balances, so that parallel calls cannot take
 * the same room; what was used reaches the database with the settlement of the call.
 */
@Injectable()
export class PlanCover {
  constructor(
    private readonly holdings: PlanHoldings,
    private readonly slices: WindowSlices,
    private readonly clock: Clock,
  ) {}

  /** Whether `hold` can decide about the user's calls. */
  isLoaded(userId: number): boolean {
    return this.holdings.of(userId) !== undefined;
  }

  load(userId: number): Promise<void> {
    return this.holdings.load(userId);
  }

  /**
   * Takes what is expected from the plan that ends soonest of those that have room for all of it; else from the first that lets
   * the wallet pay the rest, if `walletRoom` is enough for that. Its windows hold what the call may use at the worst, as far as they
   * have room. Undefined = no plan is about this call. The error is 429 `plan.window_exhausted`.
   */
  hold(request: ReserveRequest, walletRoom: Money): PlanHold | AppError | undefined {
    const call = this.callOf(request);
    if (call === undefined) return undefined;
    const offers = offersOf(call);
    const payable = offers.filter(({ fromWallet }) => fromWallet.least === 0n || fromWallet.least <= walletRoom);
    const overflowing = payable.filter(({ subscription }) => subscription.terms.overflow === 'wallet');
    const chosen =
      payable.find((offer) => isWhole(offer, call)) ??
      overflowing.find(({ share }) => share.money > 0n) ??
      overflowing[0];
    if (chosen !== undefined) return holdBack(chosen);
    // The plan has room, but is tied to channels and the wallet could not pay for another one's answer.
    return offers.some((offer) => isWhole(offer, call)) ? undefined : exhaustedOf(call);
  }

  /** The same where nodes lend themselves parts of windows (WALLET_MODE=leased): at once while this node's parts cover the worst. */
  borrow(
    request: ReserveRequest,
    walletRoom: Money,
  ): PlanHold | AppError | undefined | Promise<PlanHold | AppError | undefined> {
    const call = this.callOf(request);
    if (call === undefined) return undefined;
    const decide = (): PlanHold | AppError | undefined => this.hold(request, walletRoom);
    const asked = { ...call, ...call.worst };
    if (offersOf(asked).some((offer) => isWhole(offer, asked))) return decide();
    const subscriptions = call.subscriptions.filter((subscription) => !isSpent(subscription, asked));
    return subscriptions.length === 0 ? decide() : this.slices.borrow({ ...asked, subscriptions }, decide);
  }

  /** 429 `plan.window_exhausted`, of a call that no plan has room for; undefined = one has. */
  exhausted(request: ReserveRequest): AppError | undefined {
    const call = this.callOf(request);
    return call === undefined || offersOf(call).some((offer) => isWhole(offer, call)) ? undefined : exhaustedOf(call);
  }

  /** Undefined = no plan is about it. */
  private callOf(request: ReserveRequest): PlannedCall | undefined {
    const held = this.holdings.of(request.userId);
    if (held === undefined || held.length === 0 || request.amount <= 0n) return undefined;
    const now = this.clock.seconds();
    const subscriptions = held.filter((subscription) => now < subscription.endsAt && covers(subscription, request));
    if (subscriptions.length === 0) return undefined;
    const figures = { money: request.amount, tokens: BigInt(request.tokens ?? 0) };
    const worst = request.most === undefined ? figures : worstOf(figures, request.most);
    return { ...figures, worst, subscriptions, now };
  }

  /** Gives back what a call that is not charged has held. */
  release({ windows }: PlanHold): void {
    for (const hold of windows) hold.counter.end(hold.period, hold, 0n);
  }

  /**
   * How a call is divided between the plan and the wallet: by what it really used, and by what the windows have left beside
   * the reservations of others. Changes nothing yet.
   */
  divide({ subscription, windows }: PlanHold, channelId: number, figures: CallFigures): PlanSettlement {
    const { channels } = subscription.terms;
    const isTied = channels.length > 0 && !channels.includes(channelId);
    const share = coveredShare(
      figures,
      windows.map(({ counter, period, amount }) => ({
        metric: counter.window.metric,
        room: isTied ? 0n : counter.unheld(period) + amount,
      })),
    );
    if (share.takes.every((taken) => taken === 0n)) return { part: undefined, detail: undefined, money: 0n, share };
    const part: PlanPart = {
      subscriptionId: subscription.id,
      amount: share.money.toString(),
      // Where nothing was used no period may begin.
      usages: windows
        .map(({ counter, period: { startsAt, endsAt } }, i) => ({
          ...{ window: counter.window.key, startsAt, endsAt, used: share.takes[i]!.toString() },
        }))
        .filter(({ used }) => used !== '0'),
    };
    const detail = { subscription: subscription.id, name: subscription.terms.name, amount: part.amount };
    return { part, detail, money: share.money, share };
  }

  /** Ends the hold by what `divide` said. */
  take({ windows }: PlanHold, { share }: PlanSettlement): void {
    windows.forEach((hold, i) => hold.counter.end(hold.period, hold, share.takes[i]!));
  }

  /** What was taken is in the database. */
  written({ windows }: PlanHold, { share }: PlanSettlement): void {
    windows.forEach(({ counter, period }, i) => counter.written(period, share.takes[i]!));
  }
}

function covers({ terms }: HeldSubscription, { describe, servedModel }: ReserveRequest): boolean {
  const { models } = terms;
  if (matchesModel(models, describe.requestedModel)) return true;
  return servedModel !== undefined && matchesModel(models, servedModel);
}

function offersOf(call: PlannedCall): Offer[] {
  return call.subscriptions.map((subscription) => offerOf(subscription, call));
}

function offerOf(subscription: HeldSubscription, call: PlannedCall): Offer {
  const { money, worst, now } = call;
  const places = subscription.counters.map((counter) => ({ counter, period: counter.at(now) }));
  const rooms = places.map(({ counter, period }) => ({ metric: counter.window.metric, room: counter.room(period) }));
  const share = coveredShare(call, rooms);
  const isTied = subscription.terms.channels.length > 0;
  // Which channel answers is not known yet.
  const least = isTied ? money : money - share.money;
  const most = isTied ? worst.money : worst.money - coveredShare(worst, rooms).money;
  return {
    subscription,
    windows: places.map((place, i) => ({ ...place, ...(share.money === 0n ? NOTHING : heldBy(rooms[i]!, worst)) })),
    fromWallet: { least, most: most > least ? most : least },
    share,
  };
}

/** More than the share of the plan would be where another window is tighter; that one keeps others out anyway. */
function heldBy({ metric, room }: WindowRoom, worst: CallFigures): { amount: bigint; short: bigint } {
  const wanted = neededRoom(metric, worst);
  return wanted < room ? { amount: wanted, short: 0n } : { amount: room, short: wanted - room };
}

function worstOf({ money, tokens }: CallFigures, most: { money: Money; tokens: number }): CallFigures {
  const mostTokens = BigInt(most.tokens);
  return { money: most.money > money ? most.money : money, tokens: mostTokens > tokens ? mostTokens : tokens };
}

function exhaustedOf(call: PlannedCall): AppError {
  return windowExhausted(
    call.subscriptions.map((subscription) => waitForRoom(subscription, call, call.now)),
    call.now,
  );
}

function isWhole({ share }: Offer, { money }: CallFigures): boolean {
  return share.money === money;
}

function holdBack(offer: Offer): PlanHold {
  offer.subscription.heldAtMs = performance.now();
  for (const { counter, period, amount, short } of offer.windows) counter.hold(period, amount, short);
  return offer;
}
