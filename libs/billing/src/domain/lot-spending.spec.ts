import fc from 'fast-check';
import { EagerWallet, walletLives, type WalletStep } from '../../test/support/eager-wallet';
import { inSpendingOrder, refillLots, roomForLots, spendFromLots, totalRemaining } from './lot-spending';

const lot = (id: string, remaining: bigint, endsAt: number | null, amount = remaining) => ({
  id,
  amount,
  remaining,
  endsAt,
});

describe('the order in which lots are spent', () => {
  it('D37: begins with the soonest end, and comes to lots without an end last', () => {
    const lots = [lot('1', 1n, null), lot('2', 1n, 200), lot('3', 1n, 100), lot('10', 1n, 200), lot('4', 1n, null)];
    expect(inSpendingOrder(lots).map(({ id }) => id)).toEqual(['3', '2', '10', '1', '4']);
  });

  it('D37: gives a refund back to the lots it came from, the last one first, and to none that has ended', () => {
    const lots = [lot('1', 0n, 50, 5n), lot('2', 0n, 200, 5n), lot('3', 2n, null, 5n)];
    const { lots: after, rest } = refillLots(lots, 10n, 100);
    expect(after.map(({ remaining }) => remaining)).toEqual([0n, 5n, 5n]);
    expect(rest).toBe(2n);
  });
});

describe('spending that is allotted later (no database)', () => {
  it('comes to the same as eating at each charge, whatever happens in between', () => {
    fc.assert(
      fc.property(walletLives, fc.array(fc.boolean(), { minLength: 25, maxLength: 25 }), (life, looks) => {
        const eager = new EagerWallet();
        const lazy = new LazyWallet();
        life.forEach((wanted, i) => {
          const step = eager.take(wanted, String(i + 1));
          if (step !== undefined) lazy.take(step, String(i + 1));
          // Looking must not change what comes.
          if (looks[i] === true) lazy.allot();
          expect(lazy.balance).toBe(BigInt(eager.balance));
          expect(lazy.holding()).toEqual(
            eager.holding().map((held) => ({ ...held, remaining: BigInt(held.remaining) })),
          );
          expect(totalRemaining(lazy.allotted().lots) <= (lazy.balance > 0n ? lazy.balance : 0n)).toBe(true);
        });
      }),
      { numRuns: 500 },
    );
  });
});

/** As `LotBook` does it, without a database. */
class LazyWallet {
  balance = 0n;
  private unallotted = 0n;
  private lots: ReturnType<typeof lot>[] = [];
  private day = 0;

  take(step: WalletStep, id: string): void {
    if (step.kind === 'pass') {
      this.day += step.days;
      this.allot();
      const isDue = ({ endsAt }: { endsAt: number | null }): boolean => endsAt !== null && endsAt <= this.day;
      this.balance -= totalRemaining(this.lots.filter(isDue));
      this.lots = this.lots.filter((candidate) => !isDue(candidate));
      return;
    }
    const amount = BigInt(step.amount);
    this.balance += step.kind === 'spend' ? -amount : amount;
    if (step.kind === 'spend') this.unallotted += amount;
    if (step.kind === 'refund') {
      this.allot();
      const withoutLot = amount < this.unallotted ? amount : this.unallotted;
      this.unallotted -= withoutLot;
      const refill = roomForLots(amount - withoutLot, this.balance, totalRemaining(this.lots));
      this.lots = refillLots(this.lots, refill, this.day).lots;
    }
    if (step.kind === 'open-lot') {
      this.allot();
      this.unallotted = 0n;
      const remaining = roomForLots(amount, this.balance, totalRemaining(this.lots));
      this.lots.push(lot(id, remaining, step.days === null ? null : this.day + step.days, amount));
    }
  }

  allotted() {
    return spendFromLots(this.lots, this.unallotted);
  }

  allot(): void {
    ({ lots: this.lots, excess: this.unallotted } = this.allotted());
  }

  holding(): { key: string; remaining: bigint }[] {
    const held = this.allotted().lots.filter(({ remaining }) => remaining > 0n);
    return held.map(({ id, remaining }) => ({ key: id, remaining }));
  }
}
