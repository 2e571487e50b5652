import { Injectable } from '@nestjs/common';
import { LogType, moneyToUsd } from '@app/kernel';
import { EventBus, UnitOfWork } from '@app/platform';
import { AccountLog } from '../application/account-log';
import { LeaseRecall } from '../application/leases/lease-recall';
import { Ledger } from '../ledger.contract';
import type { PaymentOrderEntity } from '../persistence/payment-order.entity';
import { PaymentOrderRepository } from '../persistence/payment-order.repository';
import { PaymentTimeline } from '../persistence/payment-timeline';
import { UserRows } from '../persistence/user-rows';
import { WalletRepository } from '../persistence/wallet.repository';
import { CreditRewards } from '../rewards/credit-rewards';
import { amountText } from './top-up-price';

export interface Refund {
  /** Smallest unit: all that was paid back so far, or one repayment by itself. */
  returned: { kind: 'in-all' | 'repayment'; minor: bigint };
  /** The repayment's name at the provider; counts once. */
  number: string | undefined;
  /** How we know, for staff. */
  evidence: string;
  callbackId: number | null;
}

/** Takes back what a refunded order had credited, as far as it is still there. */
@Injectable()
export class OrderRefunds {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly orders: PaymentOrderRepository,
    private readonly timeline: PaymentTimeline,
    private readonly ledger: Ledger,
    private readonly wallets: WalletRepository,
    private readonly users: UserRows,
    private readonly log: AccountLog,
    private readonly rewards: CreditRewards,
    private readonly events: EventBus,
    private readonly recall: LeaseRecall,
  ) {}

  /** False when this refund was counted before or the order is not paid; nothing happens then. */
  async apply(orderId: number, refund: Refund): Promise<boolean> {
    const paid = await this.orders.find(orderId);
    if (paid !== null) await this.recall.ofUser(paid.userId);
    return this.unitOfWork.run(async () => {
      const order = await this.orders.lockPaid(orderId);
      if (order === null) return false;
      const { returned, number } = refund;
      if (number !== undefined && !(await this.orders.countRepayment(orderId, number))) return false;
      const told = returned.kind === 'in-all' ? returned.minor : order.refundedMinor + returned.minor;
      const total = told < order.priceMinor ? told : order.priceMinor;
      if (total <= order.refundedMinor) return false;
      await this.count(order, total, refund);
      return true;
    });
  }

  private async count(order: PaymentOrderEntity, total: bigint, { evidence, callbackId }: Refund): Promise<void> {
    const [before, now] = [creditOf(order, order.refundedMinor), creditOf(order, total)];
    const due = now - before;
    await this.lockUsers(order.userId);
    const taken = await this.take(order, total, due);
    const { userId, tradeNo, credit } = order;
    await this.rewards.afterRefund({ userId, amount: credit, operation: 'top-up', key: tradeNo }, before, now);
    const shortfall = due - taken;
    const isWhole = total === order.priceMinor;
    await this.orders.change(order.id, {
      refundedMinor: total,
      refundTaken: order.refundTaken + taken,
      refundShortfall: order.refundShortfall + shortfall,
    });
    if (isWhole) await this.orders.step(order.id, 'refunded', { refundRequestedAt: null, nextQueryAt: null });
    await this.timeline.note(order.id, 'refunded', describe(order, total, taken, shortfall, evidence), callbackId);
    if (shortfall > 0n) this.unitOfWork.afterCommit(() => this.tell(order, shortfall));
  }

  /** As for the credit: both whose money this moves, in the order in which everybody locks them. */
  private async lockUsers(userId: number): Promise<void> {
    const inviterId = (await this.users.find(userId))?.inviterId ?? 0;
    await this.users.lock(inviterId === 0 ? [userId] : [userId, inviterId]);
  }

  /** As much as no call holds; tells how much that is. */
  private async take(order: PaymentOrderEntity, total: bigint, due: bigint): Promise<bigint> {
    const { userId, tradeNo, currency } = order;
    const key = `${tradeNo}:${total}`;
    const fromLot = { operation: 'top-up', key: tradeNo } as const;
    const movement = { userId, operation: 'order-refund', key, fromLot, floor: 0n } as const;
    const { balance, spokenFor, username } = await this.wallets.read(userId);
    const free = balance - spokenFor;
    if (free <= 0n || due === 0n) return 0n;
    const taken = free < due ? free : due;
    const outcome = await this.ledger.post({ ...movement, amount: -taken });
    // A call has reserved since; each such turn leaves less.
    if (outcome === 'insufficient') return this.take(order, total, due);
    if (outcome !== 'posted') throw new Error(`the ledger answers ${outcome} for the refund ${key}`);
    const returned = amountText({ minor: total - order.refundedMinor, currency });
    await this.log.write({
      type: LogType.System,
      userId,
      username,
      amount: -taken,
      text: `订单退款，扣除: ${this.log.show(taken)}，退款金额：${returned}`,
    });
    return taken;
  }

  private tell({ tradeNo, userId }: PaymentOrderEntity, shortfall: bigint): void {
    const missing = this.log.show(shortfall);
    this.events.publish('operator.noticed', {
      code: `payment_refund_short:${tradeNo}`,
      text: {
        zh: `订单 ${tradeNo} 已退款，但用户「${userId}」余额不足，尚有 ${missing} 未能收回`,
        en: `Order ${tradeNo} was refunded, but user ${userId} had spent ${moneyToUsd(shortfall)} USD of it`,
      },
    });
  }
}

/** The part of the credit that belongs to a part of the price; exact at both ends. */
function creditOf({ credit, priceMinor }: PaymentOrderEntity, minor: bigint): bigint {
  return (credit * minor) / priceMinor;
}

function describe(
  { currency }: PaymentOrderEntity,
  total: bigint,
  taken: bigint,
  shortfall: bigint,
  evidence: string,
): string {
  const returned = `${amountText({ minor: total, currency })} ${currency} returned in all`;
  const missing = shortfall === 0n ? '' : `, ${moneyToUsd(shortfall)} USD were spent already`;
  return `${evidence}: ${returned}, ${moneyToUsd(taken)} USD taken back${missing}`;
}
