import { Injectable } from '@nestjs/common';
import { MainDataSource } from '@app/platform';
import type { SelectQueryBuilder } from 'typeorm';
import { LedgerEntryEntity } from '../persistence/ledger-entry.entity';
import type { StatementPeriod } from './statement-period';
import { balancesAfter, type UserBalances } from './user-balances';

const ROWS_PER_PAGE = 500;

/** A user's ledger entries by time, then by the order they were written in. */
@Injectable()
export class LedgerPages {
  constructor(private readonly main: MainDataSource) {}

  /** The entries of the period, a page at a time: each begins where the last one ended, however many there are. */
  async *read(userId: number, period: StatementPeriod, operation?: string): AsyncGenerator<LedgerEntryEntity[]> {
    let after: LedgerEntryEntity | undefined;
    do {
      const page: LedgerEntryEntity[] = await this.page(userId, period, operation, after);
      if (page.length > 0) yield page;
      after = page.length < ROWS_PER_PAGE ? undefined : page.at(-1);
    } while (after !== undefined);
  }

  /** What the user's entries before the time add up to. */
  async balancesAt(userId: number, time: number): Promise<UserBalances> {
    const sums = await this.ofUser(userId)
      .select('entry.account', 'account')
      .addSelect('entry.counter', 'counter')
      .addSelect('SUM(entry.amount)', 'sum')
      .andWhere('entry.createdAt < :time', { time })
      .groupBy('entry.account')
      .addGroupBy('entry.counter')
      .getRawMany<{ account: string; counter: string; sum: string | number }>();
    return sums.reduce<UserBalances>(
      (balances, { account, counter, sum }) => balancesAfter(balances, { account, counter, amount: BigInt(sum) }),
      { wallet: 0n, reward: 0n },
    );
  }

  private page(
    userId: number,
    { from, to }: StatementPeriod,
    operation: string | undefined,
    after: LedgerEntryEntity | undefined,
  ): Promise<LedgerEntryEntity[]> {
    const query = this.ofUser(userId).andWhere('entry.createdAt < :to', { to });
    if (after === undefined) query.andWhere('entry.createdAt >= :from', { from });
    else {
      query
        .andWhere('entry.createdAt >= :time', { time: after.createdAt })
        .andWhere('(entry.createdAt > :time OR entry.id > :id)', { id: after.id });
    }
    if (operation !== undefined) query.andWhere('entry.operation = :operation', { operation });
    return query.orderBy('entry.createdAt').addOrderBy('entry.id').limit(ROWS_PER_PAGE).getMany();
  }

  private ofUser(userId: number): SelectQueryBuilder<LedgerEntryEntity> {
    return (
      this.main.dataSource.manager
        .createQueryBuilder(LedgerEntryEntity, 'entry')
        .where('entry.userId = :userId', { userId })
        // What a token may spend is no money of its owner's.
        .andWhere('entry.account <> :allowance', { allowance: 'allowance' })
    );
  }
}
