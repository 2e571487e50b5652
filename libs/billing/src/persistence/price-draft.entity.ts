import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { numberColumn } from '@app/platform';

export type PriceDraftStatus = 'open' | 'published' | 'discarded';

/** A price list that is being worked on. It becomes a version when it is published. Times are Unix seconds. */
@Entity('price_drafts')
@Index('ix_price_drafts_status', ['status', 'id'])
export class PriceDraftEntity {
  @PrimaryGeneratedColumn({ type: 'int' })
  id: number;

  @Column({ type: 'varchar', length: 16 })
  status: PriceDraftStatus;

  /** Counts the changes: who changes a draft names the revision he saw. */
  @Column({ type: 'int' })
  revision: number;

  /** The version that the draft is a change of; it has to be in force when the draft is published. */
  @Column({ name: 'base_version', type: 'int' })
  baseVersion: number;

  /** The version it became. */
  @Column({ name: 'published_version', type: 'int', nullable: true })
  publishedVersion: number | null;

  /** 0 = the system. */
  @Column({ name: 'author_id', type: 'int' })
  authorId: number;

  /** Who changed it last. */
  @Column({ name: 'editor_id', type: 'int' })
  editorId: number;

  @Column({ name: 'created_at', type: 'bigint', transformer: numberColumn })
  createdAt: number;

  @Column({ name: 'updated_at', type: 'bigint', transformer: numberColumn })
  updatedAt: number;

  @Column({ type: 'varchar', length: 255 })
  note: string;

  /** Whose prices are offered; empty = nobody's. */
  @Column({ name: 'offer_source', type: 'varchar', length: 100 })
  offerSource: string;

  /** The price list as JSON, see readPriceList. */
  @Column({ type: 'mediumtext' })
  content: string;

  /** Prices from elsewhere that may be taken into the draft, as JSON of a price list; null = none. */
  @Column({ type: 'mediumtext', nullable: true })
  offer: string | null;
}
