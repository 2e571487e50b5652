import { Injectable } from '@nestjs/common';
import { Clock, type LogType, type Money } from '@app/kernel';
import { LogDataSource, UnitOfWork } from '@app/platform';
import { LogEntity } from '../persistence/log.entity';
import { SettlementQueue } from './settlement-queue';
import { toLogRow } from './settlement';

/** Something that moved a user's money and was no call. */
export interface MoneyLogRow {
  type: LogType;
  userId: number;
  username: string;
  amount: Money;
  /** The row's text, shown to people as it is. */
  text: string;
}

/** Log rows that belong to the running transaction: with it they are written, or not. */
@Injectable()
export class MoneyLog {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly logs: LogDataSource,
    private readonly queue: SettlementQueue,
    private readonly clock: Clock,
  ) {}

  async write({ type, userId, username, amount, text }: MoneyLogRow): Promise<void> {
    const createdAt = this.clock.seconds();
    const name = username.slice(0, 64);
    if (this.logs.isSeparate) {
      // Two databases have no transaction in common.
      const row = toLogRow({
        ...{ user_id: userId, created_at: createdAt, type, username: name },
        ...{ amount: amount.toString(), multiplier: text },
      });
      this.unitOfWork.afterCommit(() => this.queue.addLog(row));
      return;
    }
    const flags = { isStream: false, isEstimated: false };
    await this.unitOfWork.manager.insert(LogEntity, {
      userId,
      createdAt,
      type,
      username: name,
      amount,
      multiplier: text,
      ...flags,
    });
  }
}
