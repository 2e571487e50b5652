import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { numberColumn } from '@app/platform';

/** Drafts can be edited; a published version never changes again, except that it can be rolled back. */
export type PriceVersionStatus = 'draft' | 'published' | 'rolled-back';

/** One version of the whole price list. In force is the published one with the latest `validFrom` that has passed. */
@Entity('price_versions')
@Index('ix_price_versions_status', ['status', 'validFrom'])
export class PriceVersionEntity {
  /** 1, 2, 3 … without gaps: given by who writes the version, under the lock of version 1. */
  @PrimaryColumn({ type: 'int' })
  id: number;

  @Column({ type: 'varchar', length: 16 })
  status: PriceVersionStatus;

  /** Unix seconds, like the other times. In the future = scheduled. */
  @Column({ name: 'valid_from', type: 'bigint', transformer: numberColumn })
  validFrom: number;

  @Column({ name: 'created_at', type: 'bigint', transformer: numberColumn })
  createdAt: number;

  @Column({ name: 'published_at', type: 'bigint', nullable: true, transformer: numberColumn })
  publishedAt: number | null;

  /** 0 = the system. */
  @Column({ name: 'author_id', type: 'int' })
  authorId: number;

  @Column({ type: 'varchar', length: 255 })
  note: string;

  /** The price list as JSON, see readPriceList. */
  @Column({ type: 'mediumtext' })
  content: string;
}
