import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { numberColumn } from '@app/platform';

/** What came of a callback; `received` = it was stored and not (or not wholly) processed. */
export type CallbackResult =
  'received' | 'credited' | 'repeated' | 'noted' | 'ignored' | 'invalid' | 'mismatch' | 'unknown-order' | 'error';

/** A callback as it came, stored before anybody looked at it. */
@Entity('payment_callbacks')
@Index('ix_payment_callbacks_result', ['result', 'receivedAt'])
@Index('ix_payment_callbacks_order', ['orderId'])
export class PaymentCallbackEntity {
  @PrimaryGeneratedColumn()
  id: number;

  @Column({ type: 'varchar', length: 16 })
  provider: string;

  @Column({ name: 'received_at', type: 'bigint', transformer: numberColumn })
  receivedAt: number;

  @Column({ type: 'varchar', length: 8 })
  method: string;

  /** With the query. */
  @Column({ type: 'text' })
  path: string;

  /** JSON object of the headers that signatures need; no cookies. */
  @Column({ type: 'text' })
  headers: string;

  /** Base64: the bytes count. */
  @Column({ type: 'mediumtext' })
  body: string;

  @Column({ type: 'varchar', length: 16 })
  result: CallbackResult;

  /** For staff. */
  @Column({ type: 'varchar', length: 500 })
  detail: string;

  @Column({ name: 'order_id', type: 'int', nullable: true })
  orderId: number | null;
}
