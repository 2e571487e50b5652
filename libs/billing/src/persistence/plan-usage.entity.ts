import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { bigintColumn, numberColumn } from '@app/platform';

/** What was used of one window of a subscription in one period. Written by settlements, always relative. */
@Entity('plan_usages')
@Index('ux_plan_usages_period', ['subscriptionId', 'windowKey', 'startsAt'], { unique: true })
export class PlanUsageEntity {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id: string;

  @Column({ name: 'subscription_id', type: 'int' })
  subscriptionId: number;

  @Column({ name: 'window_key', type: 'varchar', length: 32 })
  windowKey: string;

  /** Unix seconds. */
  @Column({ name: 'starts_at', type: 'bigint', transformer: numberColumn })
  startsAt: number;

  /** Unix seconds, exclusive. */
  @Column({ name: 'ends_at', type: 'bigint', transformer: numberColumn })
  endsAt: number;

  /** Nano-dollars, tokens or requests: what the window counts. */
  @Column({ type: 'bigint', transformer: bigintColumn })
  used: bigint;
}
