import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { bigintColumn, numberColumn } from '@app/platform';
import type { RedemptionStatus } from '../redemption/redemption-status';

/** One redemption code. Amounts are nano-dollars, times Unix seconds. */
@Entity('redemptions')
@Index('ux_redemptions_key_hash', ['keyHash'], { unique: true })
@Index('ix_redemptions_name', ['name'])
@Index('ix_redemptions_batch_user', ['batchId', 'usedUserId'])
export class RedemptionEntity {
  @PrimaryGeneratedColumn()
  id: number;

  /** Who made it. */
  @Column({ name: 'user_id', type: 'int' })
  userId: number;

  /** SHA-256 in hex; codes are found by it. */
  @Column({ name: 'key_hash', type: 'varchar', length: 64 })
  keyHash: string;

  @Column({ name: 'key_sealed', type: 'varchar', length: 255 })
  keySealed: string;

  /** Codes that were made by one request. */
  @Column({ name: 'batch_id', type: 'varchar', length: 32 })
  batchId: string;

  @Column({ type: 'int', default: 1 })
  status: RedemptionStatus;

  @Column({ type: 'varchar', length: 80 })
  name: string;

  @Column({ type: 'bigint', transformer: bigintColumn })
  amount: bigint;

  /** 0 = at once. */
  @Column({ name: 'starts_at', type: 'bigint', default: 0, transformer: numberColumn })
  startsAt: number;

  /** 0 = never. */
  @Column({ name: 'ends_at', type: 'bigint', default: 0, transformer: numberColumn })
  endsAt: number;

  /** How many codes of the batch one user may redeem; 0 = all of them. */
  @Column({ name: 'per_user_limit', type: 'int', default: 0 })
  perUserLimit: number;

  @Column({ name: 'created_time', type: 'bigint', transformer: numberColumn })
  createdTime: number;

  @Column({ name: 'redeemed_time', type: 'bigint', default: 0, transformer: numberColumn })
  redeemedTime: number;

  @Column({ name: 'used_user_id', type: 'int', default: 0 })
  usedUserId: number;
}
