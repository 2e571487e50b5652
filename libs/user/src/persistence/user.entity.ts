import type { Role } from '@app/kernel';
import { bigintColumn, numberColumn } from '@app/platform';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { UserStatus } from '../domain/user-status';

@Entity('users')
@Index('ux_users_username_key', ['usernameKey'], { unique: true })
@Index('ux_users_access_token_hash', ['accessTokenHash'], { unique: true })
@Index('ux_users_aff_code', ['affCode'], { unique: true })
@Index('ix_users_email', ['email'])
@Index('ix_users_display_name', ['displayName'])
@Index('ix_users_github_id', ['githubId'])
@Index('ix_users_wechat_id', ['wechatId'])
@Index('ix_users_inviter_id', ['inviterId'])
@Index('ix_users_created_at', ['createdAt'])
@Index('ix_users_deleted_at', ['deletedAt'])
export class UserEntity {
  @PrimaryGeneratedColumn()
  id: number;

  @Column({ type: 'varchar', length: 64 })
  username: string;

  /** The name in lower case: names are unique whatever their case, on every engine. */
  @Column({ name: 'username_key', type: 'varchar', length: 64 })
  usernameKey: string;

  /** bcrypt hash; empty for accounts that cannot log in with a password. */
  @Column({ type: 'varchar', length: 100, default: '' })
  password: string;

  @Column({ name: 'display_name', type: 'varchar', length: 64, default: '' })
  displayName: string;

  @Column({ type: 'int', default: 1 })
  role: Role;

  @Column({ type: 'int', default: 1 })
  status: UserStatus;

  @Column({ type: 'varchar', length: 128, default: '' })
  email: string;

  @Column({ name: 'github_id', type: 'varchar', length: 64, default: '' })
  githubId: string;

  @Column({ name: 'wechat_id', type: 'varchar', length: 64, default: '' })
  wechatId: string;

  /** SHA-256 (hex) of the management token; the token itself is shown once and not kept. */
  @Column({ name: 'access_token_hash', type: 'varchar', length: 64, nullable: true })
  accessTokenHash: string | null;

  /** Nano-dollars. Billing alone writes this and the next three, with relative updates. */
  @Column({ type: 'bigint', default: 0, transformer: bigintColumn })
  balance: bigint;

  /** Spent and not yet taken from a lot; see billing's LotBook. */
  @Column({ type: 'bigint', default: 0, transformer: bigintColumn })
  unallotted: bigint;

  /** Part of the balance that is lent to nodes; the sum of their slices, see billing's leases. */
  @Column({ type: 'bigint', default: 0, transformer: bigintColumn })
  leased: bigint;

  @Column({ name: 'used_amount', type: 'bigint', default: 0, transformer: bigintColumn })
  usedAmount: bigint;

  @Column({ name: 'request_count', type: 'bigint', default: 0, transformer: numberColumn })
  requestCount: number;

  @Column({ type: 'varchar', length: 32, default: 'default' })
  group: string;

  @Column({ name: 'aff_code', type: 'varchar', length: 32, nullable: true })
  affCode: string | null;

  @Column({ name: 'aff_count', type: 'int', default: 0 })
  affCount: number;

  @Column({ name: 'aff_quota', type: 'bigint', default: 0, transformer: bigintColumn })
  affQuota: bigint;

  @Column({ name: 'aff_history', type: 'bigint', default: 0, transformer: bigintColumn })
  affHistory: bigint;

  @Column({ name: 'inviter_id', type: 'int', default: 0 })
  inviterId: number;

  @Column({ name: 'created_at', type: 'bigint', transformer: numberColumn })
  createdAt: number;

  /** Unix seconds; such a user is gone for every purpose, but name and email stay taken. */
  @Column({ name: 'deleted_at', type: 'bigint', nullable: true, transformer: numberColumn })
  deletedAt: number | null;

  @Column({ name: 'last_login_at', type: 'bigint', default: 0, transformer: numberColumn })
  lastLoginAt: number;

  /** Counted up to end every session of the user at once. */
  @Column({ name: 'session_version', type: 'int', default: 1 })
  sessionVersion: number;

  @Column({ name: 'must_change_password', type: 'boolean', default: false })
  mustChangePassword: boolean;
}
