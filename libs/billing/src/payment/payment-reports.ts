import { Injectable } from '@nestjs/common';
import { EventBus } from '@app/platform';
import type { CallbackResult } from '../persistence/payment-callback.entity';
import type { PaymentOrderEntity } from '../persistence/payment-order.entity';
import { PaymentOrderRepository } from '../persistence/payment-order.repository';
import { PaymentTimeline } from '../persistence/payment-timeline';
import { OrderCrediting } from './order-crediting';
import { OrderRefunds } from './order-refunds';
import type { PaymentProvider, PaymentReport } from './payment-provider';
import { amountText } from './top-up-price';

/** Where a report came from, for the timeline. */
export interface ReportSource {
  evidence: string;
  callbackId: number | null;
}

export interface ReportOutcome {
  result: Extract<CallbackResult, 'credited' | 'repeated' | 'noted' | 'mismatch' | 'unknown-order' | 'ignored'>;
  orderId: number | null;
  /** For staff. */
  detail: string;
}

/** Applies what a provider says about a payment; the same whether it called us or we asked. */
@Injectable()
export class PaymentReports {
  constructor(
    private readonly orders: PaymentOrderRepository,
    private readonly timeline: PaymentTimeline,
    private readonly crediting: OrderCrediting,
    private readonly refunds: OrderRefunds,
    private readonly events: EventBus,
  ) {}

  async apply(provider: PaymentProvider, report: PaymentReport, source: ReportSource): Promise<ReportOutcome> {
    const order = await this.orders.findByTradeNo(report.tradeNo);
    // An order of another provider is none of this one's: whose key signs must be whose money it is.
    if (order === null || order.provider !== provider.id) return this.unknownOrder(provider, report, source);
    const difference = differenceOf(order, report);
    if (difference !== undefined) return this.mismatch(order, difference, source);
    switch (report.state) {
      case 'paid':
        return this.paid(order, report, source);
      case 'refunded':
        return this.refunded(order, report, source);
      case 'failed':
        return this.failed(order, source);
      case 'pending':
        return { result: 'noted', orderId: order.id, detail: 'not paid yet' };
    }
  }

  /** A signed callback that names an order and is not for us. */
  async refuse(provider: PaymentProvider, tradeNo: string, reason: string, callbackId: number): Promise<void> {
    const order = await this.orders.findByTradeNo(tradeNo);
    if (order === null || order.provider !== provider.id) return;
    await this.timeline.note(order.id, 'mismatch', `callback ${callbackId}: ${reason}`, callbackId);
  }

  /** The order stays refunded: its payer still has a claim to the money. */
  async refundFailed(
    provider: PaymentProvider,
    { tradeNo, reason }: { tradeNo: string; reason: string },
  ): Promise<ReportOutcome> {
    const order = await this.orders.findByTradeNo(tradeNo);
    if (order === null || order.provider !== provider.id) return { result: 'ignored', orderId: null, detail: reason };
    this.events.publish('operator.noticed', {
      code: `payment_refund_failed:${tradeNo}`,
      text: {
        zh: `订单 ${tradeNo} 的退款未能到达付款人，款项已退回收款账户，请以其他方式退款：${reason}`,
        en: `The refund of order ${tradeNo} did not reach the payer and is back on your account, repay it otherwise: ${reason}`,
      },
    });
    return { result: 'noted', orderId: order.id, detail: reason };
  }

  private async paid(order: PaymentOrderEntity, report: PaymentReport, source: ReportSource): Promise<ReportOutcome> {
    const { reference } = report;
    const isFirst = await this.crediting.credit(order, { reference, ...source });
    return isFirst
      ? { result: 'credited', orderId: order.id, detail: '' }
      : { result: 'repeated', orderId: order.id, detail: 'paid before' };
  }

  private async refunded(
    order: PaymentOrderEntity,
    report: PaymentReport,
    source: ReportSource,
  ): Promise<ReportOutcome> {
    const { tradeNo, reference, repayment, amount } = report;
    if (order.paidAt === null) {
      // News comes in any order. To take nothing back now would leave the credit that the payment's own news brings later.
      const difference = differenceOf(order, { tradeNo, reference, state: 'paid', amount: report.paid });
      if (difference !== undefined) return this.mismatch(order, `refunded, but not credited: ${difference}`, source);
      await this.paid(order, report, source);
    }
    if (repayment === undefined && amount === undefined) {
      // Perhaps a part of it: the callback of the repayment tells how much.
      return { result: 'noted', orderId: order.id, detail: 'refunded, the sum is not told' };
    }
    const isFirst = await this.refunds.apply(order.id, {
      returned:
        repayment === undefined
          ? { kind: 'in-all', minor: amount!.minor }
          : { kind: 'repayment', minor: repayment.amount.minor },
      number: repayment?.number,
      ...source,
    });
    return {
      result: isFirst ? 'noted' : 'repeated',
      orderId: order.id,
      detail: isFirst ? 'refunded' : 'refunded before',
    };
  }

  private async failed(order: PaymentOrderEntity, source: ReportSource): Promise<ReportOutcome> {
    const isFirst = await this.orders.step(order.id, 'failed', { nextQueryAt: null });
    if (isFirst) await this.timeline.note(order.id, 'failed', source.evidence, source.callbackId);
    return { result: isFirst ? 'noted' : 'repeated', orderId: order.id, detail: 'failed' };
  }

  private async mismatch(order: PaymentOrderEntity, detail: string, source: ReportSource): Promise<ReportOutcome> {
    await this.timeline.note(order.id, 'mismatch', `${source.evidence}: ${detail}`, source.callbackId);
    this.events.publish('operator.noticed', {
      code: `payment_mismatch:${order.tradeNo}`,
      text: {
        zh: `订单 ${order.tradeNo} 的支付信息与订单不符，未入账：${detail}`,
        en: `The payment of order ${order.tradeNo} does not match it and was not credited: ${detail}`,
      },
    });
    return { result: 'mismatch', orderId: order.id, detail };
  }

  private unknownOrder(provider: PaymentProvider, { tradeNo }: PaymentReport, source: ReportSource): ReportOutcome {
    const number = tradeNo.slice(0, 64);
    this.events.publish('operator.noticed', {
      code: `payment_unknown_order:${number}`,
      text: {
        zh: `${provider.id} 通知了不存在的订单 ${number}（回调记录 ${source.callbackId ?? '-'}），请核查`,
        en: `${provider.id} told of an order that is not here: ${number} (callback ${source.callbackId ?? '-'})`,
      },
    });
    return { result: 'unknown-order', orderId: null, detail: `no order ${number} of ${provider.id}` };
  }
}

/** What keeps the report from being about this order; undefined = nothing. */
function differenceOf(order: PaymentOrderEntity, report: PaymentReport): string | undefined {
  const { state } = report;
  const amount = report.amount ?? report.repayment?.amount;
  if (state === 'pending' || state === 'failed') return undefined;
  if (amount === undefined) return state === 'paid' ? 'the provider does not say how much was paid' : undefined;
  const told = `${amountText(amount)} ${amount.currency}`;
  if (amount.currency !== order.currency) return `${told} instead of ${order.currency}`;
  if (state === 'paid' && amount.minor !== order.priceMinor) {
    return `${told} instead of ${amountText({ minor: order.priceMinor, currency: order.currency })}`;
  }
  return amount.minor < 0n ? told : undefined;
}
