import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, LogType, type Money } from '@app/kernel';
import { UnitOfWork } from '@app/platform';
import { Between, In } from 'typeorm';
import { AccountLog } from '../application/account-log';
import type { Actor } from '../application/actor';
import { idempotencyKeyReused, RepeatedMovements } from '../application/repeated-movements';
import { Ledger } from '../ledger.contract';
import { WithdrawalOrderEntity } from '../persistence/withdrawal-order.entity';
import { RewardTransfers, type RewardOutcome } from './reward-transfers';
import { statusesBefore, WithdrawalStatus } from './withdrawal-status';

export type DecisionOutcome = 'done' | 'not-found' | { refusedIn: WithdrawalStatus };

const STATUS_TEXTS: Readonly<Record<WithdrawalStatus, string>> = {
  [WithdrawalStatus.Pending]: '待处理',
  [WithdrawalStatus.Approved]: '已批准',
  [WithdrawalStatus.Rejected]: '已拒绝',
  [WithdrawalStatus.Processed]: '已处理',
};

/** Orders to pay a reward out. The money is paid outside of this system; here it is taken, and given back when refused. */
@Injectable()
export class Withdrawals {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: Ledger,
    private readonly repeated: RepeatedMovements,
    private readonly transfers: RewardTransfers,
    private readonly log: AccountLog,
    private readonly clock: Clock,
  ) {}

  /** Makes a pending order and takes its amount from the reward at once; once per key, a repeat of the same is 'done' without effect. */
  request(owner: Actor, amount: Money, alipayAccount: string, key: string): Promise<RewardOutcome> {
    if (amount < this.transfers.leastAmount()) return Promise.resolve('below-minimum');
    return this.unitOfWork.run(async () => {
      const { userId, username, ip } = owner;
      const movement = { userId, operation: 'withdrawal', account: 'reward', key, amount: -amount } as const;
      const outcome = await this.ledger.post({ ...movement, floor: 0n });
      if (outcome === 'insufficient') return outcome;
      if (outcome === 'repeated') {
        await this.requireSame(key, { userId, amount, alipayAccount });
        return 'done';
      }
      const now = this.clock.seconds();
      const orderNumber = createOrderNumber(now);
      const times = { createdAt: now, updatedAt: now };
      const order = { userId, userName: username, orderNumber, amount, alipayAccount, ...times };
      await this.unitOfWork.manager.insert(WithdrawalOrderEntity, order);
      const text = `申请提现 ${this.log.show(amount)}，订单号 ${orderNumber}`;
      await this.log.write({ type: LogType.System, userId, username, ip, text });
      return 'done';
    });
  }

  /** The ledger knows the amount only; the order made with it knows where the money shall go. */
  private async requireSame(
    key: string,
    wish: Pick<WithdrawalOrderEntity, 'userId' | 'amount' | 'alipayAccount'>,
  ): Promise<void> {
    const { createdAt } = await this.repeated.requireSame('withdrawal', key, -wish.amount);
    const times = { createdAt: Between(createdAt, createdAt + 1) };
    const isSame = await this.unitOfWork.manager.existsBy(WithdrawalOrderEntity, { ...wish, ...times });
    if (!isSame) throw idempotencyKeyReused();
  }

  /** One step of the order, by an admin. Rejecting gives the amount back, once. */
  decide(
    admin: Actor,
    orderId: number,
    status: WithdrawalStatus,
    comment: string | undefined,
  ): Promise<DecisionOutcome> {
    return this.unitOfWork.run(async () => {
      const { manager } = this.unitOfWork;
      const now = this.clock.seconds();
      const step = { status, processedAt: now, processorId: admin.userId, updatedAt: now };
      const changes = comment === undefined ? step : { ...step, comment };
      const where = { id: orderId, status: In(statusesBefore(status)) };
      const { affected } = await manager.update(WithdrawalOrderEntity, where, changes);
      const order = await manager.findOneBy(WithdrawalOrderEntity, { id: orderId });
      if (order === null) return 'not-found';
      if (affected === 0) return { refusedIn: order.status };
      if (status === WithdrawalStatus.Rejected) await this.giveBack(order);
      await this.record(admin, order);
      return 'done';
    });
  }

  private async giveBack({ id, userId, amount }: WithdrawalOrderEntity): Promise<void> {
    const movement = { userId, operation: 'withdrawal-return', account: 'reward', key: String(id), amount } as const;
    const outcome = await this.ledger.post(movement);
    // The step above succeeds once, so this one must: else the order would say what the ledger does not.
    if (outcome !== 'posted') throw new Error(`withdrawal order ${id} cannot be given back: ${outcome}`);
  }

  private async record(admin: Actor, order: WithdrawalOrderEntity): Promise<void> {
    const { userId, userName: username, orderNumber, amount, status } = order;
    const text = `提现订单 ${orderNumber}（${this.log.show(amount)}）${STATUS_TEXTS[status]}`;
    await this.log.write({ type: LogType.Manage, userId, username, text, ip: admin.ip, actorId: admin.userId });
  }
}

/** The time and ten random digits: orders of one second do not meet. */
function createOrderNumber(nowSeconds: number): string {
  return `${nowSeconds}${String(randomInt(10_000_000_000)).padStart(10, '0')}`;
}
