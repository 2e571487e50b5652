import { Injectable } from '@nestjs/common';
import { UnitOfWork, type Paging } from '@app/platform';
import { containing } from '../persistence/like-pattern';
import { UserRows, type UserRow } from '../persistence/user-rows';
import { WithdrawalOrderEntity } from '../persistence/withdrawal-order.entity';
import { WithdrawalStatus } from './withdrawal-status';

export interface WithdrawalFilter {
  userId?: number;
  /** Parts of the text. */
  userName?: string;
  orderNumber?: string;
  status?: WithdrawalStatus;
  /** Unix seconds, inclusive. */
  startTimestamp?: number;
  endTimestamp?: number;
}

/** Lists of withdrawal orders, newest first. */
@Injectable()
export class WithdrawalQuery {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRows,
  ) {}

  async list(filter: WithdrawalFilter, paging: Paging): Promise<{ rows: WithdrawalOrderEntity[]; total: number }> {
    const query = this.unitOfWork.manager.createQueryBuilder(WithdrawalOrderEntity, 'o');
    const { userId, userName, orderNumber, status, startTimestamp, endTimestamp } = filter;
    if (userId !== undefined) query.andWhere('o.userId = :userId', { userId });
    if (userName) query.andWhere("LOWER(o.userName) LIKE :userName ESCAPE '!'", { userName: containing(userName) });
    if (orderNumber) query.andWhere("o.orderNumber LIKE :number ESCAPE '!'", { number: containing(orderNumber) });
    if (status !== undefined) query.andWhere('o.status = :status', { status });
    if (startTimestamp !== undefined) query.andWhere('o.createdAt >= :from', { from: startTimestamp });
    if (endTimestamp !== undefined) query.andWhere('o.createdAt <= :to', { to: endTimestamp });
    const [rows, total] = await query.orderBy('o.id', 'DESC').skip(paging.skip).take(paging.take).getManyAndCount();
    return { rows, total };
  }

  /** The users of the orders, those who still exist. */
  ownersOf(rows: readonly WithdrawalOrderEntity[]): Promise<Map<number, UserRow>> {
    return this.users.findMany(rows.map((row) => row.userId));
  }

  countPending(): Promise<number> {
    return this.unitOfWork.manager.countBy(WithdrawalOrderEntity, { status: WithdrawalStatus.Pending });
  }
}
