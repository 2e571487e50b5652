import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { bigintColumn, numberColumn } from '@app/platform';
import type { OrderState } from '../payment/order-states';
import type { PaymentProviderId } from '../payment/payment-provider';

/** One order of units. What it costs and credits is frozen here when it is made; rows are never deleted. */
@Entity('payment_orders')
@Index('ux_payment_orders_trade_no', ['tradeNo'], { unique: true })
@Index('ix_payment_orders_user', ['userId', 'id'])
@Index('ix_payment_orders_query', ['nextQueryAt'])
export class PaymentOrderEntity {
  @PrimaryGeneratedColumn()
  id: number;

  @Column({ name: 'user_id', type: 'int' })
  userId: number;

  @Column({ type: 'varchar', length: 16 })
  provider: PaymentProviderId;

  /** As the provider calls it. */
  @Column({ type: 'varchar', length: 32 })
  method: string;

  /** Units that were bought. */
  @Column({ type: 'int' })
  amount: number;

  /** Price in the currency's smallest unit. */
  @Column({ name: 'price_minor', type: 'bigint', transformer: bigintColumn })
  priceMinor: bigint;

  @Column({ type: 'varchar', length: 3 })
  currency: string;

  /** Nano-dollars. */
  @Column({ type: 'bigint', transformer: bigintColumn })
  credit: bigint;

  /** Validity of the credit in days; -1 = without end. */
  @Column({ name: 'topup_ratio', type: 'varchar', length: 8 })
  validity: string;

  @Column({ name: 'trade_no', type: 'varchar', length: 32 })
  tradeNo: string;

  /** The provider's own name of the payment. */
  @Column({ type: 'varchar', length: 128, nullable: true })
  reference: string | null;

  @Column({ type: 'varchar', length: 16 })
  state: OrderState;

  @Column({ type: 'varchar', length: 128 })
  title: string;

  @Column({ name: 'create_time', type: 'bigint', transformer: numberColumn })
  createTime: number;

  @Column({ name: 'expires_at', type: 'bigint', transformer: numberColumn })
  expiresAt: number;

  @Column({ name: 'paid_at', type: 'bigint', nullable: true, transformer: numberColumn })
  paidAt: number | null;

  /** When the provider is asked next; null = never again. */
  @Column({ name: 'next_query_at', type: 'bigint', nullable: true, transformer: numberColumn })
  nextQueryAt: number | null;

  /** When the provider was asked to pay back and did not say at once that it has. */
  @Column({ name: 'refund_requested_at', type: 'bigint', nullable: true, transformer: numberColumn })
  refundRequestedAt: number | null;

  /** What was paid back in all, smallest unit. */
  @Column({ name: 'refunded_minor', type: 'bigint', default: 0, transformer: bigintColumn })
  refundedMinor: bigint;

  /** Nano-dollars that refunds took from the balance, and that they could not take because it was spent. */
  @Column({ name: 'refund_taken', type: 'bigint', default: 0, transformer: bigintColumn })
  refundTaken: bigint;

  @Column({ name: 'refund_shortfall', type: 'bigint', default: 0, transformer: bigintColumn })
  refundShortfall: bigint;
}
