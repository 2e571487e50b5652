import { Injectable } from '@nestjs/common';
import type { Money, Role } from '@app/kernel';
import { UnitOfWork } from '@app/platform';

/** What billing has to know of a user. */
export interface UserRow {
  id: number;
  username: string;
  role: Role;
  isEnabled: boolean;
  group: string;
  /** 0 = nobody invited him. */
  inviterId: number;
  balance: Money;
  reward: Money;
  /** All rewards there ever were. */
  rewardHistory: Money;
}

type RawRow = Record<'id' | 'role' | 'status' | 'inviterId' | 'balance' | 'reward' | 'rewardHistory', string | number> &
  Record<'username' | 'userGroup', string>;

const ENABLED = 1;

/** Billing's access to the table of users, by the property names of its entity. Deleted users do not exist here. */
@Injectable()
export class UserRows {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async find(id: number): Promise<UserRow | undefined> {
    return (await this.findMany([id])).get(id);
  }

  async findMany(ids: readonly number[]): Promise<Map<number, UserRow>> {
    if (ids.length === 0) return new Map();
    const rows: RawRow[] = await this.unitOfWork.manager
      .createQueryBuilder()
      .select('u.id', 'id')
      .addSelect('u.username', 'username')
      .addSelect('u.role', 'role')
      .addSelect('u.status', 'status')
      .addSelect('u.group', 'userGroup')
      .addSelect('u.inviterId', 'inviterId')
      .addSelect('u.balance', 'balance')
      .addSelect('u.affQuota', 'reward')
      .addSelect('u.affHistory', 'rewardHistory')
      .from('users', 'u')
      .where('u.id IN (:...ids)', { ids: [...new Set(ids)] })
      .andWhere('u.deletedAt IS NULL')
      .getRawMany();
    return new Map(rows.map((row) => [Number(row.id), toUserRow(row)]));
  }

  /**
   * Locks the rows until the transaction ends, in the order of their ids like settlement groups do: who locks several users
   * in another order may block a group that locks this one's next. Read what must be current after this, not before.
   */
  async lock(ids: readonly number[]): Promise<void> {
    for (const id of [...new Set(ids)].sort((a, b) => a - b)) {
      await this.unitOfWork.manager
        .createQueryBuilder()
        .update('users')
        .set({ balance: () => 'balance' })
        .where({ id })
        .execute();
    }
  }

  /** One more user invited, and the reward for him in the sum of all rewards. */
  async countInvited(inviterId: number, reward: Money): Promise<void> {
    await this.unitOfWork.manager
      .createQueryBuilder()
      .update('users')
      .set({ affCount: () => 'aff_count + 1', affHistory: () => `aff_history + ${reward}` })
      .where({ id: inviterId })
      .execute();
  }

  /** False when the user is in another group than `from`; nothing happens then. */
  async moveGroup(id: number, from: string, to: string): Promise<boolean> {
    const { affected } = await this.unitOfWork.manager
      .createQueryBuilder()
      .update('users')
      .set({ group: to })
      .where({ id, group: from })
      .execute();
    return affected !== 0;
  }
}

function toUserRow(row: RawRow): UserRow {
  return {
    id: Number(row.id),
    username: row.username,
    role: Number(row.role),
    isEnabled: Number(row.status) === ENABLED,
    group: row.userGroup,
    inviterId: Number(row.inviterId),
    balance: BigInt(row.balance),
    reward: BigInt(row.reward),
    rewardHistory: BigInt(row.rewardHistory),
  };
}
