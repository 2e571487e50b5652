import { bigintColumn, numberColumn } from '@app/platform';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { TokenStatus } from '../domain/token-status';

@Entity('tokens')
@Index('ux_tokens_key_hash', ['keyHash'], { unique: true })
@Index('ix_tokens_user_id', ['userId'])
@Index('ix_tokens_name', ['name'])
export class TokenEntity {
  @PrimaryGeneratedColumn()
  id: number;

  @Column({ name: 'user_id', type: 'int' })
  userId: number;

  /** SHA-256 (hex) of the 48 characters. */
  @Column({ name: 'key_hash', type: 'varchar', length: 64 })
  keyHash: string;

  /** The key, sealed; null when it was shown once only. */
  @Column({ name: 'key_sealed', type: 'varchar', length: 512, nullable: true })
  keySealed: string | null;

  /** What lists show: `sk-abcd…wxyz`. */
  @Column({ name: 'key_hint', type: 'varchar', length: 24 })
  keyHint: string;

  @Column({ type: 'int', default: 1 })
  status: TokenStatus;

  @Column({ type: 'varchar', length: 64, default: '' })
  name: string;

  @Column({ name: 'created_time', type: 'bigint', transformer: numberColumn })
  createdTime: number;

  @Column({ name: 'accessed_time', type: 'bigint', default: 0, transformer: numberColumn })
  accessedTime: number;

  /** Unix seconds, -1 = never. */
  @Column({ name: 'expired_time', type: 'bigint', default: -1, transformer: numberColumn })
  expiredTime: number;

  /** Nano-dollars left of the token's own allowance. Billing takes from it, the owner sets it. */
  @Column({ type: 'bigint', default: 0, transformer: bigintColumn })
  remain: bigint;

  /** Part of `remain` that is lent to nodes. */
  @Column({ type: 'bigint', default: 0, transformer: bigintColumn })
  leased: bigint;

  @Column({ name: 'unlimited_quota', type: 'boolean', default: false })
  unlimitedQuota: boolean;

  @Column({ type: 'bigint', default: 0, transformer: bigintColumn })
  used: bigint;

  /** Empty = the owner's group. */
  @Column({ type: 'varchar', length: 64, default: '' })
  group: string;

  /** True = per call, false = by tokens. */
  @Column({ name: 'billing_enabled', type: 'boolean', default: false })
  billingEnabled: boolean;

  /** Comma list, empty = all. */
  @Column({ type: 'text' })
  models: string;

  @Column({ name: 'fixed_content', type: 'varchar', length: 1000, default: '' })
  fixedContent: string;

  /** Comma list of CIDR blocks, empty = any address. */
  @Column({ type: 'varchar', length: 1000, default: '' })
  subnet: string;
}
