import { Injectable } from '@nestjs/common';
import { LogType, moneyToUsd } from '@app/kernel';
import { EventBus, UnitOfWork } from '@app/platform';
import { MoneyLog } from '../application/money-log';
import { QuotaText } from '../application/quota-text';
import { Ledger } from '../billing.contract';
import { PayerRepository } from '../persistence/payer.repository';
import type { PaymentOrderEntity } from '../persistence/payment-order.entity';
import { PaymentOrderRepository } from '../persistence/payment-order.repository';
import { PaymentTimeline } from '../persistence/payment-timeline';
import { WalletRepository } from '../persistence/wallet.repository';
import { amountText } from './top-up-price';

export interface Refund {
  /** What was paid back in all, smallest unit. */
  returnedMinor: bigint;
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
    private readonly payers: PayerRepository,
    private readonly log: MoneyLog,
    private readonly quotaText: QuotaText,
    private readonly events: EventBus,
  ) {}

  /** False when this refund was counted before or the order is not paid; nothing happens then. */
  apply(order: PaymentOrderEntity, { returnedMinor, evidence, callbackId }: Refund): Promise<boolean> {
    const total = returnedMinor < order.priceMinor ? returnedMinor : order.priceMinor;
    if (total <= order.refundedMinor) return Promise.resolve(false);
    return this.unitOfWork.run(async () => {
      if (!(await this.orders.countRefund(order, total))) return false;
      const due = creditOf(order, total) - creditOf(order, order.refundedMinor);
      await this.wallets.lock(order.userId);
      const balance = await this.payers.balance(order.userId);
      const taken = balance <= 0n ? 0n : balance < due ? balance : due;
      await this.take(order, total, taken);
      const shortfall = due - taken;
      await this.orders.change(order.id, {
        refundTaken: () => `refund_taken + ${taken}`,
        refundShortfall: () => `refund_shortfall + ${shortfall}`,
      });
      await this.timeline.note(
        order.id,
        'refunded',
        this.describe(order, total, taken, shortfall, evidence),
        callbackId,
      );
      if (shortfall > 0n) this.unitOfWork.afterCommit(() => this.tell(order, shortfall));
      return true;
    });
  }

  private async take(order: PaymentOrderEntity, total: bigint, taken: bigint): Promise<void> {
    if (taken === 0n) return;
    const { userId, tradeNo, currency } = order;
    const key = `${tradeNo}:${total}`;
    const fromLot = { operation: 'top-up', key: tradeNo } as const;
    const outcome = await this.ledger.post({ userId, operation: 'order-refund', key, amount: -taken, fromLot });
    if (outcome !== 'posted') throw new Error(`the ledger answers ${outcome} for the refund ${key}`);
    const returned = amountText({ minor: total - order.refundedMinor, currency });
    await this.log.write({
      type: LogType.System,
      userId,
      username: await this.payers.username(userId),
      amount: -taken,
      text: `订单退款，扣除: ${this.quotaText.of(taken)}，退款金额：${returned}`,
    });
  }

  private describe(
    { currency }: PaymentOrderEntity,
    total: bigint,
    taken: bigint,
    shortfall: bigint,
    evidence: string,
  ) {
    const returned = `${amountText({ minor: total, currency })} ${currency} returned in all`;
    const missing = shortfall === 0n ? '' : `, ${moneyToUsd(shortfall)} USD were spent already`;
    return `${evidence}: ${returned}, ${moneyToUsd(taken)} USD taken back${missing}`;
  }

  private tell({ tradeNo, userId }: PaymentOrderEntity, shortfall: bigint): void {
    const missing = this.quotaText.of(shortfall);
    this.events.publish('operator.noticed', {
      code: `payment_refund_short:${tradeNo}`,
      text: {
        zh: `订单 ${tradeNo} 已退款，但用户「${userId}」余额不足，尚有 ${missing} 未能收回`,
        en: `Order ${tradeNo} was refunded, but user ${userId} had spent ${missing} of it`,
      },
    });
  }
}

/** The part of the credit that belongs to a part of the price; exact at both ends. */
function creditOf({ credit, priceMinor }: PaymentOrderEntity, minor: bigint): bigint {
  return (credit * minor) / priceMinor;
}
