import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { bigintColumn, numberColumn } from '@app/platform';

/**
 * One movement between two accounts; rows are only ever added. What `account` gains `counter` loses, so every row balances by
 * itself. A user's wallet and reward, and the allowance of a token, are the sums of their entries.
 */
@Entity('ledger_entries')
@Index('ux_ledger_entries_operation_key', ['operation', 'operationKey'], { unique: true })
@Index('ix_ledger_entries_user', ['userId', 'id'])
export class LedgerEntryEntity {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id: string;

  @Column({ name: 'user_id', type: 'int' })
  userId: number;

  @Column({ type: 'varchar', length: 24 })
  operation: string;

  @Column({ name: 'operation_key', type: 'varchar', length: 64 })
  operationKey: string;

  /** Nano-dollars; what `account` gains. Negative takes from it. */
  @Column({ type: 'bigint', transformer: bigintColumn })
  amount: bigint;

  /** wallet or reward of the user; of changes of an allowance `allowance`. */
  @Column({ type: 'varchar', length: 16, default: 'wallet' })
  account: string;

  @Column({ type: 'varchar', length: 16, default: '' })
  counter: string;

  /** Token that a call was made with, or whose allowance was changed; 0 = none. */
  @Column({ name: 'token_id', type: 'int', default: 0 })
  tokenId: number;

  /** Nano-dollars; what the token's allowance gains. */
  @Column({ type: 'bigint', default: 0, transformer: bigintColumn })
  allowance: bigint;

  @Column({ name: 'created_at', type: 'bigint', transformer: numberColumn })
  createdAt: number;
}
