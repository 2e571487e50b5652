import type { CalendarPeriod } from '@app/kernel';
import { bigintColumn, numberColumn } from '@app/platform';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { LimitMetric, SubjectKind } from '../limits/domain/limit-rule';

@Entity('limit_rules')
@Index('ix_limit_rules_subject', ['subjectKind', 'subject'])
export class LimitRuleEntity {
  @PrimaryGeneratedColumn()
  id: number;

  @Column({ name: 'subject_kind', type: 'varchar', length: 16 })
  subjectKind: SubjectKind;

  /** Id or name, `*` = each one by itself, '' with `everyone`. */
  @Column({ type: 'varchar', length: 191 })
  subject: string;

  /** Only calls of these models; '' = all together, `*` = each by itself. */
  @Column({ name: 'model_pattern', type: 'varchar', length: 191 })
  modelPattern: string;

  @Column({ type: 'varchar', length: 16 })
  metric: LimitMetric;

  /** Rolling window; null with a period and for concurrency. */
  @Column({ name: 'window_seconds', type: 'int', nullable: true })
  windowSeconds: number | null;

  @Column({ type: 'varchar', length: 8, nullable: true })
  period: CalendarPeriod | null;

  @Column({ type: 'bigint', transformer: bigintColumn })
  amount: bigint;

  @Column({ type: 'boolean' })
  enabled: boolean;

  /** Owner of the token who made the rule; 0 = staff did. */
  @Column({ name: 'owner_id', type: 'int' })
  ownerId: number;

  @Column({ name: 'created_at', type: 'bigint', transformer: numberColumn })
  createdAt: number;

  @Column({ name: 'updated_at', type: 'bigint', transformer: numberColumn })
  updatedAt: number;
}
