import { Injectable } from '@nestjs/common';
import type { Money } from '@app/kernel';
import { UnitOfWork } from '@app/platform';

/** What payments need to know of users, whose table is not billing's. */
@Injectable()
export class PayerRepository {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async username(userId: number): Promise<string> {
    const row = await this.select(userId).select('u.username', 'username').getRawOne<{ username: string }>();
    return row?.username ?? '';
  }

  async balance(userId: number): Promise<Money> {
    const row = await this.select(userId).select('u.balance', 'balance').getRawOne<{ balance: string | number }>();
    return BigInt(row?.balance ?? 0);
  }

  private select(userId: number) {
    return this.unitOfWork.manager.createQueryBuilder().from('users', 'u').where('u.id = :userId', { userId });
  }
}
