import { numberColumn } from '@app/platform';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A response that may be continued by its id. Ids are those of upstreams too, so they are unique for each owner only. */
@Entity('stored_responses')
@Index('ix_stored_responses_expires_at', ['expiresAt'])
export class StoredResponseEntity {
  @PrimaryColumn({ name: 'user_id', type: 'int' })
  userId: number;

  @PrimaryColumn({ type: 'varchar', length: 191 })
  id: string;

  /** Whose upstream keeps the response as well; 0 = none does. */
  @Column({ name: 'channel_id', type: 'int' })
  channelId: number;

  /** Upper estimate of the conversation up to here, for reservations when the content is not here. */
  @Column({ name: 'prompt_tokens', type: 'int' })
  promptTokens: number;

  @Column({ name: 'created_at', type: 'bigint', transformer: numberColumn })
  createdAt: number;

  @Column({ name: 'expires_at', type: 'bigint', transformer: numberColumn })
  expiresAt: number;

  /** Packed and sealed, see responses/pack-content.ts; null = it was too large. */
  @Column({ name: 'content_sealed', type: 'mediumtext', nullable: true })
  contentSealed: string | null;
}
