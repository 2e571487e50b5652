import { Column, Entity, PrimaryColumn } from 'typeorm';
import { numberColumn } from '@app/platform';

/** Lease and last result of a job, one row each. */
@Entity('scheduled_jobs')
export class JobStateEntity {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  id: string;

  /** Milliseconds; nobody else runs the job before. */
  @Column({ name: 'leased_until_ms', type: 'bigint', default: 0, transformer: numberColumn })
  leasedUntilMs: number;

  @Column({ name: 'last_started_at', type: 'bigint', default: 0, transformer: numberColumn })
  lastStartedAt: number;

  @Column({ name: 'last_duration_ms', type: 'int', default: 0 })
  lastDurationMs: number;

  /** Empty = the last run succeeded. */
  @Column({ name: 'last_error', type: 'varchar', length: 500, default: '' })
  lastError: string;
}
