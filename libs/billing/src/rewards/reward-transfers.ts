import { Injectable } from '@nestjs/common';
import { LogType, quotaToMoney, type Money } from '@app/kernel';
import { OptionStore, UnitOfWork } from '@app/platform';
import { AccountLog } from '../application/account-log';
import type { Actor } from '../application/actor';
import { RepeatedMovements } from '../application/repeated-movements';
import { Ledger } from '../ledger.contract';
import { LEAST_REWARD_UNITS } from './reward-options';

export type RewardOutcome = 'done' | 'below-minimum' | 'insufficient';

/** Moves a user's reward to his balance. */
@Injectable()
export class RewardTransfers {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: Ledger,
    private readonly repeated: RepeatedMovements,
    private readonly log: AccountLog,
    private readonly options: OptionStore,
  ) {}

  /** Once per key; a repeat is 'done' without effect. */
  transfer(owner: Actor, amount: Money, key: string): Promise<RewardOutcome> {
    if (amount < this.leastAmount()) return Promise.resolve('below-minimum');
    return this.unitOfWork.run(async () => {
      const { userId, username, ip } = owner;
      const movement = { userId, operation: 'transfer', account: 'wallet', counter: 'reward', key, amount } as const;
      const outcome = await this.ledger.post({ ...movement, floor: 0n });
      if (outcome === 'insufficient') return outcome;
      if (outcome === 'repeated') {
        await this.repeated.requireSame('transfer', key, amount);
        return 'done';
      }
      const text = `邀请额度划转到余额 ${this.log.show(amount)}`;
      await this.log.write({ type: LogType.System, userId, username, ip, text });
      return 'done';
    });
  }

  /** Option MiniQuota, for transfers and withdrawals. */
  leastAmount(): Money {
    // One unit is one dollar, so the "quota" of this conversion are units.
    return quotaToMoney(this.options.get(LEAST_REWARD_UNITS), 1);
  }
}
