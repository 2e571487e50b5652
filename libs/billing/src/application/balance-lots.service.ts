import { Injectable, Logger } from '@nestjs/common';
import { Clock, Failures, LogType, moneyToUsd } from '@app/kernel';
import { AppConfig, EventBus, UnitOfWork } from '@app/platform';
import { BalanceLots, type BalanceLot, type EndingLots } from '../balance-lots.contract';
import { Ledger } from '../ledger.contract';
import { spendFromLots } from '../domain/lot-spending';
import type { BalanceLotEntity } from '../persistence/balance-lot.entity';
import { LotRepository, type LotWithSpending } from '../persistence/lot.repository';
import { WalletRepository } from '../persistence/wallet.repository';
import { LeaseRecall } from './leases/lease-recall';
import { LotBook } from './lot-book';
import { SettlementQueue } from './settlement-queue';

/** Charges of other nodes need so long to reach the database, beside their interval. */
const GRACE_SECONDS = 60;

@Injectable()
export class BalanceLotsService extends BalanceLots {
  private readonly logger = new Logger('Lots');
  private readonly graceSeconds: number;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly wallets: WalletRepository,
    private readonly lots: LotRepository,
    private readonly book: LotBook,
    private readonly ledger: Ledger,
    private readonly queue: SettlementQueue,
    private readonly events: EventBus,
    private readonly clock: Clock,
    private readonly recall: LeaseRecall,
    { batchUpdate }: AppConfig,
  ) {
    super();
    this.graceSeconds = GRACE_SECONDS + (batchUpdate.enabled ? batchUpdate.intervalSeconds : 0);
  }

  async list(userId: number): Promise<BalanceLot[]> {
    await this.queue.drain();
    return withoutSpent(await this.lots.withSpending([userId]));
  }

  async allot(userId: number): Promise<void> {
    await this.queue.drain();
    await this.unitOfWork.run(async () => {
      await this.wallets.lock(userId);
      await this.book.allot(userId);
    });
  }

  async expireDue(signal?: AbortSignal): Promise<number> {
    await this.queue.drain();
    const failures = new Failures((text) => this.logger.error(`Lots could not be ended of ${text}`));
    let count = 0;
    for (const userId of await this.lots.ownersOfEnding(this.due, 0, false)) {
      signal?.throwIfAborted();
      await failures.attempt(`user #${userId}`, async () => {
        await this.recall.ofUser(userId);
        const ended = await this.expireOf(userId);
        count += ended;
      });
    }
    failures.throwIfAny();
    return count;
  }

  async endingBefore(seconds: number): Promise<EndingLots[]> {
    await this.queue.drain();
    const now = this.clock.seconds();
    const owners = await this.lots.ownersOfEnding(seconds, now, true);
    const ending: EndingLots[] = [];
    for (const userId of owners) {
      const lots = withoutSpent(await this.lots.withSpending([userId])).filter(
        ({ endsAt, notifiedAt }) => endsAt !== null && endsAt > now && endsAt <= seconds && notifiedAt === null,
      );
      if (lots.length > 0) ending.push({ userId, lots });
    }
    return ending;
  }

  markNotified(lotIds: readonly string[]): Promise<void> {
    return this.lots.markNotified(lotIds, this.clock.seconds());
  }

  private get due(): number {
    return this.clock.seconds() - this.graceSeconds;
  }

  /** Under the lock of the user's row: a second node finds nothing left to remove. */
  private expireOf(userId: number): Promise<number> {
    return this.unitOfWork.run(async () => {
      await this.wallets.lock(userId);
      const ended = (await this.book.allot(userId)).filter(
        ({ endsAt, remaining }) => endsAt !== null && endsAt <= this.due && remaining > 0n,
      );
      for (const lot of ended) await this.expire(lot);
      return ended.length;
    });
  }

  private async expire(lot: BalanceLotEntity): Promise<void> {
    const { userId, remaining } = lot;
    const { balance, spokenFor, username } = await this.wallets.read(userId);
    const free = balance - spokenFor;
    const removed = free < remaining ? free : remaining;
    // What calls hold may still be spent; the rest of the lot ends in a later round.
    const isPart = spokenFor > 0n && removed < remaining;
    if (removed > 0n) {
      const key = isPart ? `lot:${lot.id}:${this.clock.seconds()}` : `lot:${lot.id}`;
      // With a floor: calls may have reserved since it was read.
      const movement = { userId, operation: 'expiry', key, amount: -removed, floor: 0n } as const;
      if ((await this.ledger.post(movement)) !== 'posted') return;
      const text = `额度到期，扣除 $${moneyToUsd(removed)}`;
      this.unitOfWork.afterCommit(() =>
        this.events.publish('audit.recorded', { type: LogType.System, userId, username, text }),
      );
    }
    if (!isPart) await this.book.close(lot);
    else if (removed > 0n) await this.book.reduce(lot, removed);
  }
}

/** The lots of one user as they are after all spending, without those that are used up. */
function withoutSpent(stored: readonly LotWithSpending[]): BalanceLot[] {
  const { lots } = spendFromLots(stored, stored[0]?.unallotted ?? 0n);
  return lots.filter(({ remaining }) => remaining > 0n);
}
