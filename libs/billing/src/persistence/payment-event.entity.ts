import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { numberColumn } from '@app/platform';

/** One line of an order's timeline; rows are only added. */
@Entity('payment_events')
@Index('ix_payment_events_order', ['orderId', 'id'])
export class PaymentEventEntity {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id: string;

  /** Null where no order could be found. */
  @Column({ name: 'order_id', type: 'int', nullable: true })
  orderId: number | null;

  @Column({ type: 'bigint', transformer: numberColumn })
  at: number;

  @Column({ type: 'varchar', length: 32 })
  kind: string;

  /** For staff. */
  @Column({ type: 'varchar', length: 500 })
  text: string;

  @Column({ name: 'callback_id', type: 'int', nullable: true })
  callbackId: number | null;
}
