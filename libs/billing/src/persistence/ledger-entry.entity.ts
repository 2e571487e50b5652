import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { bigintColumn, numberColumn } from '@app/platform';

/** One movement of money; rows are only ever added. A balance is the sum of its user's entries. */
@Entity('ledger_entries')
@Index('ux_ledger_entries_operation_key', ['operation', 'operationKey'], { unique: true })
@Index('ix_ledger_entries_user', ['userId', 'id'])
@Index('ix_ledger_entries_user_time', ['userId', 'createdAt', 'id'])
export class LedgerEntryEntity {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id: string;

  @Column({ name: 'user_id', type: 'int' })
  userId: number;

  @Column({ type: 'varchar', length: 16 })
  operation: string;

  @Column({ name: 'operation_key', type: 'varchar', length: 64 })
  operationKey: string;

  /** Nano-dollars; negative takes from the balance. */
  @Column({ type: 'bigint', transformer: bigintColumn })
  amount: bigint;

  @Column({ name: 'created_at', type: 'bigint', transformer: numberColumn })
  createdAt: number;
}
