import { Injectable } from '@nestjs/common';
import { balanceToQuota, LogType, type Money } from '@app/kernel';
import { OptionStore, SystemOptions, UnitOfWork } from '@app/platform';
import { Ledger } from '../ledger.contract';
import { UserRows } from '../persistence/user-rows';
import { AccountLog } from './account-log';
import { outranks, type Actor } from './actor';
import { LeaseRecall } from './leases/lease-recall';
import { idempotencyKeyReused, RepeatedMovements } from './repeated-movements';

export type BalanceWish =
  | { kind: 'add'; amount: Money }
  /** `seenQuota`: the balance that the admin saw, as quota. */
  | { kind: 'set'; to: Money; seenQuota: number };

export type AdjustmentOutcome =
  | { kind: 'done'; balance: Money }
  | { kind: 'not-found' }
  | { kind: 'rank-too-low' }
  /** The balance is not what the admin saw. */
  | { kind: 'changed-meanwhile'; balance: Money }
  /** More would be taken than there is. */
  | { kind: 'insufficient'; balance: Money };

/** Changes of a balance by an admin: each is one ledger entry and one log row of the account. */
@Injectable()
export class BalanceAdjustments {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRows,
    private readonly ledger: Ledger,
    private readonly repeated: RepeatedMovements,
    private readonly log: AccountLog,
    private readonly options: OptionStore,
    private readonly recall: LeaseRecall,
  ) {}

  /** Once per key; a repeat tells the balance as it is. */
  async adjust(admin: Actor, userId: number, wish: BalanceWish, note: string, key: string): Promise<AdjustmentOutcome> {
    if (wish.kind === 'set' || wish.amount < 0n) await this.recall.ofUser(userId);
    return this.unitOfWork.run(async () => {
      // Nobody spends between the look at the balance and the change: settlements update the same row.
      await this.users.lock([userId]);
      const user = await this.users.find(userId);
      if (user === undefined) return { kind: 'not-found' };
      if (!outranks(admin, user)) return { kind: 'rank-too-low' };
      const { balance } = user;
      const earlier = await this.repeated.amountOf('adjustment', key);
      if (earlier !== undefined) {
        if (!this.isSame(wish, earlier)) throw idempotencyKeyReused();
        return { kind: 'done', balance };
      }
      if (wish.kind === 'set' && wish.seenQuota !== this.toQuota(balance))
        return { kind: 'changed-meanwhile', balance };
      const amount = wish.kind === 'add' ? wish.amount : wish.to - balance;
      if (amount === 0n) return { kind: 'done', balance };
      const outcome = await this.ledger.post({
        userId,
        operation: 'adjustment',
        key,
        amount,
        ...(amount < 0n ? { floor: 0n } : {}),
      });
      if (outcome === 'insufficient') return { kind: 'insufficient', balance };
      if (outcome !== 'posted') throw new Error(`the ledger answers ${outcome} for the new key ${key}`);
      const after = balance + amount;
      const text = `管理员将用户额度从 ${this.log.show(balance)}修改为 ${this.log.show(after)}${note === '' ? '' : `：${note}`}`;
      const { username } = user;
      await this.log.write({ type: LogType.Manage, userId, username, text, ip: admin.ip, actorId: admin.userId });
      return { kind: 'done', balance: after };
    });
  }

  /** Of a `set` the balance before it is what tells it from another one. */
  private isSame(wish: BalanceWish, moved: Money): boolean {
    return wish.kind === 'add' ? wish.amount === moved : wish.seenQuota === this.toQuota(wish.to - moved);
  }

  private toQuota(balance: Money): number {
    return balanceToQuota(balance, this.options.get(SystemOptions.QuotaPerUnit));
  }
}
