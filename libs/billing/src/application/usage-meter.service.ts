import { Injectable, Logger } from '@nestjs/common';
import { AppError, quotaToMoney, type Money } from '@app/kernel';
import { MainDataSource, OptionStore, SystemOptions } from '@app/platform';
import { UsageMeter, type ReserveOutcome, type ReserveRequest, type Standing } from '../usage-meter.contract';
import type { CallRecord } from '../call-record.contract';
import type { ExtraUsage, TokenUsage } from '../usage.contract';
import type { Quote } from '../quote.contract';
import { estimateCost, worstCost } from '../domain/estimate-cost';
import { heldOf, type HoldRange } from '../domain/hold-range';
import { rateUsage } from '../domain/rate-usage';
import { inputTotal, outputTotal } from '../domain/usage-total';
import type { CallFigures } from '../plans/domain/covered-share';
import { PlanCover, type PlanHold } from '../plans/plan-cover';
import { Accounts, type Account } from './accounts';
import { BalanceWatch } from './balance-watch';
import { consumeRow, errorRow } from './call-log';
import { JournalKeeper } from './journal-keeper';
import { LeasedAccounts } from './leases/leased-accounts';
import type { CoverOutcome } from './leases/slice';
import { OVERDRAFT_FLOOR } from './overdraft-option';
import { LONGEST_ANSWER, PRE_CONSUMED_QUOTA } from './price-options';
import { PriceBook } from './price-book';
import { balanceTooLow, ledgerUnavailable, quotaReserved, tokenExhausted, tokenTooLow } from './reserve-errors';
import type { Settlement } from './settlement';
import { SettlementQueue } from './settlement-queue';

interface Hold {
  user: Account;
  /** Undefined for unlimited tokens. */
  token: Account | undefined;
  /** Held back from the allowance, and from the wallet: less where a plan pays. */
  fromToken: Money;
  fromWallet: Money;
  plan: PlanHold | undefined;
}

@Injectable()
export class UsageMeterService extends UsageMeter {
  private readonly logger = new Logger('Billing');
  private readonly holds = new Map<string, Hold>();

  constructor(
    private readonly prices: PriceBook,
    private readonly accounts: Accounts,
    private readonly queue: SettlementQueue,
    private readonly keeper: JournalKeeper,
    private readonly options: OptionStore,
    private readonly main: MainDataSource,
    private readonly watch: BalanceWatch,
    private readonly plans: PlanCover,
    private readonly leased: LeasedAccounts,
  ) {
    super();
    options.register([OVERDRAFT_FLOOR]);
  }

  /** Reservations that are open now. */
  get openHolds(): number {
    return this.holds.size;
  }

  quote(model: string, group: string, perCall: boolean, base?: string): Quote | undefined {
    return this.prices.quote(base === undefined || this.prices.hasOwn(model) ? model : base, group, perCall);
  }

  estimate(quote: Quote, promptTokens: number, answerTokens: number, extras?: ExtraUsage): Money {
    return estimateCost(quote, promptTokens, answerTokens, extras);
  }

  worstCase(quote: Quote, promptTokens: number, answerTokens: number): Money {
    return worstCost(quote, promptTokens, answerTokens);
  }

  defaultAnswerTokens(): number {
    return this.options.get(PRE_CONSUMED_QUOTA);
  }

  longestAnswerTokens(): number {
    return this.options.get(LONGEST_ANSWER);
  }

  reserve(request: ReserveRequest): ReserveOutcome | Promise<ReserveOutcome> {
    const user = this.accounts.user(request.userId);
    const token = request.isUnlimitedToken ? undefined : this.accounts.token(request.tokenId);
    const isLoaded = this.plans.isLoaded(request.userId);
    if (user === undefined || !isLoaded || (token === undefined && !request.isUnlimitedToken))
      return this.loadAndReserve(request);
    return this.reserveFrom(request, user, token);
  }

