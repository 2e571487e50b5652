import { Injectable } from '@nestjs/common';
import type { Money } from '@app/kernel';
import { MainDataSource, OptionStore, SystemOptions } from '@app/platform';
import { UsageMeter, type ReserveOutcome, type ReserveRequest, type Standing } from '../usage-meter.contract';
import type { CallRecord } from '../call-record.contract';
import type { ExtraUsage, TokenUsage } from '../usage.contract';
import type { Quote } from '../quote.contract';
import { estimateCost, worstCost } from '../domain/estimate-cost';
import { rateUsage } from '../domain/rate-usage';
import { inputTotal, outputTotal } from '../domain/usage-total';
import type { CallFigures } from '../plans/domain/covered-share';
import { PlanCover } from '../plans/plan-cover';
import { Accounts, type Account } from './accounts';
import { BalanceWatch } from './balance-watch';
import { consumeRow, errorRow } from './call-log';
import { JournalKeeper } from './journal-keeper';
import { LeasedAccounts } from './leases/leased-accounts';
import { LONGEST_ANSWER, PRE_CONSUMED_QUOTA } from './price-options';
import { PriceBook } from './price-book';
import { Reservations } from './reservations';
import type { Settlement } from './settlement';
import { SettlementQueue } from './settlement-queue';

@Injectable()
export class UsageMeterService extends UsageMeter {
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
    private readonly reservations: Reservations,
  ) {
    super();
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
    return this.reservations.reserve(request);
  }

  settle(call: CallRecord, usage: TokenUsage, quote: Quote, onDurable: () => void): Money {
    const hold = this.reservations.of(call.requestId);
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
    this.reservations.end(call.requestId, hold);
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
    const hold = this.reservations.of(call.requestId);
    if (hold !== undefined) {
      this.reservations.end(call.requestId, hold);
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
