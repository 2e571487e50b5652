import { Injectable } from '@nestjs/common';
import { Clock, LogType, type Money } from '@app/kernel';
import { OptionStore, UnitOfWork } from '@app/platform';
import { Not } from 'typeorm';
import { AccountLog } from '../application/account-log';
import type { Actor } from '../application/actor';
import { Ledger } from '../ledger.contract';
import { RedemptionEntity } from '../persistence/redemption.entity';
import { UserRows } from '../persistence/user-rows';
import { CreditRewards } from '../rewards/credit-rewards';
import { REDEMPTION_DAYS } from '../rewards/reward-options';
import { hashRedemptionKey } from './redemption-key';
import { RedemptionStatus } from './redemption-status';

export type RedeemOutcome =
  { kind: 'redeemed'; amount: Money } | { kind: 'unknown' | 'used' | 'not-yet' | 'over' | 'limit-reached' };

const SECONDS_PER_DAY = 86_400;

/** Turns a redemption code into money. */
@Injectable()
export class Redeeming {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRows,
    private readonly ledger: Ledger,
    private readonly rewards: CreditRewards,
    private readonly log: AccountLog,
    private readonly options: OptionStore,
    private readonly clock: Clock,
  ) {}

  async redeem(user: Actor, key: string): Promise<RedeemOutcome> {
    const code = await this.unitOfWork.manager.findOneBy(RedemptionEntity, { keyHash: hashRedemptionKey(key) });
    if (code === null) return { kind: 'unknown' };
    const now = this.clock.seconds();
    if (code.status !== RedemptionStatus.Enabled) return { kind: 'used' };
    if (code.startsAt > now) return { kind: 'not-yet' };
    if (code.endsAt !== 0 && code.endsAt <= now) return { kind: 'over' };
    const inviterId = (await this.users.find(user.userId))?.inviterId ?? 0;
    return this.unitOfWork.run(async () => {
      await this.users.lock(inviterId === 0 ? [user.userId] : [user.userId, inviterId]);
      if (await this.isLimitReached(user.userId, code)) return { kind: 'limit-reached' };
      if (!(await this.take(user.userId, code, now))) return { kind: 'used' };
      return this.credit(user, code, now);
    });
  }

  /** The user's row is locked, so his own parallel calls are counted. */
  private async isLimitReached(userId: number, { id, batchId, perUserLimit }: RedemptionEntity): Promise<boolean> {
    if (perUserLimit === 0) return false;
    const where = { batchId, usedUserId: userId, id: Not(id) };
    return (await this.unitOfWork.manager.countBy(RedemptionEntity, where)) >= perUserLimit;
  }

  /** Of however many at once, one gets the code; terms that an admin changed meanwhile make it nobody's. */
  private async take(userId: number, code: RedemptionEntity, now: number): Promise<boolean> {
    const { id, amount, startsAt, endsAt } = code;
    const { affected } = await this.unitOfWork.manager.update(
      RedemptionEntity,
      { id, amount, startsAt, endsAt, status: RedemptionStatus.Enabled },
      { status: RedemptionStatus.Used, redeemedTime: now, usedUserId: userId },
    );
    return affected === 1;
  }

  private async credit(user: Actor, { id, amount }: RedemptionEntity, now: number): Promise<RedeemOutcome> {
    const { userId, username, ip } = user;
    const days = this.options.get(REDEMPTION_DAYS);
    const endsAt = days < 0 ? null : now + days * SECONDS_PER_DAY;
    const credit = { userId, operation: 'redemption', key: String(id), amount } as const;
    const outcome = await this.ledger.post({ ...credit, lot: { endsAt } });
    // The code of an id that was credited before: somebody opened it again past this program.
    if (outcome !== 'posted') return { kind: 'used' };
    const text = `通过兑换码充值 ${this.log.show(amount)}`;
    await this.log.write({ type: LogType.TopUp, userId, username, ip, text, amount });
    await this.rewards.afterCredit(credit);
    return { kind: 'redeemed', amount };
  }
}
