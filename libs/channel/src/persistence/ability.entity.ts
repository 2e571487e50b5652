import { numberColumn } from '@app/platform';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One row for each group and model of a channel, so that SQL can ask who serves what. Follows the channel's row. */
@Entity('abilities')
@Index('ix_abilities_channel_id', ['channelId'])
export class AbilityEntity {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  group: string;

  @PrimaryColumn({ type: 'varchar', length: 191 })
  model: string;

  @PrimaryColumn({ name: 'channel_id', type: 'int' })
  channelId: number;

  @Column({ type: 'boolean' })
  enabled: boolean;

  @Column({ type: 'bigint', default: 0, transformer: numberColumn })
  priority: number;

  @Column({ type: 'int', default: 0 })
  weight: number;

  @Column({ name: 'is_tools', type: 'boolean' })
  isTools: boolean;

  @Column({ name: 'claude_original_request', type: 'boolean' })
  claudeOriginalRequest: boolean;
}
