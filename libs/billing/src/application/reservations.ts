import { Injectable, Logger } from '@nestjs/common';
import { AppError, quotaToMoney, type Money } from '@app/kernel';
import { OptionStore } from '@app/platform';
import type { ReserveOutcome, ReserveRequest } from '../usage-meter.contract';
import { heldOf, type HoldRange } from '../domain/hold-range';
import { PlanCover, type PlanHold } from '../plans/plan-cover';
import { Accounts, type Account } from './accounts';
import { JournalKeeper } from './journal-keeper';
import { LeasedAccounts } from './leases/leased-accounts';
import type { CoverOutcome } from './leases/slice';
import { OVERDRAFT_FLOOR } from './overdraft-option';
import { balanceTooLow, ledgerUnavailable, quotaReserved, tokenExhausted, tokenTooLow } from './reserve-errors';
import { SettlementQueue } from './settlement-queue';

/** What is held back for one running call. */
export interface Hold {
  user: Account;
  /** Undefined for unlimited tokens. */
  token: Account | undefined;
  /** Held back from the allowance, and from the wallet: less where a plan pays. */
  fromToken: Money;
  fromWallet: Money;
  plan: PlanHold | undefined;
}

/** Holds money for calls before they run: at once where memory has the account, and all parts of it or none. */
@Injectable()
export class Reservations {
  private readonly logger = new Logger('Billing');
  private readonly holds = new Map<string, Hold>();

  constructor(
    private readonly accounts: Accounts,
    private readonly queue: SettlementQueue,
    private readonly keeper: JournalKeeper,
    private readonly options: OptionStore,
    private readonly plans: PlanCover,
    private readonly leased: LeasedAccounts,
  ) {
    options.register([OVERDRAFT_FLOOR]);
  }

  of(requestId: string): Hold | undefined {
    return this.holds.get(requestId);
  }

  /** See `UsageMeter.reserve`. */
  reserve(request: ReserveRequest): ReserveOutcome | Promise<ReserveOutcome> {
    const user = this.accounts.user(request.userId);
    const token = request.isUnlimitedToken ? undefined : this.accounts.token(request.tokenId);
    const isLoaded = this.plans.isLoaded(request.userId);
    if (user === undefined || !isLoaded || (token === undefined && !request.isUnlimitedToken))
      return this.loadAndReserve(request);
    return this.reserveFrom(request, user, token);
  }

  /** Gives back what balance and allowance hold; the plan's part is for the caller. */
  end(requestId: string, hold: Hold): void {
    this.holds.delete(requestId);
    hold.user.reserved -= hold.fromWallet;
    if (hold.token !== undefined) hold.token.reserved -= hold.fromToken;
  }

  private async loadAndReserve(request: ReserveRequest): Promise<ReserveOutcome> {
    const { userId, tokenId } = request;
    try {
      await Promise.all([
        this.accounts.load('users', userId),
        request.isUnlimitedToken ? undefined : this.accounts.load('tokens', tokenId),
        this.plans.load(userId),
      ]);
    } catch (error) {
      this.logger.error(`Could not load user #${userId}: ${(error as Error).message}`);
      return { ok: false, error: ledgerUnavailable() };
    }
    // Meanwhile one of them may have changed again.
    return this.reserve(request);
  }

  private reserveFrom(
    request: ReserveRequest,
    user: Account,
    token: Account | undefined,
  ): ReserveOutcome | Promise<ReserveOutcome> {
    if (this.holds.has(request.requestId)) return { ok: true };
    if (this.queue.isOverloaded) return { ok: false, error: ledgerUnavailable() };
    const worth = worthRange(request);
    if (worth.least > 0n) {
      if (!this.leased.isUsable) return { ok: false, error: ledgerUnavailable() };
      if (this.leased.isOn) return this.borrow(request, user, token, worth);
    }
    const fromToken = token === undefined ? 0n : heldOf(worth, token.balance - token.reserved);
    if (fromToken === undefined) return { ok: false, error: tokenRefusal(token!, worth) };
    const floor = this.lowestBalance;
    const walletRoom = user.balance - user.reserved - floor;
    const plan = this.plans.hold(request, walletRoom);
    if (plan instanceof AppError) return { ok: false, error: plan };
    const wanted = plan?.fromWallet ?? worth;
    const fromWallet = heldOf(wanted, walletRoom);
    if (fromWallet === undefined) return { ok: false, error: walletRefusal(user, wanted, floor) };
    user.reserved += fromWallet;
    if (token !== undefined) token.reserved += fromToken;
    return this.open(request, { user, token, fromToken, fromWallet, plan });
  }

