import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { bigintColumn, numberColumn } from '@app/platform';

/** One row of the log: a call, a top-up, a staff action or an error. Amounts are nano-dollars, times seconds. */
@Entity('logs')
@Index('ux_logs_request_id_type', ['requestId', 'type'], { unique: true })
@Index('ix_logs_user', ['userId', 'id'])
@Index('ix_logs_created_type', ['createdAt', 'type'])
@Index('ix_logs_token', ['tokenId', 'id'])
@Index('ix_logs_channel', ['channelId', 'id'])
export class LogEntity {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id: string;

  /** Null on rows that no call caused. A call that failed after it was partly delivered has a row of type 2 and one of type 5. */
  @Column({ name: 'request_id', type: 'varchar', length: 64, nullable: true })
  requestId: string | null;

  @Column({ name: 'user_id', type: 'int' })
  userId: number;

  @Column({ name: 'created_at', type: 'bigint', transformer: numberColumn })
  createdAt: number;

  @Column({ type: 'int' })
  type: number;

  @Column({ type: 'text', nullable: true })
  content: string | null;

  @Column({ type: 'varchar', length: 64, default: '' })
  username: string;

  @Column({ name: 'token_name', type: 'varchar', length: 128, default: '' })
  tokenName: string;

  /** As the caller named it. */
  @Column({ name: 'model_name', type: 'varchar', length: 191, default: '' })
  modelName: string;

  /** As it was sent upstream. */
  @Column({ name: 'upstream_model', type: 'varchar', length: 191, default: '' })
  upstreamModel: string;

  @Column({ type: 'bigint', default: 0, transformer: bigintColumn })
  amount: bigint;

  /** What the channel's supplier takes for the call; null = unknown. */
  @Column({ name: 'cost_amount', type: 'bigint', nullable: true, transformer: bigintColumn })
  costAmount: bigint | null;

  @Column({ name: 'prompt_tokens', type: 'int', default: 0 })
  promptTokens: number;

  @Column({ name: 'completion_tokens', type: 'int', default: 0 })
  completionTokens: number;

  @Column({ name: 'cached_tokens', type: 'int', default: 0 })
  cachedTokens: number;

  @Column({ name: 'reasoning_tokens', type: 'int', default: 0 })
  reasoningTokens: number;

  @Column({ name: 'channel_id', type: 'int', default: 0 })
  channelId: number;

  @Column({ name: 'channel_name', type: 'varchar', length: 191, default: '' })
  channelName: string;

  @Column({ name: 'token_id', type: 'int', default: 0 })
  tokenId: number;

  /** Whole seconds, as the ancestors show it. */
  @Column({ name: 'use_time', type: 'int', default: 0 })
  useTime: number;

  @Column({ name: 'duration_ms', type: 'int', default: 0 })
  durationMs: number;

  @Column({ name: 'first_byte_ms', type: 'int', default: 0 })
  firstByteMs: number;

  @Column({ name: 'is_stream', type: 'boolean' })
  isStream: boolean;

  @Column({ name: 'is_estimated', type: 'boolean' })
  isEstimated: boolean;

  @Column({ type: 'text', nullable: true })
  multiplier: string | null;

  /** Balance before the call. */
  @Column({ name: 'user_quota', type: 'bigint', default: 0, transformer: bigintColumn })
  userQuota: bigint;

  /** JSON list of attempts. */
  @Column({ name: 'attempts_log', type: 'text', nullable: true })
  attemptsLog: string | null;

  /** JSON price breakdown. */
  @Column({ type: 'text', nullable: true })
  price: string | null;

  @Column({ name: 'end_state', type: 'varchar', length: 24, default: '' })
  endState: string;

  /** HTTP status the caller saw. */
  @Column({ type: 'int', default: 0 })
  status: number;

  @Column({ name: 'error_code', type: 'varchar', length: 64, default: '' })
  errorCode: string;

  @Column({ type: 'varchar', length: 64, default: '' })
  ip: string;
}
