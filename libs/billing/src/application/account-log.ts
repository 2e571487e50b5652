import { Injectable } from '@nestjs/common';
import { Clock, type LogType, type Money } from '@app/kernel';
import { LogDataSource, OptionStore, SystemOptions, UnitOfWork } from '@app/platform';
import { showAmount } from '../domain/show-amount';
import { LogEntity } from '../persistence/log.entity';
import { toLogRow } from './settlement';
import { SettlementQueue } from './settlement-queue';

/** Something that happened to an account, other than a call. */
export interface AccountRecord {
  type: LogType.TopUp | LogType.Manage | LogType.System;
  /** The account the row belongs to. */
  userId: number;
  username: string;
  /** The row's text, shown to people as it is. */
  text: string;
  /** Only of real top-ups: everything else would count as one in charts. */
  amount?: Money;
  ip?: string;
  /** Who did it, when that is not the account itself. */
  actorId?: number;
}

/**
 * Log rows of money that moves. They are part of the running transaction, so that there is never one without the other;
 * where logs have a database of their own they follow the commit.
 */
@Injectable()
export class AccountLog {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly logs: LogDataSource,
    private readonly queue: SettlementQueue,
    private readonly options: OptionStore,
    private readonly clock: Clock,
  ) {}

  async write(record: AccountRecord): Promise<void> {
    const { type, userId, amount = 0n, ip = '', actorId } = record;
    const createdAt = this.clock.seconds();
    const username = record.username.slice(0, 64);
    const by = actorId === undefined || actorId === userId ? '' : ` (by #${actorId})`;
    const text = record.text + by;
    if (this.logs.isSeparate) {
      const row = {
        user_id: userId,
        created_at: createdAt,
        type,
        username,
        multiplier: text,
        amount: String(amount),
        ip,
      };
      this.unitOfWork.afterCommit(() => this.queue.addLog(toLogRow(row)));
      return;
    }
    const flags = { isStream: false, isEstimated: false };
    await this.unitOfWork.manager.insert(LogEntity, {
      userId,
      createdAt,
      type,
      username,
      multiplier: text,
      amount,
      ip,
      ...flags,
    });
  }

  /** An amount as the texts of log rows show it. */
  show(amount: Money): string {
    return showAmount(amount, {
      quotaPerUnit: this.options.get(SystemOptions.QuotaPerUnit),
      isInCurrency: this.options.get(SystemOptions.DisplayInCurrencyEnabled),
    });
  }
}