  /** The same where this node spends slices: of windows first, because they say what the wallet has to hold. */
  private borrow(
    request: ReserveRequest,
    user: Account,
    token: Account | undefined,
    worth: HoldRange,
  ): ReserveOutcome | Promise<ReserveOutcome> {
    const borrowMoney = (plan: PlanHold | AppError | undefined): ReserveOutcome | Promise<ReserveOutcome> =>
      plan instanceof AppError ? { ok: false, error: plan } : this.borrowMoney(request, user, token, plan);
    // What the wallet has is known once its slice is asked; until then the plan may count on it.
    const plan = this.plans.borrow(request, worth.most);
    return plan instanceof Promise ? plan.then(borrowMoney) : borrowMoney(plan);
  }

  /** Of the allowance first, because it is the smaller of the two. */
  private borrowMoney(
    request: ReserveRequest,
    user: Account,
    token: Account | undefined,
    plan: PlanHold | undefined,
  ): ReserveOutcome | Promise<ReserveOutcome> {
    const { userId, tokenId } = request;
    const worth = worthRange(request);
    const wanted = plan?.fromWallet ?? worth;
    const floor = this.lowestBalance;
    const letGo = (): void => {
      if (plan !== undefined) this.plans.release(plan);
    };
    const finish = (fromToken: Money, outcome: CoverOutcome): ReserveOutcome => {
      // While it borrowed the same call may have been reserved.
      const isRepeated = this.holds.has(request.requestId);
      const isCovered = typeof outcome === 'bigint';
      if (isCovered && !isRepeated) return this.open(request, { user, token, fromToken, fromWallet: outcome, plan });
      if (token !== undefined) token.reserved -= fromToken;
      if (isCovered) user.reserved -= outcome;
      letGo();
      if (isCovered || isRepeated) return { ok: true };
      return refusal(outcome, () => {
        if (plan === undefined) return walletRefusal(user, wanted, floor);
        // It is the plan that is short: it tells when it has room again, or has it by now. Not if it is tied to channels.
        const isTied = plan.subscription.terms.channels.length > 0;
        return this.plans.exhausted(request) ?? (isTied ? walletRefusal(user, wanted, floor) : quotaReserved());
      });
    };
    const continueWith = (outcome: CoverOutcome): ReserveOutcome | Promise<ReserveOutcome> => {
      if (typeof outcome !== 'bigint') {
        letGo();
        return refusal(outcome, () => tokenRefusal(token!, worth));
      }
      const ofUser = this.leased.reserve('users', userId, user, wanted, floor);
      return ofUser instanceof Promise ? ofUser.then((held) => finish(outcome, held)) : finish(outcome, ofUser);
    };
    const ofToken = token === undefined ? 0n : this.leased.reserve('tokens', tokenId, token, worth, 0n);
    return ofToken instanceof Promise ? ofToken.then(continueWith) : continueWith(ofToken);
  }

  private open(request: ReserveRequest, hold: Hold): ReserveOutcome {
    this.holds.set(request.requestId, hold);
    this.keeper.journal.hold({
      requestId: request.requestId,
      userId: request.userId,
      tokenId: request.tokenId,
      ...request.describe,
    });
    return { ok: true };
  }

  private get lowestBalance(): Money {
    const dollars = this.options.get(OVERDRAFT_FLOOR);
    return dollars === 0 ? 0n : -quotaToMoney(dollars, 1);
  }
}

function refusal(outcome: 'short' | 'unavailable', tooLow: () => AppError): ReserveOutcome {
  return { ok: false, error: outcome === 'short' ? tooLow() : ledgerUnavailable() };
}

function worthRange({ amount, most }: ReserveRequest): HoldRange {
  return { least: amount, most: most === undefined || most.money < amount ? amount : most.money };
}

function walletRefusal({ balance }: Account, { least }: HoldRange, floor: Money): AppError {
  return balance - floor >= least ? quotaReserved() : balanceTooLow();
}

function tokenRefusal({ balance }: Account, { least }: HoldRange): AppError {
  if (balance <= 0n) return tokenExhausted();
  return balance >= least ? quotaReserved() : tokenTooLow();
}
