import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { numberColumn } from '@app/platform';

export const SUBSCRIPTION_STATES = ['active', 'expired', 'cancelled'] as const;
export type SubscriptionState = (typeof SUBSCRIPTION_STATES)[number];

/** A plan that a user has, for a time. */
@Entity('plan_subscriptions')
@Index('ux_plan_subscriptions_grant_key', ['grantKey'], { unique: true })
@Index('ix_plan_subscriptions_user_state', ['userId', 'state'])
@Index('ix_plan_subscriptions_state_ends_at', ['state', 'endsAt'])
export class PlanSubscriptionEntity {
  @PrimaryGeneratedColumn()
  id: number;

  @Column({ name: 'user_id', type: 'int' })
  userId: number;

  @Column({ name: 'plan_id', type: 'int' })
  planId: number;

  /** JSON of the plan's `PlanTerms` when it was granted. */
  @Column({ type: 'text' })
  terms: string;

  /** Unix seconds. */
  @Column({ name: 'starts_at', type: 'bigint', transformer: numberColumn })
  startsAt: number;

  /** Unix seconds, exclusive. It covers nothing from then on, whether or not the job has closed it. */
  @Column({ name: 'ends_at', type: 'bigint', transformer: numberColumn })
  endsAt: number;

  @Column({ type: 'varchar', length: 12 })
  state: SubscriptionState;

  /** What it was granted for, e.g. `purchase:KEY`; nothing is granted for twice. */
  @Column({ name: 'grant_key', type: 'varchar', length: 96 })
  grantKey: string;

  /** Group that the user goes back to when it ends; null = it granted none. */
  @Column({ name: 'previous_group', type: 'varchar', length: 64, nullable: true })
  previousGroup: string | null;
}
