import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { numberColumn } from '@app/platform';

export type MailStatus = 'pending' | 'sent' | 'failed';

/** A mail on its way, or the memory of one. Times are Unix seconds. */
@Entity('outgoing_mails')
@Index('ux_outgoing_mails_dedupe_key', ['dedupeKey'], { unique: true })
@Index('ix_outgoing_mails_due', ['status', 'nextAttemptAt'])
@Index('ix_outgoing_mails_created', ['createdAt'])
export class OutgoingMailEntity {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id: string;

  @Column({ name: 'dedupe_key', type: 'varchar', length: 128 })
  dedupeKey: string;

  @Column({ name: 'user_id', type: 'int', default: 0 })
  userId: number;

  /** Addresses with `;` between them. */
  @Column({ type: 'varchar', length: 512 })
  recipients: string;

  @Column({ type: 'varchar', length: 255 })
  subject: string;

  /** Sealed, as it may hold a code or a link that signs somebody in; null once it is no longer needed. */
  @Column({ name: 'sealed_body', type: 'text', nullable: true })
  sealedBody: string | null;

  @Column({ type: 'varchar', length: 16, default: 'pending' })
  status: MailStatus;

  /** Attempts that were begun. */
  @Column({ type: 'int', default: 0 })
  attempts: number;

  /** Nobody tries before; while somebody does, the time when others may. */
  @Column({ name: 'next_attempt_at', type: 'bigint', transformer: numberColumn })
  nextAttemptAt: number;

  @Column({ name: 'last_error', type: 'varchar', length: 500, default: '' })
  lastError: string;

  @Column({ name: 'created_at', type: 'bigint', transformer: numberColumn })
  createdAt: number;

  @Column({ name: 'sent_at', type: 'bigint', nullable: true, transformer: numberColumn })
  sentAt: number | null;
}
