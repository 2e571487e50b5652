import { MainDataSource } from '@app/platform';
import type { EntityManager } from 'typeorm';
import type { BillingApp } from '../../../../test/harness/billing-app';
import { SETTLEMENT_STORE } from '../../src/application/tokens';
import type { GroupTotals } from '../../src/application/settlement-group';

/** What went wrong because the storm wanted it. */
export class PlantedFault extends Error {}

type Transaction = (manager: EntityManager) => Promise<unknown>;

/**
 * Stands between one process and its database: transactions and settlement groups fail before their commit, or commit and
 * lose the answer. From `die` on nothing is committed any more; what is on its way arrives, as it would.
 */
export class StormFaults {
  planted = 0;
  private isDead = false;

  constructor(
    private failing: number,
    private unanswered: number,
    private state: number,
  ) {}

  install(billing: BillingApp): void {
    const { dataSource } = billing.get(MainDataSource);
    const transaction = dataSource.transaction.bind(dataSource) as (...parameters: unknown[]) => Promise<unknown>;
    const replaced = (...parameters: unknown[]): Promise<unknown> => {
      const work = parameters.pop() as Transaction;
      const fate = this.draw();
      const doomed: Transaction = async (manager) => {
        const result = await work(manager);
        this.failIf(fate === 'fails');
        return result;
      };
      return transaction(...parameters, doomed).then((result) => this.answer(result, fate));
    };
    dataSource.transaction = replaced as typeof dataSource.transaction;

    const store = billing.get(
      SETTLEMENT_STORE as abstract new () => { writeGroup(totals: GroupTotals): Promise<void> },
    );
    const writeGroup = store.writeGroup.bind(store);
    store.writeGroup = async (totals: GroupTotals) => {
      const fate = this.draw();
      this.failIf(fate === 'fails');
      await writeGroup(totals);
      this.answer(undefined, fate);
    };
  }

  /** From now on everything succeeds. */
  stop(): void {
    this.failing = 0;
    this.unanswered = 0;
  }

  die(): void {
    this.isDead = true;
  }

  private failIf(isDue: boolean): void {
    if (this.isDead) throw new PlantedFault('the process is dead');
    if (!isDue) return;
    this.planted += 1;
    throw new PlantedFault('the commit failed');
  }

  private answer<T>(result: T, fate: 'fails' | 'is-unanswered' | 'succeeds'): T {
    if (fate !== 'is-unanswered' && !this.isDead) return result;
    this.planted += 1;
    throw new PlantedFault('the answer of the commit was lost');
  }

  private draw(): 'fails' | 'is-unanswered' | 'succeeds' {
    // A linear congruential generator: the same seed plants the same faults.
    this.state = (Math.imul(this.state, 1_103_515_245) + 12_345) & 0x7fffffff;
    const number = (this.state >> 8) % 1000;
    if (number < this.failing) return 'fails';
    return number < this.failing + this.unanswered ? 'is-unanswered' : 'succeeds';
  }
}
