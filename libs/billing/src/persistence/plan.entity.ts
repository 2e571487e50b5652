import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { bigintColumn, numberColumn } from '@app/platform';

/** A plan on sale, or no longer. Who subscribed keeps the terms of that day. */
@Entity('plans')
export class PlanEntity {
  @PrimaryGeneratedColumn()
  id: number;

  @Column({ type: 'varchar', length: 80 })
  name: string;

  /** Nano-dollars for one term. */
  @Column({ type: 'bigint', transformer: bigintColumn })
  price: bigint;

  /** JSON of `PlanTerms`. */
  @Column({ type: 'text' })
  terms: string;

  /** Offered to users; grants by staff, codes and orders do not ask. */
  @Column({ name: 'is_enabled', type: 'boolean' })
  isEnabled: boolean;

  /** A user who was given or has bought it so often may not buy it again; 0 = without limit. */
  @Column({ name: 'per_user_limit', type: 'int', default: 0 })
  perUserLimit: number;

  /** Offers are shown in this order. */
  @Column({ type: 'int', default: 0 })
  sort: number;

  @Column({ name: 'created_at', type: 'bigint', transformer: numberColumn })
  createdAt: number;

  @Column({ name: 'updated_at', type: 'bigint', transformer: numberColumn })
  updatedAt: number;
}