  settle(call: CallRecord, usage: TokenUsage, quote: Quote, onDurable: () => void): Money {
    const hold = this.holds.get(call.requestId);
    if (hold === undefined) {
      process.nextTick(onDurable);
      return 0n;
    }
    const worth = rateUsage(quote, usage);
    const paid = hold.plan && this.plans.divide(hold.plan, call.channelId, figuresOf(worth, usage));
    const amount = paid === undefined ? worth : worth - paid.money;
    const amountText = amount.toString();
    const costQuote = this.prices.quoteCost(call.channelId, call.upstreamModel);
    const cost = costQuote === undefined ? undefined : rateUsage(costQuote, usage);
    const { user, token } = hold;
    const settlement: Settlement = {
      requestId: call.requestId,
      userId: call.userId,
      tokenId: call.tokenId,
      isTokenLimited: token !== undefined,
      isLeased: this.leased.isOn,
      channelId: call.channelId,
      amount: amountText,
      atSeconds: Math.floor((call.startedAtMs + call.durationMs) / 1000),
      log: this.options.get(SystemOptions.LogConsumeEnabled)
        ? consumeRow(call, usage, quote, amountText, user.balance, cost, paid?.detail)
        : undefined,
      ...(paid?.part !== undefined && { plan: paid.part }),
    };
    this.end(call.requestId, hold);
    if (paid !== undefined) this.plans.take(hold.plan!, paid);
    charge(user, amount);
    this.watch.charged(call.userId, user.balance + amount, user.balance);
    if (token !== undefined) charge(token, worth);
    const { journal } = this.keeper;
    const entry = journal.settle(settlement, onDurable);
    this.queue.add(settlement, () => {
      written(user, amount);
      if (token !== undefined) written(token, worth);
      if (paid !== undefined) this.plans.written(hold.plan!, paid);
      journal.written(entry);
    });
    return worth;
  }

  release(call: CallRecord): void {
    const hold = this.holds.get(call.requestId);
    if (hold !== undefined) {
      this.end(call.requestId, hold);
      if (hold.plan !== undefined) this.plans.release(hold.plan);
      this.keeper.journal.forget(call.requestId);
    }
    this.queue.addLog(errorRow(call, (hold?.user ?? this.accounts.known('users', call.userId))?.balance ?? 0n));
  }

  async standing(userId: number, tokenId: number): Promise<Standing> {
    await this.queue.drain();
    const { manager } = this.main.dataSource;
    const [user, token] = await Promise.all([
      manager
        .createQueryBuilder()
        .select('t.balance', 'left')
        .addSelect('t.used_amount', 'used')
        .from('users', 't')
        .where('t.id = :id', { id: userId })
        .getRawOne<Figures>(),
      manager
        .createQueryBuilder()
        .select('t.remain', 'left')
        .addSelect('t.used', 'used')
        .from('tokens', 't')
        .where('t.id = :id', { id: tokenId })
        .getRawOne<Figures>(),
    ]);
    return {
      userBalance: BigInt(user?.left ?? 0),
      userUsed: BigInt(user?.used ?? 0),
      tokenRemain: BigInt(token?.left ?? 0),
      tokenUsed: BigInt(token?.used ?? 0),
    };
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

  private end(requestId: string, hold: Hold): void {
    this.holds.delete(requestId);
    hold.user.reserved -= hold.fromWallet;
    if (hold.token !== undefined) hold.token.reserved -= hold.fromToken;
  }
}

interface Figures {
  left: string | number;
  used: string | number;
}

function figuresOf(money: Money, usage: TokenUsage): CallFigures {
  return { money, tokens: BigInt(inputTotal(usage) + outputTotal(usage)) };
}

function charge(account: Account, amount: Money): void {
  account.balance -= amount;
  account.unwritten += amount;
}

/** The store took it from the slice too, as far as that had it. */
function written(account: Account, amount: Money): void {
  account.unwritten -= amount;
  const { slice } = account;
  if (slice !== undefined) slice.lent = slice.lent > amount ? slice.lent - amount : 0n;
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
