import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { bigintColumn, numberColumn } from '@app/platform';

/** Credited money of a wallet that is spent before other money and may end. */
@Entity('balance_lots')
@Index('ux_balance_lots_operation_key', ['operation', 'operationKey'], { unique: true })
@Index('ix_balance_lots_user', ['userId'])
@Index('ix_balance_lots_ends_at', ['endsAt'])
export class BalanceLotEntity {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id: string;

  @Column({ name: 'user_id', type: 'int' })
  userId: number;

  /** The ledger movement that it was credited with. */
  @Column({ type: 'varchar', length: 24 })
  operation: string;

  @Column({ name: 'operation_key', type: 'varchar', length: 64 })
  operationKey: string;

  /** Nano-dollars it began with, less what its own order took back. */
  @Column({ type: 'bigint', transformer: bigintColumn })
  amount: bigint;

  /** Nano-dollars it held when spending was last allotted; `users.unallotted` is still to be taken off. */
  @Column({ type: 'bigint', transformer: bigintColumn })
  remaining: bigint;

  @Column({ name: 'starts_at', type: 'bigint', transformer: numberColumn })
  startsAt: number;

  /** Unix seconds; null = never. */
  @Column({ name: 'ends_at', type: 'bigint', nullable: true, transformer: numberColumn })
  endsAt: number | null;

  /** When its owner was told that it ends soon; null = he was not. */
  @Column({ name: 'notified_at', type: 'bigint', nullable: true, transformer: numberColumn })
  notifiedAt: number | null;
}
