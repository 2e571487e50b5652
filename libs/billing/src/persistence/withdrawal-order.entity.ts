import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { bigintColumn, numberColumn } from '@app/platform';
import type { WithdrawalStatus } from '../rewards/withdrawal-status';

/** A user's wish to be paid his reward. Amounts are nano-dollars, times Unix seconds. */
@Entity('withdrawal_orders')
@Index('ux_withdrawal_orders_number', ['orderNumber'], { unique: true })
@Index('ix_withdrawal_orders_user', ['userId', 'id'])
@Index('ix_withdrawal_orders_status', ['status', 'id'])
@Index('ix_withdrawal_orders_created', ['createdAt'])
export class WithdrawalOrderEntity {
  @PrimaryGeneratedColumn()
  id: number;

  @Column({ name: 'user_id', type: 'int' })
  userId: number;

  @Column({ name: 'user_name', type: 'varchar', length: 64 })
  userName: string;

  @Column({ name: 'order_number', type: 'varchar', length: 20 })
  orderNumber: string;

  @Column({ type: 'bigint', transformer: bigintColumn })
  amount: bigint;

  @Column({ name: 'alipay_account', type: 'varchar', length: 128 })
  alipayAccount: string;

  @Column({ type: 'int', default: 1 })
  status: WithdrawalStatus;

  @Column({ name: 'processed_at', type: 'bigint', nullable: true, transformer: numberColumn })
  processedAt: number | null;

  /** 0 = nobody yet. */
  @Column({ name: 'processor_id', type: 'int', default: 0 })
  processorId: number;

  @Column({ type: 'varchar', length: 1024, default: '' })
  comment: string;

  @Column({ name: 'created_at', type: 'bigint', transformer: numberColumn })
  createdAt: number;

  @Column({ name: 'updated_at', type: 'bigint', transformer: numberColumn })
  updatedAt: number;
}
