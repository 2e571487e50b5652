import { numberColumn } from '@app/platform';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('sessions')
@Index('ix_sessions_user_id', ['userId'])
@Index('ix_sessions_expires_at', ['expiresAt'])
export class SessionEntity {
  /** Hash (hex) of the id in the cookie. */
  @PrimaryColumn({ name: 'id_hash', type: 'varchar', length: 64 })
  idHash: string;

  @Column({ name: 'user_id', type: 'int' })
  userId: number;

  /** The user's session_version at login; another one ends this session. */
  @Column({ name: 'session_version', type: 'int' })
  sessionVersion: number;

  @Column({ name: 'created_at', type: 'bigint', transformer: numberColumn })
  createdAt: number;

  @Column({ name: 'expires_at', type: 'bigint', transformer: numberColumn })
  expiresAt: number;

  @Column({ name: 'last_seen_at', type: 'bigint', transformer: numberColumn })
  lastSeenAt: number;

  @Column({ type: 'varchar', length: 64, default: '' })
  ip: string;

  @Column({ name: 'user_agent', type: 'varchar', length: 255, default: '' })
  userAgent: string;
}
