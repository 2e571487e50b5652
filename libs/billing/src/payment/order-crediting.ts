import { Injectable } from '@nestjs/common';
import { Clock, LogType, moneyToUsd } from '@app/kernel';
import { EventBus, UnitOfWork } from '@app/platform';
import { AccountLog } from '../application/account-log';
import { Ledger } from '../ledger.contract';
import type { PaymentOrderEntity } from '../persistence/payment-order.entity';
import { PaymentOrderRepository } from '../persistence/payment-order.repository';
import { PaymentTimeline } from '../persistence/payment-timeline';
import { UserRows } from '../persistence/user-rows';
import { WalletRepository } from '../persistence/wallet.repository';
import { CreditRewards } from '../rewards/credit-rewards';
import { amountText } from './top-up-price';

const DAY_SECONDS = 86_400;

export interface Payment {
  reference: string | undefined;
  /** How we know, for staff. */
  evidence: string;
  callbackId: number | null;
}

/** Turns a payment into a credit: order, ledger, lot, log row and rewards in one transaction, once however often it is told. */
@Injectable()
export class OrderCrediting {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly orders: PaymentOrderRepository,
    private readonly timeline: PaymentTimeline,
    private readonly ledger: Ledger,
    private readonly users: UserRows,
    private readonly wallets: WalletRepository,
    private readonly log: AccountLog,
    private readonly rewards: CreditRewards,
    private readonly events: EventBus,
    private readonly clock: Clock,
  ) {}

  /** False when the order was paid before; nothing happens then. */
  credit(order: PaymentOrderEntity, { reference, evidence, callbackId }: Payment): Promise<boolean> {
    return this.unitOfWork.run(async () => {
      const now = this.clock.seconds();
      const changes = { paidAt: now, nextQueryAt: null, ...(reference === undefined ? {} : { reference }) };
      // First of all: it takes the order's row lock, so that of many at once all but one end here.
      if (!(await this.orders.step(order.id, 'paid', changes))) return false;
      await this.post(order, now);
      await this.timeline.note(order.id, 'paid', evidence, callbackId);
      this.unitOfWork.afterCommit(() => this.tell(order));
      return true;
    });
  }

  private async post(order: PaymentOrderEntity, now: number): Promise<void> {
    const { userId, tradeNo, credit, validity } = order;
    const user = await this.lockUsers(userId);
    const endsAt = validity === '-1' ? null : now + Number(validity) * DAY_SECONDS;
    const movement = { userId, operation: 'top-up', key: tradeNo, amount: credit, lot: { endsAt } } as const;
    const outcome = await this.ledger.post(movement);
    if (outcome !== 'posted') throw new Error(`the ledger answers ${outcome} for the unpaid order ${tradeNo}`);
    await this.log.write({
      type: LogType.TopUp,
      userId,
      username: user.username,
      amount: credit,
      text: `在线充值成功，充值: ${this.log.show(credit)}，支付金额：${priceOf(order)}`,
    });
    await this.rewards.afterCredit({ userId, amount: credit, operation: 'top-up', key: tradeNo });
  }

  /**
   * Both whose money this moves, in the order in which everybody locks them. A payer whose account was deleted meanwhile is
   * credited like others: his money came, and only a credited order can be refunded.
   */
  private async lockUsers(userId: number): Promise<{ username: string }> {
    const inviterId = (await this.users.find(userId))?.inviterId ?? 0;
    await this.users.lock(inviterId === 0 ? [userId] : [userId, inviterId]);
    return this.wallets.read(userId);
  }

  private tell(order: PaymentOrderEntity): void {
    const { userId, tradeNo, credit } = order;
    const quota = this.log.show(credit);
    this.events.publish('operator.noticed', {
      code: `payment_received:${tradeNo}`,
      text: {
        zh: `充值成功通知: 用户「${userId}」充值：${quota}，支付金额：${priceOf(order)}`,
        en: `Payment received: user ${userId} bought ${moneyToUsd(credit)} USD for ${priceOf(order)} ${order.currency}`,
      },
    });
  }
}

export function priceOf({ priceMinor, currency }: PaymentOrderEntity): string {
  return amountText({ minor: priceMinor, currency });
}
