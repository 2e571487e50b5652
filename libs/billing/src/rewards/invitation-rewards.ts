import { Injectable } from '@nestjs/common';
import { LogType, type Money } from '@app/kernel';
import { EventBus, OptionStore, UnitOfWork } from '@app/platform';
import { AccountLog } from '../application/account-log';
import { Ledger } from '../ledger.contract';
import { LedgerEntryEntity } from '../persistence/ledger-entry.entity';
import { UserRows, type UserRow } from '../persistence/user-rows';
import { CreditRewards, type Credit } from './credit-rewards';
import { GROUP_SWITCH_ENABLED, NEW_USER_GROUP, REBATE_PERCENT, TOPPED_UP_GROUP } from './reward-options';

@Injectable()
export class InvitationRewards extends CreditRewards {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRows,
    private readonly ledger: Ledger,
    private readonly log: AccountLog,
    private readonly options: OptionStore,
    private readonly events: EventBus,
  ) {
    super();
  }

  afterCredit(credit: Credit): Promise<void> {
    return this.unitOfWork.run(async () => {
      const user = await this.users.find(credit.userId);
      if (user === undefined) return;
      await this.payRebate(user, credit);
      await this.switchGroup(user.id);
    });
  }

  private async payRebate(user: UserRow, { operation, key, amount }: Credit): Promise<void> {
    const rebate = (amount * BigInt(this.options.get(REBATE_PERCENT))) / 100n;
    if (user.inviterId === 0 || user.inviterId === user.id || rebate <= 0n) return;
    const inviter = await this.users.find(user.inviterId);
    if (inviter?.isEnabled !== true) return;
    const outcome = await this.ledger.post({
      userId: inviter.id,
      operation: 'rebate',
      account: 'reward',
      key: `${operation}:${key}`,
      amount: rebate,
    });
    if (outcome !== 'posted') return;
    const text = `邀请用户充值返现 ${this.log.show(rebate)}`;
    await this.log.write({ type: LogType.System, userId: inviter.id, username: inviter.username, text });
  }

  async afterRefund({ operation, key, amount }: Credit, before: Money, now: Money): Promise<void> {
    const given = await this.unitOfWork.manager.findOneBy(LedgerEntryEntity, {
      operation: 'rebate',
      operationKey: `${operation}:${key}`,
    });
    if (given === null || given.amount <= 0n) return;
    const due = (given.amount * now) / amount - (given.amount * before) / amount;
    await this.users.lock([given.userId]);
    const inviter = await this.users.find(given.userId);
    const taken = inviter === undefined || inviter.reward < 0n ? 0n : inviter.reward < due ? inviter.reward : due;
    if (inviter === undefined || taken <= 0n) return;
    const outcome = await this.ledger.post({
      userId: inviter.id,
      operation: 'rebate',
      account: 'reward',
      key: `${operation}:${key}:${now}`,
      amount: -taken,
      floor: 0n,
    });
    if (outcome !== 'posted') return;
    const text = `邀请用户退款，扣回返现 ${this.log.show(taken)}`;
    await this.log.write({ type: LogType.System, userId: inviter.id, username: inviter.username, text });
  }

  private async switchGroup(userId: number): Promise<void> {
    const from = this.options.get(NEW_USER_GROUP);
    const to = this.options.get(TOPPED_UP_GROUP);
    if (!this.options.get(GROUP_SWITCH_ENABLED) || from === to) return;
    if (await this.users.moveGroup(userId, from, to)) {
      this.unitOfWork.afterCommit(() => this.events.publish('user.changed', { userId }));
    }
  }
}
