import { Injectable } from '@nestjs/common';
import { MainDataSource, OptionStore, SystemOptions } from '@app/platform';
import { userNotFound } from '../application/user-not-found';
import { LedgerLines } from './ledger-lines';
import type { Statement, StatementHead, StatementKind } from './statement';
import type { StatementPeriod } from './statement-period';
import { UsageLines } from './usage-lines';

/** Statements of a user's calls and movements; their lines are read while they are written out. */
@Injectable()
export class StatementsService {
  constructor(
    private readonly usage: UsageLines,
    private readonly ledger: LedgerLines,
    private readonly main: MainDataSource,
    private readonly options: OptionStore,
  ) {}

  /** Throws `user.not_found` (404). */
  async open(kind: StatementKind, userId: number, period: StatementPeriod): Promise<Statement> {
    if (!(await this.isUser(userId))) throw userNotFound();
    const head: StatementHead = { userId, period, quotaPerUnit: this.options.get(SystemOptions.QuotaPerUnit) };
    if (kind === 'usage') return { kind, head, lines: this.usage.read(userId, period) };
    const opening = await this.ledger.openingBalances(userId, period);
    return { kind, head, opening, lines: this.ledger.read(userId, period, opening) };
  }

  private async isUser(id: number): Promise<boolean> {
    const { manager } = this.main.dataSource;
    const row = await manager
      .createQueryBuilder()
      .select('t.id', 'id')
      .from('users', 't')
      .where('t.id = :id', { id })
      .getRawOne<object>();
    return row !== undefined;
  }
}
