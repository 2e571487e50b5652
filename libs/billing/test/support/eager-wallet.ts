import fc from 'fast-check';

export interface EagerLot {
  key: string;
  endsAt: number | null;
  amount: number;
  remaining: number;
}

export type WalletStep =
  | { kind: 'credit'; amount: number }
  | { kind: 'open-lot'; amount: number; days: number | null }
  | { kind: 'spend'; amount: number }
  | { kind: 'refund'; amount: number }
  | { kind: 'pass'; days: number };

const amount = fc.integer({ min: 1, max: 40 });
const steps: fc.Arbitrary<WalletStep> = fc.oneof(
  fc.record({ kind: fc.constant('credit' as const), amount }),
  fc.record({
    kind: fc.constant('open-lot' as const),
    amount,
    days: fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 5 })),
  }),
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('spend' as const), amount }) },
  fc.record({ kind: fc.constant('refund' as const), amount }),
  fc.record({ kind: fc.constant('pass' as const), days: fc.integer({ min: 1, max: 3 }) }),
);

/** Random lives of a wallet. Nobody is refunded more than he spent. */
export const walletLives: fc.Arbitrary<WalletStep[]> = fc.array(steps, { minLength: 1, maxLength: 25 });

/**
 * The rules of lots in the plainest words: every single unit looks for its lot when it is spent or comes back. What the real
 * thing does later and at once must come to the same.
 */
export class EagerWallet {
  balance = 0;
  lots: EagerLot[] = [];
  /** Units that no lot had, since the last one was opened. */
  private withoutLot = 0;
  private spent = 0;

  constructor(private day = 0) {}

  /** What of the step can happen: refunds are cut to what was spent. */
  take(step: WalletStep, key: string): WalletStep | undefined {
    switch (step.kind) {
      case 'credit':
        this.balance += step.amount;
        return step;
      case 'open-lot':
        this.open(step.amount, step.days === null ? null : this.day + step.days, key);
        return step;
      case 'spend':
        for (let unit = 0; unit < step.amount; unit++) this.spendOne();
        return step;
      case 'refund': {
        const units = Math.min(step.amount, this.spent);
        for (let unit = 0; unit < units; unit++) this.refundOne();
        return units === 0 ? undefined : { kind: 'refund', amount: units };
      }
      case 'pass':
        this.day += step.days;
        this.expire();
        return step;
    }
  }

  holding(): { key: string; remaining: number }[] {
    return this.lots.filter((lot) => lot.remaining > 0).map(({ key, remaining }) => ({ key, remaining }));
  }

  private open(units: number, endsAt: number | null, key: string): void {
    const debt = Math.max(0, -this.balance);
    this.balance += units;
    this.withoutLot = 0;
    this.lots.push({ key, endsAt, amount: units, remaining: Math.max(0, units - debt) });
    // Sorting is stable: of two with one end the older stays first.
    this.lots.sort((a, b) => (a.endsAt ?? Infinity) - (b.endsAt ?? Infinity) || 0);
  }

  private spendOne(): void {
    this.balance--;
    this.spent++;
    const lot = this.lots.find(({ remaining }) => remaining > 0);
    if (lot === undefined) this.withoutLot++;
    else lot.remaining--;
  }

  private refundOne(): void {
    this.balance++;
    this.spent--;
    if (this.withoutLot > 0) {
      this.withoutLot--;
      return;
    }
    const held = this.lots.reduce((sum, { remaining }) => sum + remaining, 0);
    const lot = this.lots.findLast(({ remaining, amount }) => remaining < amount);
    // A unit that only makes a debt smaller is nothing that a lot could hold.
    if (lot !== undefined && held < this.balance) lot.remaining++;
  }

  private expire(): void {
    for (const lot of this.lots.filter(({ endsAt }) => endsAt !== null && endsAt <= this.day))
      this.balance -= lot.remaining;
    this.lots = this.lots.filter(({ endsAt }) => endsAt === null || endsAt > this.day);
  }
}
