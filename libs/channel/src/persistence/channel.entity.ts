import { bigintColumn, numberColumn } from '@app/platform';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { ChannelStatus } from '../domain/channel-status';

@Entity('channels')
@Index('ix_channels_name', ['name'])
export class ChannelEntity {
  @PrimaryGeneratedColumn()
  id: number;

  @Column({ type: 'int' })
  type: number;

  /** The upstream key, sealed; empty when the channel has none. */
  @Column({ name: 'key_sealed', type: 'text' })
  keySealed: string;

  /** What administrators see of the key. */
  @Column({ name: 'key_hint', type: 'varchar', length: 24, default: '' })
  keyHint: string;

  @Column({ name: 'open_ai_organization', type: 'varchar', length: 191, default: '' })
  organization: string;

  @Column({ type: 'int', default: 1 })
  status: ChannelStatus;

  @Column({ type: 'varchar', length: 191, default: '' })
  name: string;

  @Column({ type: 'int', default: 0 })
  weight: number;

  @Column({ name: 'created_time', type: 'bigint', default: 0, transformer: numberColumn })
  createdTime: number;

  @Column({ name: 'test_time', type: 'bigint', default: 0, transformer: numberColumn })
  testTime: number;

  /** Milliseconds of the last test. */
  @Column({ name: 'response_time', type: 'int', default: 0 })
  responseTimeMs: number;

  @Column({ name: 'base_url', type: 'varchar', length: 512, default: '' })
  baseUrl: string;

  @Column({ type: 'varchar', length: 512, default: '' })
  other: string;

  /** US dollars left at the upstream, as it told. */
  @Column({ type: 'double precision', default: 0 })
  balance: number;

  @Column({ name: 'balance_updated_time', type: 'bigint', default: 0, transformer: numberColumn })
  balanceUpdatedTime: number;

  /** Comma list. */
  @Column({ type: 'text' })
  models: string;

  @Column({ type: 'varchar', length: 255, default: '' })
  tags: string;

  /** Comma list. */
  @Column({ name: 'group', type: 'varchar', length: 255, default: 'default' })
  groups: string;

  /** Nano-dollars charged for calls through this channel. Written by billing. */
  @Column({ name: 'used_amount', type: 'bigint', default: 0, transformer: bigintColumn })
  usedAmount: bigint;

  /** Billed calls. Written by billing. */
  @Column({ name: 'used_count', type: 'bigint', default: 0, transformer: numberColumn })
  usedCount: number;

  /** JSON object, empty text for none; likewise `status_code_mapping` and `config`. */
  @Column({ name: 'model_mapping', type: 'text' })
  modelMapping: string;

  /** Extra request headers, JSON object, sealed as a whole; see openText for rows of older versions. */
  @Column({ name: 'headers', type: 'text' })
  headersSealed: string;

  @Column({ type: 'bigint', default: 0, transformer: numberColumn })
  priority: number;

  @Column({ name: 'auto_ban', type: 'int', default: 1 })
  autoBan: number;

  @Column({ name: 'is_tools', type: 'boolean' })
  isTools: boolean;

  @Column({ name: 'claude_original_request', type: 'boolean' })
  claudeOriginalRequest: boolean;

  /** Seconds between tests of an automatically disabled channel; 0 = no tests. */
  @Column({ name: 'tested_time', type: 'int', default: 0 })
  testedTimeSeconds: number;

  @Column({ name: 'model_test', type: 'varchar', length: 191, default: '' })
  modelTest: string;

  @Column({ name: 'rate_limited', type: 'boolean' })
  rateLimited: boolean;

  /** Calls per minute and model. */
  @Column({ name: 'rate_limit_count', type: 'int', default: 0 })
  rateLimitCount: number;

  @Column({ name: 'is_image_url_enabled', type: 'int', default: 0 })
  isImageUrlEnabled: number;

  @Column({ name: 'status_code_mapping', type: 'text' })
  statusCodeMapping: string;

  /** Credentials inside are sealed one by one. */
  @Column({ type: 'text' })
  config: string;

  /** Address of the proxy, sealed because it may hold a password; see openText for rows of older versions. */
  @Column({ name: 'proxy_url_sealed', type: 'text' })
  proxyUrlSealed: string;

  /** Service account JSON, sealed. */
  @Column({ name: 'gcp_account', type: 'text' })
  gcpAccount: string;

  @Column({ name: 'supports_cache_control', type: 'boolean' })
  supportsCacheControl: boolean;
}
