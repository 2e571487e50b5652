import { Injectable } from '@nestjs/common';
import { Clock } from '@app/kernel';
import { EventBus, UnitOfWork } from '@app/platform';
import { Ledger, type LedgerDifference, type LedgerMovement, type PostOutcome } from '../billing.contract';
import { LedgerEntryEntity } from '../persistence/ledger-entry.entity';

@Injectable()
export class LedgerService extends Ledger {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly events: EventBus,
  ) {
    super();
  }

  post(movement: LedgerMovement): Promise<PostOutcome> {
    const { userId, operation, key, amount } = movement;
    return this.unitOfWork.run<PostOutcome>(async () => {
      const { manager } = this.unitOfWork;
      // Takes the user's row lock on every engine, so that of two at once the second sees what the first wrote.
      await manager.createQueryBuilder().update('users').set({ balance: () => 'balance' }).where({ id: userId }).execute();
      if (await manager.existsBy(LedgerEntryEntity, { operation, operationKey: key })) return 'repeated';
      await manager.insert(LedgerEntryEntity, { userId, operation, operationKey: key, amount, createdAt: this.clock.seconds() });
      await manager
        .createQueryBuilder()
        .update('users')
        .set({ balance: () => 'balance + :amount' })
        .where('id = :userId')
        .setParameters({ amount: amount.toString(), userId })
        .execute();
      this.unitOfWork.afterCommit(() => this.events.publish('wallet.changed', { userId }));
      return 'posted';
    });
  }

  async verify(): Promise<LedgerDifference[]> {
    const rows: { id: number; balance: string; entries: string | null }[] = await this.unitOfWork.manager.query(
      `SELECT u.id AS id, u.balance AS balance, SUM(e.amount) AS entries
       FROM users u LEFT JOIN ledger_entries e ON e.user_id = u.id
       GROUP BY u.id, u.balance HAVING u.balance <> COALESCE(SUM(e.amount), 0)`,
    );
    return rows.map((row) => ({ userId: Number(row.id), balance: BigInt(row.balance), entries: BigInt(row.entries ?? 0) }));
  }
}
