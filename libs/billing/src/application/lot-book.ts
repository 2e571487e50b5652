import { Injectable } from '@nestjs/common';
import { Clock, type Money } from '@app/kernel';
import type { LedgerMovement } from '../ledger.contract';
import { refillLots, roomForLots, spendFromLots, totalRemaining } from '../domain/lot-spending';
import type { BalanceLotEntity } from '../persistence/balance-lot.entity';
import { LotRepository } from '../persistence/lot.repository';
import { WalletRepository } from '../persistence/wallet.repository';

/**
 * Keeps the lots of users. Whoever calls has locked the user's row in the running transaction.
 *
 * Charges do not touch lots: they add to `users.unallotted`, in the statement that changes the balance anyway. Before the set of
 * lots changes in any way, that sum is spread over them (`allot`). Between two such moments the set is constant, and then it makes no
 * difference whether each charge eats lots or all of them at once (see `spendFromLots`); so the result is that of eating at
 * each charge, to the nano-dollar, with BATCH_UPDATE_ENABLED too.
 *
 * What exceeds all lots stays in `unallotted`: it was taken from money without a lot, after the lots. A refund gives that back
 * first, because it was spent last. A new lot begins a new account: it is spent before everything that was spent without one.
 */
@Injectable()
export class LotBook {
  constructor(
    private readonly wallets: WalletRepository,
    private readonly lots: LotRepository,
    private readonly clock: Clock,
  ) {}

  /** Spreads what was spent; returns the lots as they are then, in spending order. */
  async allot(userId: number): Promise<BalanceLotEntity[]> {
    const { unallotted } = await this.wallets.read(userId);
    const before = await this.lots.ofUser(userId, this.clock.seconds());
    const { lots, excess } = spendFromLots(before, unallotted);
    await this.lots.saveRemaining(before, lots);
    if (excess !== unallotted) await this.wallets.addUnallotted(userId, excess - unallotted);
    return lots;
  }

  /** After the credit of a movement with a lot. */
  async open({ userId, operation, key, amount }: LedgerMovement, endsAt: number | null): Promise<void> {
    const lots = await this.allot(userId);
    const { balance, unallotted } = await this.wallets.read(userId);
    await this.wallets.addUnallotted(userId, -unallotted);
    await this.lots.insert({
      ...{ userId, operation, operationKey: key, amount, endsAt, startsAt: this.clock.seconds(), notifiedAt: null },
      remaining: roomForLots(amount, balance, totalRemaining(lots)),
    });
  }

  /** After the credit of a refund: first what no lot had, then the lots, in the reverse order of spending. */
  async giveBack(userId: number, amount: Money): Promise<void> {
    const lots = await this.allot(userId);
    const { balance, unallotted } = await this.wallets.read(userId);
    const withoutLot = amount < unallotted ? amount : unallotted;
    await this.wallets.addUnallotted(userId, -withoutLot);
    const refill = roomForLots(amount - withoutLot, balance, totalRemaining(lots));
    await this.lots.saveRemaining(lots, refillLots(lots, refill, this.clock.seconds()).lots);
  }

  /** Before a debit that belongs to one lot: takes as much of it from there as that holds; returns what is to be spent otherwise. */
  async takeBack(userId: number, source: { operation: string; key: string }, amount: Money): Promise<Money> {
    const lots = await this.allot(userId);
    const lot = lots.find(
      ({ operation, operationKey }) => operation === source.operation && operationKey === source.key,
    );
    if (lot === undefined) return amount;
    const taken = amount < lot.remaining ? amount : lot.remaining;
    await this.lots.shrink(lot.id, taken);
    return amount - taken;
  }

  async reduce(lot: BalanceLotEntity, amount: Money): Promise<void> {
    await this.lots.saveRemaining([lot], [{ ...lot, remaining: lot.remaining - amount }]);
  }

  async close(lot: BalanceLotEntity): Promise<void> {
    await this.lots.saveRemaining([lot], [{ ...lot, remaining: 0n }]);
  }
}
