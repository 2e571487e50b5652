import { ApiProperty } from '@nestjs/swagger';
import { moneyToUsd } from '@app/kernel';
import type { PaymentCallbackEntity } from '../../persistence/payment-callback.entity';
import type { PaymentEventEntity } from '../../persistence/payment-event.entity';
import type { PaymentOrderEntity } from '../../persistence/payment-order.entity';
import { ORDER_STATES, type OrderState } from '../../payment/order-states';
import { amountText } from '../../payment/top-up-price';

export class TimelineLineDto {
  @ApiProperty({ description: 'Unix seconds' }) at: number;
  @ApiProperty() kind: string;
}

export class StaffTimelineLineDto extends TimelineLineDto {
  @ApiProperty() text: string;
  @ApiProperty({ type: Number, nullable: true }) callback_id: number | null;
}

/** An order as its owner sees it. Amounts of money are exact as text; `money` is the price as clients know it. */
export class TopUpView {
  @ApiProperty() id: number;
  @ApiProperty() user_id: number;
  @ApiProperty({ description: 'Units' }) amount: number;
  @ApiProperty() money: number;
  @ApiProperty({ description: 'The same as text' }) price: string;
  @ApiProperty({ description: 'ISO 4217' }) currency: string;
  @ApiProperty({ description: 'Days; -1 = without end' }) topup_ratio: string;
  @ApiProperty() trade_no: string;
  @ApiProperty({ description: 'Unix seconds' }) create_time: number;
  @ApiProperty({ description: 'pending, success, failed, expired, refunded' }) status: string;
  @ApiProperty({ enum: ORDER_STATES }) state: OrderState;
  @ApiProperty() provider: string;
  @ApiProperty() payment_method: string;
  @ApiProperty({ description: 'Unix seconds', type: Number, nullable: true }) paid_at: number | null;
  @ApiProperty({ description: 'Unix seconds' }) expires_at: number;
  @ApiProperty({ description: 'US dollars' }) credit_usd: string;
  @ApiProperty({ description: 'In the currency' }) refunded: string;
}

export class OwnTopUpView extends TopUpView {
  @ApiProperty({ type: [TimelineLineDto] }) timeline: TimelineLineDto[];
}

export class StaffTopUpView extends TopUpView {
  @ApiProperty({ type: String, nullable: true, description: "The provider's name of the payment" })
  reference: string | null;
  @ApiProperty({ description: 'US dollars' }) refund_taken_usd: string;
  @ApiProperty({ description: 'US dollars that refunds could not take back' }) refund_shortfall_usd: string;
}

export class CallbackView {
  @ApiProperty() id: number;
  @ApiProperty() provider: string;
  @ApiProperty({ description: 'Unix seconds' }) received_at: number;
  @ApiProperty() method: string;
  @ApiProperty() path: string;
  @ApiProperty({ description: 'JSON object as text' }) headers: string;
  @ApiProperty({ description: 'As text' }) body: string;
  @ApiProperty() result: string;
  @ApiProperty() detail: string;
  @ApiProperty({ type: Number, nullable: true }) order_id: number | null;
}

/** States by the names that clients of the replaced API know. */
const STATUS: Readonly<Record<OrderState, string>> = {
  ...{ created: 'pending', pending: 'pending', paid: 'success' },
  ...{ failed: 'failed', expired: 'expired', refunded: 'refunded' },
};

/** States behind a name of either kind; undefined = there is no such name. */
export function statesNamed(name: string): OrderState[] | undefined {
  const states = ORDER_STATES.filter((state) => STATUS[state] === name || state === name);
  return states.length === 0 ? undefined : states;
}

export function toTopUpView(order: PaymentOrderEntity): TopUpView {
  const price = amountText({ minor: order.priceMinor, currency: order.currency });
  return {
    id: order.id,
    user_id: order.userId,
    amount: order.amount,
    money: Number(price),
    price,
    currency: order.currency,
    topup_ratio: order.validity,
    trade_no: order.tradeNo,
    create_time: order.createTime,
    status: STATUS[order.state],
    state: order.state,
    provider: order.provider,
    payment_method: order.method,
    paid_at: order.paidAt,
    expires_at: order.expiresAt,
    credit_usd: moneyToUsd(order.credit),
    refunded: amountText({ minor: order.refundedMinor, currency: order.currency }),
  };
}

export function toOwnTopUpView(order: PaymentOrderEntity, events: readonly PaymentEventEntity[]): OwnTopUpView {
  const timeline = events.filter(({ orderId }) => orderId === order.id).map(({ at, kind }) => ({ at, kind }));
  return { ...toTopUpView(order), timeline };
}

export function toStaffTopUpView(order: PaymentOrderEntity): StaffTopUpView {
  return {
    ...toTopUpView(order),
    reference: order.reference,
    refund_taken_usd: moneyToUsd(order.refundTaken),
    refund_shortfall_usd: moneyToUsd(order.refundShortfall),
  };
}

export function toStaffTimelineLine({ at, kind, text, callbackId }: PaymentEventEntity): StaffTimelineLineDto {
  return { at, kind, text, callback_id: callbackId };
}

export function toCallbackView(row: PaymentCallbackEntity): CallbackView {
  return {
    ...{ id: row.id, provider: row.provider, received_at: row.receivedAt, method: row.method, path: row.path },
    ...{ headers: row.headers, body: Buffer.from(row.body, 'base64').toString('utf8') },
    ...{ result: row.result, detail: row.detail, order_id: row.orderId },
  };
}
