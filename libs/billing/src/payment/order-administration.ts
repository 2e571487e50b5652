import { Injectable } from '@nestjs/common';
import { Clock, LogType } from '@app/kernel';
import { EventBus } from '@app/platform';
import type { PaymentOrderEntity } from '../persistence/payment-order.entity';
import { PaymentOrderRepository } from '../persistence/payment-order.repository';
import { PaymentTimeline } from '../persistence/payment-timeline';
import { WalletRepository } from '../persistence/wallet.repository';
import { CallbackIntake, type ProcessedCallback } from './callback-intake';
import { OrderCrediting, priceOf } from './order-crediting';
import { OrderRefunds } from './order-refunds';
import { OrderStepIllegal } from './order-states';
import { PaymentAddresses } from './payment-addresses';
import { paymentErrors } from './payment-errors';
import { PaymentProviders } from './payment-providers';
import { PendingOrders } from './pending-orders';
import { ORDER_LIFE_SECONDS } from './query-schedule';
import { readAmount } from './top-up-price';

export interface Administrator {
  userId: number;
  ip: string;
}

/** `done`: paid back and taken back; `pending`: the provider will tell. */
export type RefundOutcome = 'done' | 'pending';

const MOST_CLOSED = 1_000;

/** What staff does with orders. Every act leaves a line in the timeline and an audit row on the order's owner. */
@Injectable()
export class OrderAdministration {
  constructor(
    private readonly orders: PaymentOrderRepository,
    private readonly timeline: PaymentTimeline,
    private readonly wallets: WalletRepository,
    private readonly providers: PaymentProviders,
    private readonly addresses: PaymentAddresses,
    private readonly crediting: OrderCrediting,
    private readonly refunds: OrderRefunds,
    private readonly pending: PendingOrders,
    private readonly intake: CallbackIntake,
    private readonly events: EventBus,
    private readonly clock: Clock,
  ) {}

  /** Confirms that the money of a manual transfer came. `money` is what came, as text. */
  async confirm(admin: Administrator, id: number, money: string, note: string): Promise<void> {
    const order = await this.find(id);
    if (order.provider !== 'manual') throw paymentErrors.notManual();
    if (order.state !== 'created' && order.state !== 'pending') throw new OrderStepIllegal(order.state, 'paid');
    if (readAmount(money, order.currency)?.minor !== order.priceMinor) throw paymentErrors.amountDiffers();
    const evidence = `confirmed by user ${admin.userId}: ${note}`;
    const isFirst = await this.crediting.credit(order, { reference: undefined, evidence, callbackId: null });
    if (!isFirst) throw new OrderStepIllegal('paid', 'paid');
    await this.audit(admin, order, `管理员确认到账 ${priceOf(order)}（订单 ${order.tradeNo}）：${note}`);
  }

  /**
   * Pays back what is left of the order's price. `isByHand`: staff has paid it back already, the provider is not asked.
   * May be repeated after a failure: the provider's key is the same, so it pays once.
   */
  async refund(admin: Administrator, id: number, note: string, isByHand: boolean): Promise<RefundOutcome> {
    const order = await this.find(id);
    if (order.state !== 'paid') throw new OrderStepIllegal(order.state, 'refunded');
    if (!isByHand && (await this.payBack(order)) === 'pending') {
      const now = this.clock.seconds();
      await this.orders.change(id, { refundRequestedAt: now, nextQueryAt: now + 120 });
      await this.timeline.note(id, 'refund-requested', `by user ${admin.userId}: ${note}`);
      await this.audit(admin, order, `管理员发起退款（订单 ${order.tradeNo}）：${note}`);
      return 'pending';
    }
    const how = isByHand ? 'paid back by hand' : 'paid back by the provider';
    const evidence = `${how}, user ${admin.userId}: ${note}`;
    const isFirst = await this.refunds.apply(id, {
      returned: { kind: 'in-all', minor: order.priceMinor },
      number: isByHand ? undefined : refundKey(order),
      evidence,
      callbackId: null,
    });
    // The provider's own callback may have been faster; then it has counted.
    if (isFirst) await this.audit(admin, order, `管理员退款 ${priceOf(order)}（订单 ${order.tradeNo}）：${note}`);
    return 'done';
  }

  /** Ends orders that nobody has paid within a day; returns how many. Their callbacks still pay them. */
  async closeOld(admin: Administrator): Promise<number> {
    const before = this.clock.seconds() - ORDER_LIFE_SECONDS;
    const old = await this.orders.waitingSince(before, MOST_CLOSED);
    let count = 0;
    for (const order of old) if (await this.pending.expire(order, `closed by user ${admin.userId}`)) count++;
    if (count > 0) await this.auditOwn(admin, `关闭超过 24 小时的未支付订单 ${count} 个`);
    return count;
  }

  /** Asks the provider about the order now; the result stands in the timeline. */
  async query(id: number): Promise<void> {
    await this.pending.ask(await this.find(id));
  }

  async replay(admin: Administrator, callbackId: number): Promise<ProcessedCallback> {
    const processed = await this.intake.replay(callbackId);
    if (processed.orderId !== null) {
      await this.timeline.note(processed.orderId, 'replayed', `by user ${admin.userId}`, callbackId);
    }
    await this.auditOwn(admin, `重放支付回调 ${callbackId}：${processed.result}`);
    return processed;
  }

  async find(id: number): Promise<PaymentOrderEntity> {
    const order = await this.orders.find(id);
    if (order === null) throw paymentErrors.orderNotFound();
    return order;
  }

  private async payBack(order: PaymentOrderEntity): Promise<RefundOutcome> {
    const provider = this.providers.find(order.provider);
    const { priceMinor, refundedMinor, currency } = order;
    const amount = { minor: priceMinor - refundedMinor, currency };
    const report = await provider?.refund(this.addresses.toPayable(order), amount, refundKey(order));
    if (report === undefined) throw paymentErrors.refundByHand();
    if (report.state !== 'refused') return report.state;
    await this.timeline.note(order.id, 'refund-requested', `refused: ${report.detail ?? ''}`);
    throw paymentErrors.refundRefused(report.detail ?? '');
  }

  private async audit(admin: Administrator, { userId }: PaymentOrderEntity, text: string): Promise<void> {
    const { username } = await this.wallets.read(userId);
    const { userId: actorId, ip } = admin;
    this.events.publish('audit.recorded', { type: LogType.Manage, userId, username, text, ip, actorId });
  }

  private async auditOwn({ userId, ip }: Administrator, text: string): Promise<void> {
    const { username } = await this.wallets.read(userId);
    this.events.publish('audit.recorded', { type: LogType.Manage, userId, username, text, ip });
  }
}

/** The same as long as nothing more was paid back, so that a repeat is known to the provider and to us. */
function refundKey({ tradeNo, refundedMinor }: PaymentOrderEntity): string {
  return `${tradeNo}R${refundedMinor}`;
}
