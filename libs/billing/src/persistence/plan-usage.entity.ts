import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { bigintColumn, numberColumn } from '@app/platform';

/**
 * What a node used of one window of a subscription in one period, and how much it may use there. Of all nodes together neither is
 * more than the limit. Settlements add to `used`, only the node itself changes `lent` while it lives, under the lock of the user's row
 * where it becomes more.
 */
@Entity('plan_usages')
@Index('ux_plan_usages_period', ['subscriptionId', 'windowKey', 'startsAt', 'nodeId'], { unique: true })
@Index('ix_plan_usages_node', ['nodeId', 'endsAt'])
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

  /** Empty = a gateway that has the windows for itself (WALLET_MODE=owned), or a journal that was replayed. */
  @Column({ name: 'node_id', type: 'varchar', length: 36, default: '' })
  nodeId: string;

  /** Nano-dollars, tokens or requests: what the window counts. */
  @Column({ type: 'bigint', transformer: bigintColumn })
  used: bigint;

  /** How much the node may use in all, what it has used included. */
  @Column({ type: 'bigint', default: 0, transformer: bigintColumn })
  lent: bigint;

  /** Another node asks for what this one does not use. */
  @Column({ type: 'boolean', default: false })
  wanted: boolean;
}
