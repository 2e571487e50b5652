import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A repayment that was counted, by the name it has at the provider: he may tell of it again. */
@Entity('payment_repayments')
@Index('ux_payment_repayments_number', ['orderId', 'number'], { unique: true })
export class PaymentRepaymentEntity {
  @PrimaryGeneratedColumn()
  id: number;

  @Column({ name: 'order_id', type: 'int' })
  orderId: number;

  @Column({ type: 'varchar', length: 64 })
  number: string;
}
