import { Injectable } from '@nestjs/common';
import { LogType, quotaToMoney, RegistrationGifts, type Money } from '@app/kernel';
import { OptionStore, SystemOptions, UnitOfWork, type OptionDefinition } from '@app/platform';
import { AccountLog } from '../application/account-log';
import { Ledger } from '../ledger.contract';
import { UserRows, type UserRow } from '../persistence/user-rows';
import { QUOTA_FOR_INVITEE, QUOTA_FOR_INVITER, QUOTA_FOR_NEW_USER } from './reward-options';

interface Gift {
  key: string;
  option: OptionDefinition<number>;
  account: 'wallet' | 'reward';
  text: string;
}

@Injectable()
export class RegistrationGiftsService extends RegistrationGifts {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRows,
    private readonly ledger: Ledger,
    private readonly log: AccountLog,
    private readonly options: OptionStore,
  ) {
    super();
  }

  welcome({ userId, inviterId }: { userId: number; inviterId: number }): Promise<void> {
    return this.unitOfWork.run(async () => {
      const user = await this.users.find(userId);
      if (user === undefined) throw new Error(`user ${userId} is to be welcomed but does not exist`);
      const newUser: Gift = { key: 'new', option: QUOTA_FOR_NEW_USER, account: 'wallet', text: '新用户注册赠送' };
      await this.give(user, userId, newUser);
      const inviter = inviterId === 0 || inviterId === userId ? undefined : await this.users.find(inviterId);
      if (inviter?.isEnabled !== true) return;
      const invitee: Gift = { key: 'invitee', option: QUOTA_FOR_INVITEE, account: 'wallet', text: '使用邀请码赠送' };
      const invitation: Gift = { key: 'inviter', option: QUOTA_FOR_INVITER, account: 'reward', text: '邀请用户赠送' };
      await this.give(user, userId, invitee);
      await this.users.countInvited(inviter.id, await this.give(inviter, userId, invitation));
    });
  }

  /** `arrivalId`: the new user, for whose arrival each gift is given once. Returns what was given. */
  private async give(to: UserRow, arrivalId: number, { key, option, account, text }: Gift): Promise<Money> {
    const amount: Money = quotaToMoney(this.options.get(option), this.options.get(SystemOptions.QuotaPerUnit));
    if (amount === 0n) return 0n;
    const outcome = await this.ledger.post({
      userId: to.id,
      operation: 'gift',
      account,
      key: `${key}:${arrivalId}`,
      amount,
    });
    if (outcome !== 'posted') return 0n;
    const shown = `${text} ${this.log.show(amount)}`;
    await this.log.write({ type: LogType.System, userId: to.id, username: to.username, text: shown });
    return amount;
  }
}
